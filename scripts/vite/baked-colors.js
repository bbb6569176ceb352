/** `www/color-tables.js` as the tables it computes: the library that knows the colours stays at home. */

import { pathToFileURL } from 'node:url';

/** @returns {import('vite').Plugin} */
export function bakedColors() {
  return {
    name: 'baked-colors',
    async load(id) {
      if (!id.endsWith('/www/color-tables.js')) return undefined;
      const tables = Object.entries(await import(pathToFileURL(id).href));
      return [
        'const table = (text) => Uint8ClampedArray.from(atob(text), (byte) => byte.charCodeAt(0));',
        ...tables.map(([name, value]) => `export const ${name} = ${literal(value)};`),
      ].join('\n');
    },
  };
}

/** @param {number | Uint8ClampedArray} value */
const literal = (value) =>
  typeof value === 'number' ? value : `/* @__PURE__ */ table('${Buffer.from(value).toString('base64')}')`;
