/** The four forms that stand side by side, and under which setting each is shown. */

import { trainedR } from '../variants.js';

export const FOUR = /** @type {const} */ (['paper', 'official', 'blog', 'se']);

/** @typedef {(typeof FOUR)[number]} Form */
/** @typedef {import('../wasm/bam_lens.js').Setting} Setting */

/**
 * The tool's r and d; where the form was trained with no such r, the nearest that it was trained with.
 *
 * @param {Form} form
 * @param {readonly { setting: Setting }[]} variants of the network
 * @param {{ r: number, d: number }} chosen
 * @returns {Setting}
 */
export function settingFor(form, variants, { r, d }) {
  const trained = trainedR(variants, form);
  const apart = (/** @type {number} */ other) => Math.abs(Math.log(other / r));
  const nearest = trained.reduce((best, other) => (apart(other) < apart(best) ? other : best), trained[0] ?? r);
  return { form, merge: 'sum', r: nearest, d };
}
