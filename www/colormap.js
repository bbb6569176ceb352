/**
 * From values to colours. Features are viridis; gain is a single hue that is clear where BAM changes little; signed logits
 * are PuOr with 0 in its middle, orange where attention rises, as in the gain.
 */

import { ENTRIES } from './color-tables.js';
import { position } from './scale.js';

export { features, gain, signed } from './color-tables.js';

/** @typedef {import('./color-tables.js').ColorTable} ColorTable */

/**
 * @param {number} value
 * @param {import('./scale.js').Range} range
 * @returns {number} the table's entry, 0 to 255; -1 for a value that is not finite, which is left clear: the page draws
 *   its hatch there
 */
export function entryOf(value, range) {
  const t = position(value, range);
  return Number.isNaN(t) ? -1 : Math.round(t * (ENTRIES - 1));
}

/**
 * @param {ArrayLike<number>} data
 * @param {ColorTable} table
 * @param {import('./scale.js').Range} range
 * @param {Uint8ClampedArray} pixels RGBA, filled in place
 * @param {(index: number) => number} [place] index of a value -> index of its pixel; the same without it
 */
export function colorize(data, table, range, pixels, place) {
  // Four bytes at once: this is where the time of a page full of maps goes.
  const colors = new Uint32Array(table.buffer);
  const out = new Uint32Array(pixels.buffer);
  const { low, high } = range;
  const width = high - low;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    // Neither NaN nor infinite. This is `entryOf`, without a call for each of 200,000 values.
    if (value - value !== 0) continue;
    const t = width > 0 ? (value - low) / width : 0.5;
    out[place ? place(i) : i] = colors[t <= 0 ? 0 : t >= 1 ? ENTRIES - 1 : Math.round(t * (ENTRIES - 1))];
  }
}
