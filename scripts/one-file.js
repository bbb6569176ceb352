/**
 * The page as one HTML file that needs no server: a teacher mails it, and it opens from the disk. Browsers fetch nothing for
 * such a page, so everything is inside; one file of two comes without the weights, for readers who have some.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packed } from './vite/packed.js';

const PHOTO_LICENCES = 'www/samples/LICENSES.md';

/** The licences stand in the page: a browser follows no link to text that lies inside. */
const LINKED = /LICENSES\.md$/;
/**
 * Of what was computed in advance each has what pays: with the weights inside the network itself is there in a second,
 * and only its first picture comes before.
 */
const FILES = [
  { name: 'bam-lens.html', without: /\/precomputed\/(?!koala\.r16\.)/ },
  { name: 'bam-lens-without-weights.html', without: /\/models\/|\/precomputed\/(?!.*\.r16\.)/ },
];

/** @typedef {(import('vite').Rollup.OutputChunk | import('vite').Rollup.OutputAsset)[]} Output */

/**
 * Builds both files.
 *
 * @param {string} [folder]
 * @returns {Promise<{ name: string, bytes: number }[]>}
 */
export async function oneFile(folder = 'dist') {
  const { build } = await import('vite');
  const sizes = [];
  for (const { name, without } of FILES) {
    const leftOut = new RegExp(`${LINKED.source}|${without.source}`);
    const { output } = await build({ logLevel: 'warn', plugins: [packed(leftOut)], build: { write: false } });
    const html = Buffer.from(inOne(output, await readFile(PHOTO_LICENCES, 'utf8')));
    await writeFile(join(folder, name), html);
    sizes.push({ name, bytes: html.length });
  }
  return sizes;
}

/**
 * @param {Output} output of a build with one script
 * @param {string} photoLicences
 * @returns {string} the page
 */
export function inOne(output, photoLicences) {
  const [page, styles, licences] = ['.html', '.css', '.md'].map((ending) => textOf(output, ending));
  const scripts = output.filter(({ type }) => type === 'chunk');
  if (scripts.length !== 1) throw new Error(`the page has ${scripts.length} scripts, one would fit into it`);
  return [
    (html) => html.replace(/\s*<(script [^>]*\bsrc=[^>]*><\/script|link [^>]*rel="stylesheet"[^>]*)>/g, ''),
    (html) => html.replace(/<span id="take-along"[^]*?<\/span\s*>\s*/, ''),
    (html) => html.replace(/<a id="(?:photo|library)-licences"[^>]*(data-words="[^"]*")[^>]*>([^<]*)<\/a\s*>/g, named),
    (html) => before('</head>', `<style>${styles}</style>`, html),
    (html) =>
      before(
        '</footer>',
        folded('page.photoLicences', 'Authors and licences of the sample photos', photoLicences),
        html,
      ),
    (html) => before('</footer>', folded('page.libraryLicences', 'Licences of the libraries', licences), html),
    // Behind everything that can be read while it is taken in.
    (html) => before('</body>', `<script type="module">${quiet(scripts[0].code)}</script>`, html),
  ].reduce((html, step) => step(html), page);
}

/** @param {Output} output @param {string} ending */
function textOf(output, ending) {
  const found = output.filter(({ fileName }) => fileName.endsWith(ending));
  if (found.length !== 1) throw new Error(`the build has ${found.length} files ${ending}`);
  return String(found[0].source);
}

/** @param {string} tag @param {string} text @param {string} html */
function before(tag, text, html) {
  const at = html.lastIndexOf(tag);
  if (at < 0) throw new Error(`the page has no ${tag}`);
  return html.slice(0, at) + text + html.slice(at);
}

/** What would end a script, or begin a comment in it, stands only in its strings. @param {string} code */
const quiet = (code) => code.replace(/<(?=\/script|!--)/gi, '\\x3C');

/** What it names stands below. @param {string} _link @param {string} words @param {string} text */
const named = (_link, words, text) => `<span ${words}>${text}</span>`;

/** @param {string} words key of the title in other languages @param {string} title @param {string} text */
const folded = (words, title, text) =>
  `<details><summary data-words="${words}">${title}</summary><pre>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</pre></details>`;
