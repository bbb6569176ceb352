/** For a page in one file: what it names lies inside it, packed where that saves something, or is left out. */

import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

/** `www/packed.js` unpacks these. Photos and weights are as small as they get. */
const PACKED = /\.(wasm|safetensors)$/;

/** @param {RegExp} leftOut files whose address is empty @returns {import('vite').Plugin} */
export function packed(leftOut) {
  return {
    name: 'packed',
    // Before Vite's own plugins, which would inline a file as it is.
    enforce: 'pre',
    config: () => ({
      build: {
        assetsInlineLimit: Infinity,
        modulePreload: false,
        rolldownOptions: { input: 'index.html', output: { codeSplitting: false } },
      },
    }),
    async load(id) {
      const [path, query] = id.split('?');
      if (!query?.split('&').includes('url')) return undefined;
      if (leftOut.test(path)) return { code: 'export default ""', moduleType: 'js' };
      if (!PACKED.test(path)) return undefined;
      const base64 = gzipSync(await readFile(path), { level: 9 }).toString('base64');
      return { code: `export default "data:application/gzip;base64,${base64}"`, moduleType: 'js' };
    },
  };
}
