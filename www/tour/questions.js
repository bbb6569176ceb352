/**
 * What the tour asks before it shows. Each question is made from the tensors of the run on screen, and so is its answer; nothing
 * is asked that the run cannot answer.
 */

import { lattice } from '../lattice.js';
import { descending } from '../layout.js';
import { cellText, parseCell } from '../state.js';
import { merge, sigmoid } from '../walk/walk.js';

/** @typedef {import('../run.js').Run} Run */
/** @typedef {{ value: string, key: string, values?: Record<string, string | number>, channel?: number }} Option */
/**
 * @typedef {object} Question
 * @property {string} name
 * @property {Record<string, number>} values of its words
 * @property {Option[]} options to choose from; none: a cell of the map is to be chosen
 * @property {string[]} right answers that count as right, the best first
 * @property {(answer: string) => Record<string, number>} [ranked] where an answer stands among all
 */

/** A cell counts as found when it is among this share of the cells that are raised most; so often chance finds it. */
export const FOUND = 0.25;
/** Gains to choose from are at least so far apart. */
const APART = 0.03;

/** @type {Record<string, (run: Run, state: import('../state.js').State) => Question | undefined>} */
const QUESTIONS = {
  /** Three channels that the photo excites: the one raised most, the one raised least, and the middle one. */
  channel(run) {
    const pooled = run.detail?.taps['channel.pooled']?.data;
    const gains = gainOfChannels(run);
    if (!pooled || !gains) return undefined;
    const excited = descending(gains).filter((c) => pooled[c] > 0);
    if (excited.length < 3) return undefined;
    const three = [excited[0], excited[excited.length >> 1], excited[excited.length - 1]];
    const options = [...three]
      .sort((a, b) => a - b)
      .map((channel) => ({
        value: String(channel),
        key: 'tour.option.channel',
        values: { channel: String(channel) },
        channel,
      }));
    return { name: 'channel', values: {}, options, right: [String(three[0])] };
  },

  cell({ detail, stage }) {
    const gain = detail?.gain;
    if (!gain || !(gain.max > gain.min) || gain.notFinite) return undefined;
    const order = descending(gain.data);
    const at = (/** @type {number} */ index) =>
      cellText({ row: Math.floor(index / gain.widthPx), column: index % gain.widthPx });
    const cells = order.map(at);
    return {
      name: 'cell',
      values: { k: stage },
      options: [],
      right: cells.slice(0, Math.round(cells.length * FOUND)),
      ranked: (answer) => ({ rank: cells.indexOf(answer) + 1, cells: cells.length }),
    };
  },

  lattice({ detail, setting: { d } }, { cell }) {
    const at = parseCell(cell);
    if (!detail || !at || at.row >= detail.before.heightPx || at.column >= detail.before.widthPx) return undefined;
    const { points } = lattice(at, detail.before, d);
    const counts = [...new Set([points.length, 4, 9, 15, 25])].slice(0, 4).sort((a, b) => a - b);
    return {
      name: 'lattice',
      values: { row: at.row + 1, column: at.column + 1, d },
      options: counts.map((count) => ({ value: String(count), key: 'tour.option.count', values: { count } })),
      right: [String(points.length)],
    };
  },

  /** What follows from the two logits, beside what follows from usual mistakes. Of the channels the one that answers most. */
  gain({ detail, setting }, { cell, channel }) {
    const mcs = detail?.taps['channel.logits']?.data;
    const ms = detail?.taps['spatial.logits'];
    const at = parseCell(cell);
    if (!detail || !mcs || !ms || !at) return undefined;
    const pooled = detail.taps['channel.pooled']?.data ?? mcs;
    const c = channel === 'mean' ? descending(pooled)[0] : Number(channel);
    const s = ms.data[at.row * detail.before.widthPx + at.column];
    if (!(c < mcs.length) || s === undefined) return undefined;
    const { attention, logit } = merge(setting, mcs[c], s);
    const gain = 1 + attention;
    const mistaken = [attention, 1 + sigmoid(mcs[c]), 1 + sigmoid(s), 1 + logit, gain - 0.15, gain + 0.15];
    const values = [gain];
    for (const other of mistaken) {
      if (values.length < 4 && values.every((value) => Math.abs(value - other) >= APART)) values.push(other);
    }
    return {
      name: 'gain',
      values: { channel: c, row: at.row + 1, column: at.column + 1, mc: mcs[c], ms: s },
      options: values
        .sort((a, b) => a - b)
        .map((value) => ({ value: value.toFixed(4), key: 'tour.option.gain', values: { value } })),
      right: [gain.toFixed(4)],
    };
  },

  spread({ bottlenecks }) {
    const spreads = bottlenecks?.map(({ gain }) => gain?.deviation ?? NaN);
    if (!spreads?.every(Number.isFinite)) return undefined;
    const most = Math.max(...spreads);
    return {
      name: 'spread',
      values: {},
      options: spreads.map((_, i) => ({ value: String(i + 1), key: 'place.bam', values: { k: i + 1 } })),
      right: spreads.flatMap((spread, i) => (spread === most ? [String(i + 1)] : [])),
    };
  },
};

/**
 * What each channel is multiplied by, averaged over the cells: from the two branches alone, as they merge.
 *
 * @param {Run} run
 * @returns {number[] | undefined} (C); undefined without a channel branch
 */
export function gainOfChannels({ detail, setting }) {
  const mc = detail?.taps['channel.logits']?.data;
  if (!mc) return undefined;
  const ms = detail.taps['spatial.logits']?.data ?? [undefined];
  const own = setting.form === 'se' ? 0 : 1;
  return Array.from(mc, (logit) => {
    let sum = 0;
    for (const place of ms) sum += merge(setting, logit, place).attention;
    return own + sum / ms.length;
  });
}

/**
 * @param {string | undefined} name
 * @param {Run | undefined} run
 * @param {import('../state.js').State} state
 * @returns {Question | undefined} undefined where the run has nothing to ask about
 */
export const ask = (name, run, state) => (name && run ? QUESTIONS[name](run, state) : undefined);
