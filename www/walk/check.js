/** Whether a number that the page computed is the network's: in float64 here, in float32 there. */

/** Of the larger of the number itself and the largest term of its sum: terms that cancel leave their own rounding behind. */
export const TOLERANCE = 1e-4;

/**
 * @typedef {object} Check
 * @property {number} page what the page computed
 * @property {number} network what the network recorded
 * @property {number} largest magnitude of the largest term of the sum, after BatchNorm
 */

/** @param {Check} check @returns {number} the difference in parts of what it is measured by; 0 when both are the same */
export function difference({ page, network, largest }) {
  if (Object.is(page, network) || page === network) return 0;
  // Beside a term that is infinite any difference would look small.
  const off = Math.abs(page - network) / Math.max(Math.abs(network), Number.isFinite(largest) ? largest : 0);
  return Number.isNaN(off) ? Infinity : off;
}

/** @param {Check} check */
export const agrees = (check) => difference(check) <= TOLERANCE;

/**
 * @param {Check[]} checks
 * @returns {{ agreeing: number, worst: number }}
 */
export function summarize(checks) {
  return {
    agreeing: checks.filter(agrees).length,
    worst: checks.reduce((worst, check) => Math.max(worst, difference(check)), 0),
  };
}
