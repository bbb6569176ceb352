/** The attention modules of tests/fixtures/walk as a walk reads them: each form once, computed by PyTorch. */

import { readTensors } from '../support/safetensors.js';

/** Of every one of them. The edges differ, so that rows and columns cannot be taken for each other unseen. */
export const SIZE = { channels: 24, hidden: 4, heightPx: 9, widthPx: 7, d: 2 };

/** File -> form and merge. */
export const MODULES = /** @type {const} */ ({
  paper: ['paper', 'sum'],
  paper_max: ['paper', 'max'],
  paper_product: ['paper', 'product'],
  paper_channel: ['paper', 'channel'],
  paper_spatial: ['paper', 'spatial'],
  official: ['official', 'sum'],
  blog: ['blog', 'sum'],
  se: ['se', 'sum'],
});

/** @typedef {keyof typeof MODULES} ModuleName */

export const NAMES = /** @type {ModuleName[]} */ (Object.keys(MODULES));

/**
 * Reads the file again at every call: what a test changes in it, no other test sees.
 *
 * @param {ModuleName} name
 * @returns {import('../../www/walk/walk.js').Inside}
 */
export function insideOf(name) {
  const file = readTensors(new URL(`../fixtures/walk/${name}.safetensors`, import.meta.url));
  const inside = {
    setting: { form: MODULES[name][0], merge: MODULES[name][1], r: 6, d: SIZE.d },
    taps: /** @type {Record<string, import('../../www/walk/layer.js').Tap>} */ ({}),
    parameters: /** @type {Record<string, import('../../www/walk/layer.js').Tap>} */ ({}),
  };
  for (const [key, tensor] of Object.entries(file)) {
    const parameter = key.match(/^parameters\.(.+)$/)?.[1];
    const [kind, short] = parameter ? [inside.parameters, parameter] : [inside.taps, key];
    kind[short] = { name: short, ...tensor };
  }
  return inside;
}

/** Every cell of the map, row by row. */
export const CELLS = Array.from({ length: SIZE.heightPx * SIZE.widthPx }, (_, i) => ({
  row: Math.floor(i / SIZE.widthPx),
  column: i % SIZE.widthPx,
}));
