/** What a card says about the photo on screen: phrases with their values, from the tensors of the run and from nothing else. */

import { lattice } from '../lattice.js';
import { descending } from '../layout.js';
import { extremeCell, whatToLookAt } from '../sentence.js';

/** @typedef {import('../run.js').Run} Run */
/** @typedef {{ key: string, values: Record<string, string | number> }} Phrase */
/** @typedef {import('../format.js').Numbers} Numbers */

/** @param {string} key @param {Phrase['values']} [values] @returns {Phrase} */
const phrase = (key, values = {}) => ({ key, values });

/** A channel is silent when its mean is below this share of the largest. */
const SILENT = 0.01;

/** @type {Record<string, (run: Run, numbers: Numbers, t: import('../strings.js').Translate) => Phrase | undefined>} */
const FACTS = {
  photo({ shapes }) {
    const [c1, h1, w1] = shapes[0];
    const [c3, h3, w3] = shapes[2];
    return phrase('tour.fact.photo', { c1, h1, w1, c3, h3, w3 });
  },

  why({ detail, stage }, { percent }) {
    const pooled = detail?.taps['channel.pooled']?.data;
    if (!pooled) return undefined;
    const order = descending(pooled);
    const largest = pooled[order[0]];
    const sum = pooled.reduce((total, value) => total + value, 0);
    if (!(largest > 0) || !Number.isFinite(sum)) return undefined;
    const tenth = Math.max(1, Math.round(pooled.length / 10));
    const share = order.slice(0, tenth).reduce((total, c) => total + pooled[c], 0) / sum;
    const silent = pooled.filter((value) => value < SILENT * largest).length;
    const values = { k: stage, tenth, channels: pooled.length, share: percent(share), silent };
    return phrase('tour.fact.why', values);
  },

  channel({ detail }, { signedDecimal }) {
    const mc = detail?.taps['channel.logits']?.data;
    if (!mc) return phrase('channel.absent');
    const order = descending(mc);
    const [high, low] = [order[0], order[order.length - 1]];
    const values = {
      high: String(high),
      highest: signedDecimal(mc[high]),
      low: String(low),
      lowest: signedDecimal(mc[low]),
    };
    return phrase('tour.fact.channel', values);
  },

  squeeze({ detail, stage, cost, setting: { r } }, { whole }) {
    const hidden = detail?.taps['channel.hidden'];
    const logits = detail?.taps['channel.logits'];
    if (!hidden || !logits) return phrase('channel.absent');
    const parameters = whole(cost.bam[stage - 1].parameters);
    const [channels, squeezed] = [logits.data.length, hidden.data.length];
    return phrase('tour.fact.squeeze', { k: stage, r, channels, hidden: squeezed, parameters });
  },

  spatial({ setting: { form, merge }, stage, detail }, { times }, t) {
    return whatToLookAt({ form, merge, stage, gain: detail?.gain, times, place: (region) => t(`region.${region}`) });
  },

  dilation({ detail, stage, setting: { form, d } }) {
    if (!detail?.taps['spatial.logits'] || form === 'blog') return phrase('tour.fact.undilated');
    const { heightPx, widthPx } = detail.before;
    return phrase('tour.fact.dilation', { d, edge: 4 * d + 1, k: stage, rows: heightPx, columns: widthPx });
  },

  lattice({ detail, stage, shapes, setting: { form, d } }) {
    if (!detail?.taps['spatial.logits'] || form === 'blog') return phrase('tour.fact.undilated');
    const { heightPx, widthPx } = detail.before;
    const pointsOf = (/** @type {number} */ heightPx, /** @type {number} */ widthPx) =>
      [0, 0.5].map(
        (share) =>
          lattice({ row: Math.floor(share * heightPx), column: Math.floor(share * widthPx) }, { heightPx, widthPx }, d)
            .points.length,
      );
    const [corner, middle] = pointsOf(heightPx, widthPx);
    const [lastCorner, lastMiddle] = pointsOf(shapes[2][1], shapes[2][2]);
    return phrase('tour.fact.lattice', { k: stage, d, corner, middle, lastCorner, lastMiddle });
  },

  merge({ bottlenecks, stage, setting: { form, merge } }, { times }, t) {
    const gain = bottlenecks?.[stage - 1].gain;
    if (!gain) return phrase('tour.fact.off');
    const formula = t(`formula.${form}${form === 'paper' ? `.${merge}` : ''}`);
    return phrase('tour.fact.merge', { formula, low: times(gain.min), high: times(gain.max) });
  },

  stages({ bottlenecks }, { decimal }) {
    const spreads = bottlenecks?.map(({ gain }) => gain?.deviation ?? NaN) ?? [];
    if (spreads.length !== 3 || !spreads.every(Number.isFinite)) return phrase('tour.fact.off');
    const [a, b, c] = spreads;
    const key = a < b && b < c ? 'tour.fact.grows' : c > a ? 'tour.fact.ends' : 'tour.fact.shrinks';
    return phrase(key, { a: decimal(a, 3), b: decimal(b, 3), c: decimal(c, 3) });
  },
};

/**
 * @param {string} card name
 * @param {Run | undefined} run
 * @param {import('../strings.js').Translate} t
 * @returns {Phrase | undefined} undefined where there is nothing to say
 */
export const factOf = (card, run, t) => (run?.detail && FACTS[card] ? FACTS[card](run, t.numbers, t) : undefined);

/** Where the gain is highest, for the answer to where it is. @param {Run | undefined} run */
export const highestCell = (run) => (run?.detail?.gain ? extremeCell(run.detail.gain, 'max') : null);
