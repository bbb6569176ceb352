/**
 * The colour maps as tables of 256 RGBA entries. The page's build evaluates this file and ships the tables alone:
 * `scripts/vite/baked-colors.js`.
 */

import { interpolateOranges, interpolatePuOr, interpolateViridis } from 'd3-scale-chromatic';

/** @typedef {Uint8ClampedArray} ColorTable 256 entries of red, green, blue, alpha */

export const ENTRIES = 256;

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
