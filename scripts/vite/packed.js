/** For a page in one file: what it names lies inside it, packed where that saves something, or is left out. */

import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';

/** `www/packed.js` unpacks these. Photos and weights are as small as they get. */
const PACKED = /\.(wasm|safetensors)$/;
const TYPES = { '.jpg': 'image/jpeg', '.webp': 'image/webp' };

/** @param {RegExp} leftOut files whose address is empty @returns {import('vite').Plugin} */
export function packed(leftOut) {
  return {
    name: 'packed',
    // Before Vite's own plugins, which would inline a file as it is.
    enforce: 'pre',
    config: () => ({
      build: {
        modulePreload: false,
        rolldownOptions: { input: 'index.html', output: { codeSplitting: false } },
      },
    }),
    async load(id) {
      const [path, query] = id.split('?');
      if (!query?.split('&').includes('url')) return undefined;
      if (leftOut.test(path)) return { code: 'export default ""', moduleType: 'js' };
      const bytes = await readFile(path);
      const [type, content] = PACKED.test(path)
        ? ['application/gzip', gzipSync(bytes, { level: 9 })]
        : [TYPES[extname(path)] ?? 'application/octet-stream', bytes];
      return { code: `export default "data:${type};base64,${content.toString('base64')}"`, moduleType: 'js' };
    },
  };
}
