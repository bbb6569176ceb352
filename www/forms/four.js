/** The four forms that stand side by side, and under which setting each is shown. */

import { trainedR } from '../variants.js';

export const FOUR = /** @type {const} */ (['paper', 'official', 'blog', 'se']);

/** @typedef {(typeof FOUR)[number]} Form */
/** @typedef {import('../wasm/bam_lens.js').Setting} Setting */

/** Where a network has no weights for Squeeze-and-Excitation: the r of its paper's experiments and of BAM's. */
const SE_R = 16;

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
  const nearest = trained.length
    ? trained.reduce((best, other) => (apart(other) < apart(best) ? other : best))
    : form === 'se'
      ? SE_R
      : r;
  return { form, merge: 'sum', r: nearest, d };
}
