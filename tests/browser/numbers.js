/** What the page should show, worked out here from taps: sums as they are defined, and colours as the tables have them. */

import { features, gain, signed } from '../../www/colormap.js';

export const TABLES = { features, gain, signed };

/** @typedef {{ shape: number[], data: Float32Array }} Tap */

/** The cells of one channel. @param {Tap} tap (1, C, H, W) @param {number} channel */
export function channelOf({ shape: [, , height, width], data }, channel) {
  return data.slice(channel * height * width, (channel + 1) * height * width);
}

/** Mean over channels, cell by cell. @param {Tap} tap (1, C, H, W) @param {number} [add] to every cell */
export function meanMap({ shape: [, channels, height, width], data }, add = 0) {
  const cells = height * width;
  return Array.from({ length: cells }, (_, cell) => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += data[c * cells + cell];
    return sum / channels + add;
  });
}

/** @param {ArrayLike<number>} values */
export const mean = (values) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function covariance(a, b) {
  const [meanA, meanB] = [mean(a), mean(b)];
  return mean(Array.from(a, (value, i) => (value - meanA) * (b[i] - meanB)));
}

/** @param {ArrayLike<number>} values */
export const deviation = (values) => Math.sqrt(covariance(values, values));

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
export const correlation = (a, b) => covariance(a, b) / (deviation(a) * deviation(b));

/** @param {number} x */
export const sigmoid = (x) => 1 / (1 + Math.exp(-x));

/** @param {ArrayLike<number>} logits @returns {number[]} probabilities */
export function softmax(logits) {
  const powers = Array.from(logits, (logit) => Math.exp(logit - Math.max(...Array.from(logits))));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** @param {ArrayLike<number>} values @returns {{ low: number, high: number }} */
export const extent = (values) => ({ low: Math.min(...Array.from(values)), high: Math.max(...Array.from(values)) });

/** From -x to x. @param {ArrayLike<number>} values */
export function aroundZero(values) {
  const reach = Math.max(...Array.from(values, Math.abs));
  return { low: -reach, high: reach };
}

/**
 * The colours of a map, as `pixelsOf` reads them: clear where a value is not finite.
 *
 * @param {ArrayLike<number>} values
 * @param {Uint8ClampedArray} table 256 colours
 * @param {{ low: number, high: number }} range
 */
export const colours = (values, table, { low, high }) =>
  Array.from(values, (value) => {
    if (!Number.isFinite(value)) return [0, 0, 0, 0];
    const place = high > low ? (value - low) / (high - low) : 0.5;
    const entry = Math.round(255 * Math.min(1, Math.max(0, place)));
    return [...table.slice(4 * entry, 4 * entry + 4)];
  });

/** @param {string} text with one number as the page writes it */
export function numberOf(text) {
  const found = text.replaceAll(',', '').match(/([−-]?)(\d+(?:\.\d+)?)/);
  if (!found) throw new Error(`there is no number in "${text}"`);
  return (found[1] ? -1 : 1) * Number(found[2]);
}

/** @param {number[]} values @returns {number[]} places, the largest first, of equals the first */
export const largestFirst = (values) => [...values.keys()].sort((a, b) => values[b] - values[a] || a - b);
