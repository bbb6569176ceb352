/** `import part from './en.json?only=map,legend'`: of a table only the keys that begin with one of the words and a point. */

import { readFile } from 'node:fs/promises';

const QUERY = /^(.+\.json)\?only=([\w,]+)$/;

/** @returns {import('vite').Plugin} */
export function jsonPart() {
  return {
    name: 'json-part',
    // Before Vite's own plugin for JSON.
    enforce: 'pre',
    async load(id) {
      const [, path, words] = QUERY.exec(id) ?? [];
      if (!path) return undefined;
      this.addWatchFile(path);
      return {
        code: `export default ${JSON.stringify(partOf(JSON.parse(await readFile(path, 'utf8')), words))}`,
        moduleType: 'js',
      };
    },
  };
}

/** @param {Record<string, string>} table @param {string} words with commas between */
export function partOf(table, words) {
  const wanted = new Set(words.split(','));
  return Object.fromEntries(Object.entries(table).filter(([key]) => wanted.has(key.split('.')[0])));
}
