/** From a value to a place on a colour scale. A scale with max = min, or values that are not finite, break nothing. */

import { rememberEach } from './memo.js';

/** @typedef {{ low: number, high: number }} Range */

/**
 * One plane of a tensor, as the network hands it out. Its statistics leave out what is not finite.
 *
 * @typedef {object} Plane
 * @property {number} widthPx
 * @property {number} heightPx
 * @property {Float32Array} data row by row
 * @property {number} min
 * @property {number} max
 * @property {number} mean
 * @property {number} deviation
 * @property {number} notFinite how many cells are NaN or infinite
 */

/**
 * The smallest range that holds every plane; 0 to 0 when none has a finite value.
 *
 * @param {{ min: number, max: number }[]} planes
 * @returns {Range}
 */
export function extentOf(planes) {
  const low = Math.min(...planes.map((plane) => plane.min).filter(Number.isFinite));
  const high = Math.max(...planes.map((plane) => plane.max).filter(Number.isFinite));
  return low <= high ? { low, high } : { low: 0, high: 0 };
}

/**
 * @param {ArrayLike<number>} data
 * @returns {{ min: number, max: number }} of the finite values; NaN for none
 */
export function extentOfData(data) {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) continue;
    if (data[i] < min) min = data[i];
    if (data[i] > max) max = data[i];
  }
  return min <= max ? { min, max } : { min: NaN, max: NaN };
}

/** The same of a tap, whose values never change. @type {(tap: { data: Float32Array }) => { min: number, max: number }} */
export const extentOfTap = rememberEach(({ data }) => extentOfData(data));

/**
 * The range for a set of features that share a scale: from 0, or lower where a value is negative.
 *
 * @param {{ min: number, max: number }[]} planes
 * @returns {Range}
 */
export function featureRange(planes) {
  const { low, high } = extentOf(planes);
  return { low: Math.min(0, low), high: Math.max(0, high) };
}

/**
 * The range of signed logits: 0 lies in its middle.
 *
 * @param {{ min: number, max: number }[]} planes
 * @returns {Range}
 */
export function signedRange(planes) {
  const { low, high } = extentOf(planes);
  const reach = Math.max(Math.abs(low), Math.abs(high));
  return { low: -reach, high: reach };
}

/**
 * All that a gain can be: 1 + M, or M itself for Squeeze-and-Excitation, which has no identity path.
 *
 * @param {string} form
 * @returns {Range}
 */
export const gainRange = (form) => (form === 'se' ? { low: 0, high: 1 } : { low: 1, high: 2 });

/**
 * @param {number} value
 * @param {Range} range
 * @returns {number} 0 to 1, clamped; 0.5 when the range has no width; NaN when the value is not finite
 */
export function position(value, { low, high }) {
  if (!Number.isFinite(value)) return NaN;
  if (!(high > low)) return 0.5;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/**
 * A tap of one map as a plane, with the statistics of its finite values.
 *
 * @param {{ shape: number[], data: Float32Array }} tap (1, 1, H, W)
 * @returns {Plane}
 */
export function planeOf({ shape, data }) {
  const finite = data.filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const variance = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length;
  return {
    widthPx: shape[shape.length - 1],
    heightPx: shape[shape.length - 2],
    data,
    ...extentOfData(data),
    mean,
    deviation: Math.sqrt(variance),
    notFinite: data.length - finite.length,
  };
}
