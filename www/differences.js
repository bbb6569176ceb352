/** What BAM changed, as maps that mean different things, and the numbers that tell them apart. */

import { planeOf } from './scale.js';
import { sigmoid } from './walk/walk.js';

/**
 * @typedef {import('./run.js').Tap} Tap
 * @typedef {import('./scale.js').Plane} Plane
 */

/**
 * @typedef {object} Differences of one bottleneck
 * @property {Plane} gain what F is multiplied by, averaged over channels
 * @property {Plane | undefined} places the same of the sigmoid of Ms alone, where there is a spatial branch
 * @property {Plane} added F' - F, averaged over channels
 * @property {Plane} ratio sum of F' over sum of F, per cell: the gain as the features weigh it
 * @property {Float32Array} channels (C) the gain of each channel, averaged over cells
 * @property {number} channelSpread standard deviation of `channels`
 * @property {number | undefined} alike correlation of `gain` and `places` over the cells; NaN when one is constant
 */

/**
 * @param {Record<string, Tap>} taps `before`, `attention`, `after` (1, C, H, W); `spatial.logits` (1, 1, H, W) where there is one
 * @param {string} form
 * @returns {Differences}
 */
export function differencesOf({ before, attention, after, 'spatial.logits': logits }, form) {
  const [, count, height, width] = before.shape;
  const cells = height * width;
  const identity = form === 'se' ? 0 : 1;
  const [gain, added, ratio] = [new Float32Array(cells), new Float32Array(cells), new Float32Array(cells)];
  const channels = new Float32Array(count);
  for (let cell = 0; cell < cells; cell++) {
    let [from, to, weight] = [0, 0, 0];
    for (let c = 0; c < count; c++) {
      const at = c * cells + cell;
      from += before.data[at];
      to += after.data[at];
      weight += attention.data[at];
      channels[c] += attention.data[at] / cells;
    }
    gain[cell] = identity + weight / count;
    added[cell] = (to - from) / count;
    ratio[cell] = to / from;
  }
  for (let c = 0; c < count; c++) channels[c] += identity;
  const plane = (/** @type {Float32Array} */ data) => planeOf({ shape: [height, width], data });
  const places = logits && logits.data.map((value) => identity + sigmoid(value));
  return {
    gain: plane(gain),
    places: places && plane(places),
    added: plane(added),
    ratio: plane(ratio),
    channels,
    channelSpread: deviationOf(channels),
    alike: places && correlation(gain, places),
  };
}

/** @param {ArrayLike<number>} values */
const meanOf = (values) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** @param {ArrayLike<number>} values @returns {number} standard deviation, divided by their number */
function deviationOf(values) {
  const mean = meanOf(values);
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** @param {ArrayLike<number>} values */
const isConstant = (values) => Array.from(values).every((value) => value === values[0]);

/**
 * Pearson's correlation.
 *
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number>} b
 * @returns {number} -1 to 1; NaN when one of them is constant
 */
export function correlation(a, b) {
  if (isConstant(a) || isConstant(b)) return NaN;
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const product = Array.from(a, (value, i) => (value - meanA) * (b[i] - meanB)).reduce((sum, p) => sum + p, 0);
  return product / (deviationOf(a) * deviationOf(b) * a.length);
}
