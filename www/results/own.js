/** The variants of this page's own network: what each reaches, and what its modules add to the plain network. */

import computed from '../precomputed/results.json' with { type: 'json' };
import { readBy, trainedFor } from '../variants.js';
import { bare } from './sheet.js';

/** @typedef {import('../strings.js').Translate} Translate */
/** @typedef {import('../wasm/bam_lens.js').Setting} Setting */
/**
 * @typedef {object} Own
 * @property {string} name in the weights file
 * @property {Setting} setting
 * @property {number} error top-1, in percent
 * @property {number} error5 top-5
 * @property {number} parameters
 * @property {number} multiplyAdds
 */

/** Two errors, in percent of 10,000 photos, that differ by less cannot be told apart (`NOISE` of training/results.py). */
export const APART = 1.4;

/** @type {Own[]} */
export const OWN = computed.own.map(({ setting, accuracy, ...own }) => ({
  ...own,
  setting: /** @type {Setting} */ (setting),
  error: 100 - accuracy.top1,
  error5: 100 - accuracy.top5,
}));
/** The network without its modules. */
export const PLAIN = /** @type {Own} */ (OWN.find(({ setting }) => setting.form === 'none'));
/** The one with the lowest error. */
export const BEST = OWN.reduce((best, own) => (own.error < best.error ? own : best));

/** @param {Own} own @param {'parameters' | 'multiplyAdds'} cost */
export const addedBy = (own, cost) => own[cost] - PLAIN[cost];

/** Whether it is one of the grid of r and d: the paper's form and merge. @param {Own} own */
export const ofGrid = ({ setting: { form, merge } }) => form === 'paper' && merge === 'sum';

/** The variant that was trained for a setting. @param {Setting} setting */
export function ownOf(setting) {
  const variants = OWN.map(({ name, setting }) => ({ name, setting, dAssumed: false, accuracy: null, gain: null }));
  const found = trainedFor(variants, setting);
  return OWN.find(({ name }) => name === found?.name);
}

/** Those that cannot be told from one of them. @param {Own} own */
export const alike = (own) => OWN.filter((other) => other !== own && Math.abs(other.error - own.error) < APART);

/** What is not as in the paper's defaults. @param {Translate} t @param {Own} own */
export function labelOf(t, own) {
  const { form, merge, r, d } = own.setting;
  return ofGrid(own) ? t('results.variant.grid', { r, d }) : t(`results.variant.${form === 'paper' ? merge : form}`);
}

/** @param {Translate} t @returns {import('./sheet.js').Sheet} */
export function ownSheet(t) {
  const { decimal, whole } = t.numbers;
  /** @type {Record<string, (own: Own) => import('./sheet.js').Field>} */
  const columns = {
    variant: ({ name }) => bare(name),
    form: ({ setting: { form } }) => worded(form, `form.${form}`),
    merge: ({ setting }) => (readBy(setting).merge ? worded(setting.merge, `merge.${setting.merge}`) : bare(null)),
    r: ({ setting }) => bare(readBy(setting).r ? setting.r : null),
    d: ({ setting }) => bare(readBy(setting).d ? setting.d : null),
    top1_error: ({ error }) => figure(error, decimal(error)),
    top5_error: ({ error5 }) => figure(error5, decimal(error5)),
    params_added: (own) => figure(addedBy(own, 'parameters'), whole(addedBy(own, 'parameters'))),
    params_M: ({ parameters }) => figure(parameters, decimal(parameters / 1e6, 3)),
    macs_added: (own) => figure(addedBy(own, 'multiplyAdds'), whole(addedBy(own, 'multiplyAdds'))),
    macs_M: ({ multiplyAdds }) => figure(multiplyAdds, decimal(multiplyAdds / 1e6, 1)),
  };
  return {
    columns: Object.keys(columns).map((name) => ({ name, here: false })),
    rows: OWN.map((own) => Object.values(columns).map((fieldOf) => fieldOf(own))),
  };

  /** @param {string} value @param {string} key */
  function worded(value, key) {
    return { ...bare(value), text: t(key) };
  }

  /** @param {number} value @param {string} text */
  function figure(value, text) {
    return { ...bare(value), text };
  }
}
