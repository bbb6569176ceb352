/** Two runs brought onto one scale: the planes of a kept one as the page shows those of the newest. */

import { planeOf } from './scale.js';
import { channelOf } from './walk/places.js';

/**
 * @typedef {import('./scale.js').Plane} Plane
 * @typedef {{ before: Plane, gain: Plane | undefined, after: Plane }} Side
 */

/**
 * @param {import('./inside.js').Inside} inside
 * @param {number | undefined} channel undefined for the mean over channels
 * @returns {Side}
 */
export function sideOf({ taps, setting }, channel) {
  const identity = setting.form === 'se' ? 0 : 1;
  const gain = taps.attention && planeFrom(taps.attention, channel, identity);
  return { before: planeFrom(taps.before, channel, 0), gain, after: planeFrom(taps.after, channel, 0) };
}

/**
 * @param {import('./run.js').Tap} tap (1, C, H, W)
 * @param {number | undefined} channel
 * @param {number} add to every value
 */
function planeFrom(tap, channel, add) {
  const [, channels, height, width] = tap.shape;
  const plane = { shape: [height, width] };
  if (channel !== undefined) return planeOf({ ...plane, data: channelOf(tap, channel).map((value) => value + add) });
  const sums = new Float64Array(height * width);
  for (let c = 0; c < channels; c++) channelOf(tap, c).forEach((value, i) => (sums[i] += value));
  return planeOf({ ...plane, data: Float32Array.from(sums, (sum) => sum / channels + add) });
}

/**
 * @param {Plane} from
 * @param {Plane} to
 * @returns {Plane | undefined} `to` - `from`; undefined when they differ in size
 */
export function differenceOf(from, to) {
  const { heightPx, widthPx } = from;
  if (heightPx !== to.heightPx || widthPx !== to.widthPx) return undefined;
  return planeOf({ shape: [heightPx, widthPx], data: to.data.map((value, i) => value - from.data[i]) });
}
