/**
 * Colour maps as tables of 256 RGBA entries. Features are viridis; gain is a single hue that is clear where BAM changes
 * little; signed logits are PuOr with 0 in its middle, orange where attention rises, as in the gain.
 */

import { interpolateOranges, interpolatePuOr, interpolateViridis } from 'd3-scale-chromatic';
import { position } from './scale.js';

/** @typedef {Uint8ClampedArray} ColorTable 256 entries of red, green, blue, alpha */

const ENTRIES = 256;

/** @param {(t: number) => string} interpolate @returns {ColorTable} */
function bake(interpolate) {
  const table = new Uint8ClampedArray(ENTRIES * 4);
  for (let i = 0; i < ENTRIES; i++) {
    const t = i / (ENTRIES - 1);
    table.set([...channelsOf(interpolate(t)), 255], i * 4);
  }
  return table;
}

/** @param {string} color `#rrggbb` or `rgb(r, g, b)` @returns {number[]} */
function channelsOf(color) {
  if (color.startsWith('#')) return [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16));
  return (color.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}

/** Magnitudes of features. */
export const features = bake(interpolateViridis);
/** Gain x1 to x2: nearly white where nothing is gained, so that over a grey photo it multiplies to the photo itself. */
export const gain = bake((t) => interpolateOranges(0.9 * t));
/** Signed values: purple below 0, orange above. */
export const signed = bake(interpolatePuOr);

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
 * @param {(index: number) => number} [place] index of a value -> index of its pixel
 */
export function colorize(data, table, range, pixels, place = (index) => index) {
  // Four bytes at once: this is where the time of a page full of maps goes.
  const colors = new Uint32Array(table.buffer);
  const out = new Uint32Array(pixels.buffer);
  for (let i = 0; i < data.length; i++) {
    const entry = entryOf(data[i], range);
    if (entry >= 0) out[place(i)] = colors[entry];
  }
}
