/**
 * `sw.js`: the service worker of the hosted page, with the list of this build's files. It comes to lie beside index.html,
 * because it may only answer for what lies below it.
 */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { groupOf } from '../../www/precomputed.js';
import { DEFAULTS, settingOf } from '../../www/state.js';

const WORKER = new URL('../../www/offline/sw.js', import.meta.url);
const PLACE = "JSON.parse('__BUILD__')";
const PAGE = 'index.html';

/** What the page needs beside its scripts and styles: by the names of the sources. */
const FIRST = [
  /\.wasm$/,
  /\/samples\/.*\.(jpe?g|png|webp)$/,
  new RegExp(`/precomputed/.*\\.${groupOf(settingOf(DEFAULTS))}\\.`),
];
/** The worker keeps the weights itself; megabytes are not stored twice. */
const NEVER = /\/models\//;

/** @typedef {import('vite').Rollup.OutputBundle} Bundle */

/** @returns {import('vite').Plugin} */
export function offline() {
  return {
    name: 'offline',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      // When every file is as it will be written.
      order: 'post',
      async handler(_, bundle) {
        // A build of the element alone has no page to keep.
        if (!(PAGE in bundle)) return;
        const source = await readFile(WORKER, 'utf8');
        if (!source.includes(PLACE)) throw new Error(`${WORKER.pathname} has no place for the files: ${PLACE}`);
        const list = JSON.stringify(filesOf(bundle));
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: source.replace(PLACE, () => list) });
      },
    },
  };
}

/**
 * The files of the page, and only its own: a change of something else, such as embed.html, is no new version.
 *
 * @param {Bundle} bundle
 * @returns {{ version: string, first: Record<string, string>, later: Record<string, string> }} digests by file name
 */
export function filesOf(bundle) {
  /** @type {Record<string, string>} */ const first = { [PAGE]: digestOf(bundle[PAGE]) };
  /** @type {Record<string, string>} */ const later = {};
  for (const chunk of chunksOf(bundle)) {
    const { importedCss, importedAssets } = /** @type {any} */ (chunk).viteMetadata;
    for (const name of [chunk.fileName, ...importedCss]) first[name] = digestOf(bundle[name]);
    for (const name of importedAssets) {
      const asset = bundle[name];
      const [original = name] = asset.originalFileNames;
      if (NEVER.test(original)) continue;
      (FIRST.some((names) => names.test(original)) ? first : later)[name] = digestOf(asset);
    }
  }
  // The order in which the bundler came upon them is no change.
  const lists = [first, later].map((files) => Object.fromEntries(Object.entries(files).toSorted()));
  const version = createHash('sha256').update(JSON.stringify(lists)).digest('hex').slice(0, 12);
  return { version, first: lists[0], later: lists[1] };
}

/** The scripts that the page has or will ask for. @param {Bundle} bundle */
function chunksOf(bundle) {
  const found = new Set();
  const add = (/** @type {string} */ name) => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || found.has(chunk)) return;
    found.add(chunk);
    [...chunk.imports, ...chunk.dynamicImports].forEach(add);
  };
  for (const [name, file] of Object.entries(bundle)) {
    if (file.type === 'chunk' && file.isEntry && file.facadeModuleId?.endsWith(`/${PAGE}`)) add(name);
  }
  if (found.size === 0) throw new Error(`${PAGE} has no script`);
  return found;
}

/** As browsers check it. @param {Bundle[string]} file */
function digestOf(file) {
  const bytes = file.type === 'chunk' ? file.code : file.source;
  return `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
}
