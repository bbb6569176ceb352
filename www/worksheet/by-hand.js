/** A gain as a pupil computes it: from numbers as they are printed, each result rounded as it would be written down. */

import { sigmoid } from '../walk/walk.js';

/**
 * @typedef {import('../wasm/bam_lens.js').Setting} Setting
 * @typedef {{ mc?: number, ms?: number, before?: number }} Given what of a channel and a cell a form reads; `before` is F
 *
 * @typedef {object} Chain what is written down, in this order
 * @property {number} [logit] what the sigmoid is taken of, where there is one
 * @property {{ mc: number, ms: number }} [sigmoids] that are multiplied, where there are two
 * @property {number} attention M
 * @property {number} gain 1 + M, or M for Squeeze-and-Excitation
 * @property {number} [after] F′
 */

/** Digits after the point: of logits and features, and of what comes from a sigmoid. */
export const DIGITS = { given: 2, attention: 3 };
/** Far below the last digit that is written, far above what a product of two written numbers loses in float64. */
const SLACK = 1e-9;

/**
 * Rounds as people do: halves away from 0, and 0.075 is a half although its float64 lies below.
 *
 * @param {number} value
 * @param {number} digits after the point
 */
export function written(value, digits) {
  const scale = 10 ** digits;
  return (Math.sign(value) * Math.round(Math.abs(value) * scale + SLACK)) / scale + 0;
}

/**
 * @param {Setting} setting
 * @param {Given} given as printed
 * @returns {Chain}
 */
export function byHand(setting, given) {
  const { before } = given;
  const logits = logitsOf(setting, given).map((logit) => written(logit, DIGITS.given));
  const sigmoids = logits.map((logit) => written(sigmoid(logit), DIGITS.attention));
  const attention = written(
    sigmoids.reduce((product, factor) => product * factor),
    DIGITS.attention,
  );
  const gain = written(gainFrom(setting, attention), DIGITS.attention);
  return {
    ...(logits.length > 1 ? { sigmoids: { mc: sigmoids[0], ms: sigmoids[1] } } : { logit: logits[0] }),
    attention,
    gain,
    ...(before === undefined ? {} : { after: written(before * gain, DIGITS.given) }),
  };
}

/** The same with every digit. @param {Setting} setting @param {Given} given */
export const gainOf = (setting, given) =>
  gainFrom(
    setting,
    logitsOf(setting, given).reduce((product, logit) => product * sigmoid(logit), 1),
  );

/** @param {Setting} setting @param {number} attention */
const gainFrom = ({ form }, attention) => (form === 'se' ? attention : 1 + attention);

/** What sigmoids are taken of: one number, or two whose sigmoids are multiplied. @param {Setting} setting @param {Given} given */
export function logitsOf({ form, merge }, { mc, ms }) {
  if (mc === undefined || ms === undefined) return [mc ?? ms ?? NaN];
  if (form === 'blog') return [mc, ms];
  if (form === 'official' || merge === 'product') return [mc * ms];
  return [merge === 'max' ? Math.max(mc, ms) : mc + ms];
}
