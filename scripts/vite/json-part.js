/**
 * Of a table only a part, by the first word of its keys: `import map from './en.json?only=map,legend&phrases'`, or all but a
 * part: `./en.json?without=share&phrases`. Node reads the same file whole.
 */

import { readFile } from 'node:fs/promises';

const QUERY = /^(.+\.json)\?(only|without)=([\w,]+)&phrases$/;

/** @returns {import('vite').Plugin} */
export function jsonPart() {
  return {
    name: 'json-part',
    // Before Vite's own plugin for JSON.
    enforce: 'pre',
    async load(id) {
      const [, path, which, words] = QUERY.exec(id) ?? [];
      if (!path) return undefined;
      this.addWatchFile(path);
      const table = JSON.parse(await readFile(path, 'utf8'));
      return { code: `export default ${JSON.stringify(partOf(table, words, which === 'only'))}`, moduleType: 'js' };
    },
  };
}

/**
 * @param {Record<string, string>} table
 * @param {string} words with commas between
 * @param {boolean} only keep what begins with one of them, or else the rest
 */
export function partOf(table, words, only) {
  const named = new Set(words.split(','));
  return Object.fromEntries(Object.entries(table).filter(([key]) => named.has(key.split('.')[0]) === only));
}
