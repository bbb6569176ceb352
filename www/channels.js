/** The channels of one bottleneck, each for itself: its maps, how much is in it, and how much BAM changed it. */

import { descending } from './layout.js';
import { planeOf } from './scale.js';
import { channelOf } from './walk/places.js';

/** @typedef {import('./run.js').Tap} Tap */

/**
 * @typedef {object} Channels numbers per channel, each (C)
 * @property {Float32Array} energy root mean square of F over the cells
 * @property {Float32Array} change root mean square of F' - F over the cells
 * @property {Float32Array} ratio mean of F' over mean of F; NaN for a channel that is 0 everywhere
 * @property {Float32Array | undefined} mc
 * @property {Record<'before' | 'after' | 'difference', { min: number, max: number }>} extents of the finite values of all
 *   channels; infinite ends for none
 * @property {number} notFinite channels that hold values which are NaN or infinite
 */

/**
 * @param {Record<string, Tap>} taps `before` and `after` (1, C, H, W), `channel.logits` where there is a channel branch
 * @returns {Channels}
 */
export function measure({ before, after, 'channel.logits': logits }) {
  const count = before.shape[1];
  const [energy, change, ratio] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  const extents = { before: empty(), after: empty(), difference: empty() };
  let notFinite = 0;
  for (let c = 0; c < count; c++) {
    const [from, to] = [channelOf(before, c), channelOf(after, c)];
    let [squares, changes, sumFrom, sumTo] = [0, 0, 0, 0];
    for (let i = 0; i < from.length; i++) {
      widen(extents.before, from[i]);
      widen(extents.after, to[i]);
      widen(extents.difference, to[i] - from[i]);
      squares += from[i] ** 2;
      changes += (to[i] - from[i]) ** 2;
      sumFrom += from[i];
      sumTo += to[i];
    }
    energy[c] = Math.sqrt(squares / from.length);
    change[c] = Math.sqrt(changes / from.length);
    ratio[c] = sumTo / sumFrom;
    if (!Number.isFinite(squares + changes)) notFinite += 1;
  }
  return { energy, change, ratio, mc: logits?.data, extents, notFinite };
}

const empty = () => ({ min: Infinity, max: -Infinity });

/** @param {{ min: number, max: number }} extent @param {number} value */
function widen(extent, value) {
  if (value < extent.min && value > -Infinity) extent.min = value;
  if (value > extent.max && value < Infinity) extent.max = value;
}

/**
 * @param {Channels} channels
 * @param {'index' | 'mc' | 'change' | 'energy'} by largest first, but for `index`; without a channel branch `mc` is `index`
 * @returns {number[]} channels in order
 */
export function inOrder(channels, by) {
  const values = by === 'index' ? undefined : channels[by];
  return values ? descending(values) : Array.from(channels.energy, (_, c) => c);
}

/**
 * @param {Record<string, Tap>} taps
 * @param {number} channel
 */
export function planesOfChannel({ before, after }, channel) {
  const shape = before.shape.slice(2);
  const [from, to] = [channelOf(before, channel), channelOf(after, channel)];
  const difference = from.map((value, i) => to[i] - value);
  const plane = (/** @type {Float32Array} */ data) => planeOf({ shape, data });
  return { before: plane(from), after: plane(to), difference: plane(difference) };
}
