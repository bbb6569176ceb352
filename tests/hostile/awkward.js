/** The table of awkward photos: `tests/fixtures/images/awkward.json`, which `awkward.py` beside it makes, and its files. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {string} what
 * @property {string} file under tests/fixtures/images
 * @property {[number, number]} [size] in px, of one that is read
 * @property {string} [pixels] 6 x 6 of the middle square, as hexadecimal digits
 * @property {number} [levels] by which they may differ
 * @property {string} [code] of one that is refused
 * @property {string} [sentence]
 * @property {InBrowser} [browser] where the browser takes part: how it is handed over, and what comes of it
 */

/**
 * @typedef {object} InBrowser
 * @property {string} name
 * @property {string} type
 * @property {[number, number]} [size] in px, of one that the browser draws
 * @property {string} [color] that it has everywhere
 * @property {string} [sentence] of one that it does not
 * @property {boolean} [input] whether our own decoders read it, under whatever name
 */

/** @type {{ group: string, cases: Case[] }[]} */
export const GROUPS = JSON.parse(readFileSync(new URL('../fixtures/images/awkward.json', import.meta.url), 'utf8'));

/** The file of a case; what holds little is packed. @param {string} file */
export function read(file) {
  let data = readFileSync(new URL(`../fixtures/images/${file}`, import.meta.url));
  for (let name = file; name.endsWith('.gz'); name = name.slice(0, -3)) data = gunzipSync(data);
  return new Uint8Array(data);
}

/** How far pixels are apart, in levels. @param {string} a hexadecimal digits @param {string} b */
export function distance(a, b) {
  const [left, right] = [a, b].map((digits) => Buffer.from(digits, 'hex'));
  return Math.max(...left.map((value, i) => Math.abs(value - right[i])));
}

/** What the page does, in words. @param {Case} row */
function outcome({ size, code, sentence, browser }) {
  const px = ([width, height]) => `${width} x ${height} px`;
  if (browser?.sentence) return `“${browser.sentence}”`;
  if (browser?.size) return `${px(browser.size)}, drawn by the browser where it can`;
  if (size) return px(size);
  return `“${sentence}” (\`${code}\`)`;
}

/** The rows of docs/PHOTOS.md. @returns {string} */
export const document = () =>
  GROUPS.map(({ group, cases }) => {
    const rows = cases.map((row) => `| ${row.name} | ${row.what} | ${outcome(row)} |`);
    return [`## ${group}`, '', '| case | what | what the page does |', '|---|---|---|', ...rows].join('\n');
  }).join('\n\n');
