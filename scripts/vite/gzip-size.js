/** `import bytes from './file?gzip-size'`: what a server sends of a file, so that a button can say it before it is fetched. */

import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const SUFFIX = '?gzip-size';

/** @returns {import('vite').Plugin} */
export function gzipSize() {
  return {
    name: 'gzip-size',
    // Before Vite's own plugins, which take the file for WebAssembly.
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(SUFFIX)) return undefined;
      const { length } = gzipSync(await readFile(id.slice(0, -SUFFIX.length)));
      return { code: `export default ${length}`, moduleType: 'js' };
    },
  };
}
