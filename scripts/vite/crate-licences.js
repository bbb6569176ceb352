/** Adds to the licences of the bundled packages those of the crates that the WebAssembly module is made of. */

import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { read } from '../command.js';

const METADATA = ['metadata', '--format-version', '1', '--locked', '--filter-platform', 'wasm32-unknown-unknown'];
/** Of a crate under several licences the one with the fewest conditions and words. */
const PREFERRED = [/^LICENSE-MIT/i, /^LICENSE(\.(md|txt))?$/i, /^LICENSE-ZLIB/i, /^(UN)?LICEN[CS]E/i, /^COPYING/i];

/** The same for every build of a run. @type {Promise<string> | undefined} */
let text;

/** @param {string} fileName of the licences that Vite writes @returns {import('vite').Plugin} */
export function crateLicences(fileName) {
  return {
    name: 'crate-licences',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const file = bundle[fileName];
        // A build of a part, such as the worker's, writes none.
        if (file?.type !== 'asset') return;
        text ??= licences();
        file.source = `${file.source}\n${await text}`;
      },
    },
  };
}

/** @returns {Promise<string>} Markdown */
async function licences() {
  const printed = await read('cargo', METADATA);
  if (printed === undefined) throw new Error('cargo does not say which crates the module is made of');
  const parts = await Promise.all(cratesOf(JSON.parse(printed)).map(licenceOf));
  return `# Crates of the WebAssembly module\n\n${parts.join('\n\n')}\n`;
}

/** What is compiled into the module: no build scripts, no tests, and not the crate itself. */
export function cratesOf({ packages, resolve }) {
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const found = new Set([resolve.root]);
  // Grows while it is walked.
  for (const id of found) {
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps)
      if (kinds.some(({ kind }) => kind === null)) found.add(pkg);
  }
  found.delete(resolve.root);
  return packages.filter(({ id }) => found.has(id)).sort((a, b) => a.name.localeCompare(b.name));
}

/** @param {{ name: string, version: string, license: string | null, authors: string[], manifest_path: string }} crate */
async function licenceOf({ name, version, license, authors, manifest_path: manifest }) {
  const folder = dirname(manifest);
  const names = await readdir(folder);
  const file = PREFERRED.map((pattern) => names.find((name) => pattern.test(name))).find(Boolean);
  // Some crates are published without the text and name their licence alone.
  const words = file ? await readFile(join(folder, file), 'utf8') : `By ${authors.join(', ') || 'its authors'}.`;
  return `## ${name} - ${version} (${license})\n\n${words.trim()}`;
}
