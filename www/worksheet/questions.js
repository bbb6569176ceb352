/**
 * What a worksheet asks, from the numbers of a run: each question with what it gives and what is right. What a form, or what
 * the numbers do not decide, is not asked. Nothing here knows the DOM or a language.
 */

import { descending } from '../layout.js';
import { DIGITS, byHand, written } from './by-hand.js';
import { gainQuestion } from './gain-question.js';
import { highest } from './highest.js';
import { reachQuestion } from './reach-question.js';

/**
 * @typedef {import('../run.js').Tap} Tap
 * @typedef {import('../scale.js').Plane} Plane
 * @typedef {import('../state.js').Cell} Cell
 *
 * @typedef {object} Subject
 * @property {import('../run.js').Run & { detail: import('../run.js').Detail }} run with maps; its BAM is not off
 * @property {Cell | null} cell that the reader chose
 * @property {number | undefined} channel that the reader chose
 * @property {{ before: Tap, attention: Tap, after: Tap } | undefined} features of every channel, (1, C, H, W); undefined for a
 *   run that was computed in advance
 */

/**
 * @typedef {{ kind: 'predict', edge: number, places: import('./highest.js').Highest[], close: boolean }} Predict `close`: others
 *   have the same printed gain as the last of them
 * @typedef {{ channel: number, mc: number }} Ranked
 * @typedef {{ kind: 'rank', channels: Ranked[], most: Ranked & { gain: number }, least: Ranked & { gain: number } }} Rank
 * @typedef {{ kind: 'layers', channels: number, r: number, hidden: number, weights: number, direct: number }} Layers the
 *   channel branch's weights without biases; `direct`: of one layer in the place of its two
 * @typedef {{ kind: 'convolutions', channels: number, r: number, hidden: number, weights: [number, number, number, number],
 *   sum: number }} Convolutions the spatial branch's
 * @typedef {{ k: number, min: number, max: number, range: number, deviation: number }} Spread of a gain over its cells
 * @typedef {{ kind: 'spread', rows: Spread[], widest: number[], deviating: number }} Widest the BAMs of the largest range, and
 *   that of the largest standard deviation
 * @typedef {{ kind: 'everywhere', channel: number, gain: number, from: Cell, to: Cell }} Everywhere
 * @typedef {{ kind: 'paper', gains: { k: number, plane: Plane }[] }} Paper what the paper says, against the three gains
 * @typedef {{ kind: 'limits' }} Limits
 * @typedef {Predict | Rank | import('./gain-question.js').Gain | Layers | Convolutions | import('./reach-question.js').Reach
 *   | Widest | Everywhere | Paper | Limits} Question
 */

/** How many channels are put in order. */
const RANKED = 6;

/** @param {Subject} subject @returns {Question[]} */
export function questionsOf(subject) {
  const { taps } = subject.run.detail;
  const spatial = taps['spatial.logits'] !== undefined;
  const gain = gainQuestion(subject);
  return [
    spatial ? predict(subject) : rank(subject),
    gain,
    taps['channel.logits'] ? layers(subject) : convolutions(subject),
    spatial ? reachQuestion(subject) : undefined,
    spatial ? spread(subject) : everywhere(subject, gain?.channel),
    spatial ? paper(subject) : /** @type {Limits} */ ({ kind: 'limits' }),
  ].filter((question) => question !== undefined);
}

/** @param {Subject} subject @returns {Predict | undefined} */
function predict({ run: { detail } }) {
  const { edge, places, next } = highest(/** @type {Plane} */ (detail.gain));
  if (places.length === 0) return undefined;
  const [last, other] = [places[places.length - 1].value, next].map((gain) => written(gain, DIGITS.attention));
  return { kind: 'predict', edge, places, close: last === other };
}

/** @param {Subject} subject @returns {Rank | undefined} */
function rank({ run: { setting, detail } }) {
  const { data } = detail.taps['channel.logits'];
  const order = descending(data).filter((channel) => Number.isFinite(data[channel]));
  if (order.length < RANKED) return undefined;
  // From all of Mc's range; no two with the same printed number.
  const ranked = Array.from({ length: RANKED }, (_, i) => order[Math.round((i * (order.length - 1)) / (RANKED - 1))])
    .map((channel) => ({ channel, mc: written(data[channel], DIGITS.given) }))
    .filter(({ mc }, i, all) => i === 0 || mc !== all[i - 1].mc);
  if (ranked.length < 3) return undefined;
  const withGain = (/** @type {Ranked} */ one) => ({ ...one, gain: byHand(setting, { mc: one.mc }).gain });
  return {
    kind: 'rank',
    channels: [...ranked].sort((a, b) => a.channel - b.channel),
    most: withGain(ranked[0]),
    least: withGain(ranked[ranked.length - 1]),
  };
}

/** @param {Subject} subject */
function sizesOf({ run: { shapes, stage, setting } }) {
  const [channels] = shapes[stage - 1];
  return { channels, r: setting.r, hidden: Math.floor(channels / setting.r) };
}

/** @param {Subject} subject @returns {Layers} */
function layers(subject) {
  const { channels, r, hidden } = sizesOf(subject);
  return { kind: 'layers', channels, r, hidden, weights: 2 * channels * hidden, direct: channels ** 2 };
}

/** Where the spatial branch stands alone. @param {Subject} subject @returns {Convolutions} */
function convolutions(subject) {
  const { channels, r, hidden } = sizesOf(subject);
  const dilated = 9 * hidden ** 2;
  const reduce = channels * hidden;
  return {
    kind: 'convolutions',
    channels,
    r,
    hidden,
    weights: [reduce, dilated, dilated, hidden],
    sum: reduce + 2 * dilated + hidden,
  };
}

/** The gains of all three BAMs that are numbers all over. @param {Subject} subject */
function gainsOf({ run: { bottlenecks = [] } }) {
  return bottlenecks.flatMap(({ gain }, i) =>
    gain && gain.notFinite === 0 && Number.isFinite(gain.mean) ? [{ k: i + 1, plane: gain }] : [],
  );
}

/** @param {Subject} subject @returns {Widest | undefined} */
function spread(subject) {
  const rows = gainsOf(subject).map(({ k, plane }) => {
    const [min, max] = [plane.min, plane.max].map((end) => written(end, DIGITS.attention));
    return { k, min, max, range: written(max - min, DIGITS.attention), deviation: plane.deviation };
  });
  if (rows.length < 2) return undefined;
  const range = Math.max(...rows.map((row) => row.range));
  const widest = rows.filter((row) => row.range === range).map(({ k }) => k);
  const deviating = rows.reduce((most, row) => (row.deviation > most.deviation ? row : most)).k;
  return { kind: 'spread', rows, widest, deviating };
}

/**
 * Without a spatial branch, a channel that another question does not have computed.
 *
 * @param {Subject} subject
 * @param {number | undefined} asked
 * @returns {Everywhere | undefined}
 */
function everywhere({ run: { setting, detail } }, asked) {
  const { data } = detail.taps['channel.logits'];
  const { widthPx, heightPx } = detail.before;
  const channel = descending(data).find((c) => c !== asked && Number.isFinite(data[c]));
  if (channel === undefined || widthPx * heightPx < 2) return undefined;
  const { gain } = byHand(setting, { mc: written(data[channel], DIGITS.given) });
  return {
    kind: 'everywhere',
    channel,
    gain,
    from: { row: 0, column: 0 },
    to: { row: heightPx - 1, column: Math.floor(widthPx / 2) },
  };
}

/** @param {Subject} subject @returns {Paper} */
const paper = (subject) => ({ kind: 'paper', gains: gainsOf(subject) });
