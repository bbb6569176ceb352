/** What a reader goes through: the channels in their order, and one cell's walk. */

import { descending } from './layout.js';
import { rememberLast } from './memo.js';
import { cellOf } from './state.js';
import { sizeOf } from './walk/places.js';
import { placeOf, strongestChannel, walk } from './walk/walk.js';

/** The walk of a cell and a channel. */
export const walkOf = rememberLast(
  (
    /** @type {import('./inside.js').Inside} */ inside,
    /** @type {number} */ row,
    /** @type {number} */ column,
    /** @type {number} */ channel,
  ) => walk(inside, { row, column }, channel),
);
const sortedOf = rememberLast(descending);
const countedOf = rememberLast((/** @type {Float32Array} */ mc) => Array.from(mc, (_, c) => c));

/**
 * Channels as Mc's bars stand: by size or by number. Without a channel branch there are no bars.
 *
 * @param {import('./lens.js').Lens} lens
 * @returns {number[]}
 */
export function channelOrder({ state, lastShown }) {
  const mc = lastShown?.detail?.taps['channel.logits']?.data;
  if (!mc) return [];
  return state.order === 'sorted' ? sortedOf(mc) : countedOf(mc);
}

/**
 * The walk on show, of the channel chosen or else of the one that changes most at the cell.
 *
 * @param {import('./lens.js').Lens} lens
 */
export function walkOn({ state, findings: { inside } }) {
  const cell = inside && cellOf(state, null, sizeOf(inside.taps.before));
  if (!inside || !cell) return undefined;
  const chosen = Number(state.channel);
  const channel = chosen < inside.taps.before.shape[1] ? chosen : strongestChannel(inside, cell);
  return { steps: walkOf(inside, cell.row, cell.column, channel), setting: inside.setting, cell, channel };
}

/**
 * @param {import('./lens.js').Lens} lens
 * @returns {import('./walk/names.js').StepName | undefined} the step after the one on show; none after the last
 */
export function nextStep(lens) {
  const steps = walkOn(lens)?.steps;
  return steps?.[placeOf(steps, lens.state.step) + 1]?.name;
}
