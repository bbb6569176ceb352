/** What a form makes of the photo beside the paper's form, said from the numbers of both: keys of phrases and their values. */

import { rememberEach } from '../memo.js';
import { regionOf, strengthOf } from '../sentence.js';

/** @typedef {import('../scale.js').Plane} Plane */
/** @typedef {{ key: string, values: Record<string, string> }} Phrase */
/** @typedef {{ gain?: Plane, predictions: import('../run.js').Prediction[] }} Outcome of a run under a form */

/** A gain whose lowest and highest value are nearer than this is the same at every place: the rest is rounding. */
const ROUNDING = 1e-5;
/** Two spreads are said to differ when one is this many times the other. */
const APART = 1.25;
/** Lowest correlation of two maps that raise the same places, some of the same, and places that have nothing to do with one another. */
const CORRELATIONS = /** @type {const} */ ([
  [0.8, 'same'],
  [0.3, 'partly'],
  [-0.3, 'unrelated'],
  [-1, 'opposite'],
]);

/** Sorts every cell: once for each map. */
const region = rememberEach(regionOf);

/** @param {Plane} gain */
export const isEven = (gain) => gain.max - gain.min < ROUNDING;

/**
 * The paper's form by itself.
 *
 * @param {Plane} gain
 * @param {import('../strings.js').Translate} t
 * @returns {Phrase}
 */
export function placeOf(gain, t) {
  const { times } = t.numbers;
  const values = { low: times(gain.min), high: times(gain.max), mean: times(gain.mean) };
  if (gain.notFinite || !Number.isFinite(gain.mean)) return { key: 'forms.here.notFinite', values };
  if (strengthOf(gain.deviation) === 'flat') return { key: 'forms.here.even', values };
  const where = region(gain);
  if (where === 'scattered') return { key: 'forms.here.scattered', values };
  return { key: 'forms.here.region', values: { ...values, where: t(`region.${where}`) } };
}

/**
 * Another form beside the paper's.
 *
 * @param {Outcome} other
 * @param {Outcome} paper
 * @param {number | undefined} alike correlation of the two gains; undefined where one of them is even
 * @param {import('../strings.js').Translate} t
 * @returns {Phrase[]}
 */
export function besideThePaper(other, paper, alike, t) {
  const { decimal, times } = t.numbers;
  const [gain, reference] = [other.gain, paper.gain];
  if (!gain || !reference) return [];
  if (gain.notFinite || reference.notFinite) return [{ key: 'forms.here.notFinite', values: {} }];
  const phrases = [];
  if (isEven(gain)) {
    const key = gain.max < 1 ? 'forms.here.lowersAlike' : 'forms.here.raisesAlike';
    phrases.push({ key, values: { mean: times(gain.mean) } });
  } else {
    const values = { spread: decimal(gain.deviation, 3), paper: decimal(reference.deviation, 3) };
    const ratio = gain.deviation / reference.deviation;
    const word = ratio > APART ? 'more' : ratio < 1 / APART ? 'less' : 'similar';
    phrases.push({ key: `forms.spread.${word}`, values });
  }
  const place = alike === undefined ? undefined : CORRELATIONS.find(([lowest]) => alike >= lowest)?.[1];
  if (place) phrases.push({ key: `forms.places.${place}`, values: {} });
  const same = other.predictions[0].index === paper.predictions[0].index;
  phrases.push({ key: same ? 'forms.class.same' : 'forms.class.other', values: {} });
  return phrases;
}
