/** The question that has one gain computed: which channel and cell, what is printed of them, and what comes out. */

import { descending } from '../layout.js';
import { DIGITS, byHand, gainOf, logitsOf, written } from './by-hand.js';

/**
 * @typedef {import('../state.js').Cell} Cell
 *
 * @typedef {object} Gain
 * @property {'gain'} kind
 * @property {number} [channel] none where all channels have the same gain
 * @property {Cell} [cell] none where all cells have
 * @property {import('./by-hand.js').Given} given as printed
 * @property {import('./by-hand.js').Chain} hand what follows from it
 * @property {{ gain: number, after?: number, recorded: boolean }} network its own numbers; `recorded`: read from its taps, not
 *   computed from its Mc and Ms
 */

/** Where the printed table of the sigmoid ends. */
export const TABLE_END = 3;

/**
 * @param {import('./questions.js').Subject} subject
 * @returns {Gain | undefined} undefined where no channel has finite numbers in the cell
 */
export function gainQuestion({ run: { setting, detail }, cell: chosen, channel: chosenChannel, features }) {
  const { before, gain, taps } = detail;
  const cell = onMap(chosen, before) ?? middling(gain ?? before, taps['spatial.logits']?.data);
  const at = cell.row * before.widthPx + cell.column;
  const ms = taps['spatial.logits']?.data[at];
  const mcs = taps['channel.logits']?.data;
  /** @param {import('../run.js').Tap | undefined} tap @param {number} channel */
  const read = (tap, channel) => tap?.data[channel * before.heightPx * before.widthPx + at];
  const numbersOf = (/** @type {number} */ channel) => ({
    mc: mcs?.[channel],
    ms,
    before: read(features?.before, channel),
  });

  const channel = channelFor(setting, numbersOf, mcs?.length ?? features?.before.shape[1] ?? 0, chosenChannel);
  if (channel === undefined && (mcs || !Number.isFinite(ms))) return undefined;
  const own = channel === undefined ? { ms } : numbersOf(channel);
  const given = rounded(own);
  const after = channel === undefined ? undefined : read(features?.after, channel);
  const recorded = after !== undefined;
  const attention = recorded ? /** @type {number} */ (read(features?.attention, /** @type {number} */ (channel))) : 0;
  const network = recorded
    ? { gain: setting.form === 'se' ? attention : 1 + attention, after, recorded }
    : { gain: gainOf(setting, own), recorded };
  return {
    kind: 'gain',
    channel,
    cell: ms !== undefined || recorded ? cell : undefined,
    given,
    hand: byHand(setting, given),
    network,
  };
}

/**
 * The chosen channel; else, of those whose numbers lie on the printed table of the sigmoid, the one with the largest F, or
 * the largest Mc where F is not known.
 *
 * @param {import('../wasm/bam_lens.js').Setting} setting
 * @param {(channel: number) => import('./by-hand.js').Given} numbersOf
 * @param {number} count of channels
 * @param {number | undefined} chosen
 */
function channelFor(setting, numbersOf, count, chosen) {
  const finite = Array.from({ length: count }, (_, channel) => channel).filter((channel) =>
    Object.values(numbersOf(channel)).every((value) => value === undefined || Number.isFinite(value)),
  );
  if (chosen !== undefined && finite.includes(chosen)) return chosen;
  const tabled = finite.filter((channel) =>
    logitsOf(setting, numbersOf(channel)).every((logit) => Math.abs(logit) <= TABLE_END),
  );
  const size = (/** @type {number} */ channel) => {
    const { before, mc } = numbersOf(channel);
    return before ?? mc ?? 0;
  };
  const candidates = tabled.length ? tabled : finite;
  return candidates.length ? candidates.reduce((best, c) => (size(c) > size(best) ? c : best)) : undefined;
}

/** @param {import('./by-hand.js').Given} own @returns {import('./by-hand.js').Given} as printed */
function rounded(own) {
  const entries = Object.entries(own).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, written(value, DIGITS.given)]));
}

/** @param {Cell | null} cell @param {{ heightPx: number, widthPx: number }} map */
export const onMap = (cell, { heightPx, widthPx }) =>
  cell && cell.row < heightPx && cell.column < widthPx ? cell : undefined;

/**
 * A cell that is raised well, but does not give away which is raised most; where there is one, with Ms on the printed table.
 *
 * @param {import('../scale.js').Plane} gain
 * @param {Float32Array | undefined} mss
 * @returns {Cell}
 */
function middling({ data, widthPx }, mss) {
  const order = descending(data).slice(Math.floor(data.length / 4));
  const at = order.find((cell) => mss && Math.abs(mss[cell]) <= TABLE_END) ?? order[0];
  return { row: Math.floor(at / widthPx), column: at % widthPx };
}
