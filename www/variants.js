/** The trained sets of attention weights, as a weights file lists them. */

/**
 * @typedef {import('./wasm/bam_lens.js').Variant} Variant
 * @typedef {import('./wasm/bam_lens.js').Setting} Setting
 */

/** What of a setting each form reads; the rest of it changes nothing. @param {Setting} setting */
function read({ form, merge, r, d }) {
  if (form === 'none') return [form];
  if (form === 'paper') return [form, merge, r, merge === 'channel' ? 0 : d];
  return [form, r, form === 'official' ? d : 0];
}

/**
 * @param {readonly Variant[]} variants
 * @param {Setting} setting
 * @returns {Variant | undefined} the variant that was trained for the very setting
 */
export function trainedFor(variants, setting) {
  const wanted = read(setting).join();
  return variants.find((variant) => read(variant.setting).join() === wanted);
}

/**
 * @param {readonly Variant[]} variants
 * @param {string} form
 * @returns {number[]} the values of r that the form has weights for, ascending
 */
export function trainedR(variants, form) {
  const sameForm = variants.filter(({ setting }) => setting.form === form);
  return [...new Set(sameForm.map(({ setting }) => setting.r))].sort((a, b) => a - b);
}
