/** The trained sets of attention weights, as a weights file lists them. */

/**
 * @typedef {import('./wasm/bam_lens.js').Variant} Variant
 * @typedef {import('./wasm/bam_lens.js').Setting} Setting
 */

/** What of a setting its form reads; the rest of it changes nothing. @param {Pick<Setting, 'form' | 'merge'>} setting */
export const readBy = ({ form, merge }) => ({
  merge: form === 'paper',
  r: form !== 'none',
  d: form === 'official' || (form === 'paper' && merge !== 'channel'),
});

/** The same for settings that compute the same. @param {Setting} setting */
function nameOf(setting) {
  const { form, merge, r, d } = setting;
  const reads = readBy(setting);
  return [form, reads.merge && merge, reads.r && r, reads.d && d].join();
}

/**
 * @param {readonly Variant[]} variants
 * @param {Setting} setting
 * @returns {Variant | undefined} the variant that was trained for the very setting
 */
export function trainedFor(variants, setting) {
  const wanted = nameOf(setting);
  return variants.find((variant) => nameOf(variant.setting) === wanted);
}

/**
 * @param {readonly Pick<Variant, 'setting'>[]} variants
 * @param {string} form
 * @returns {number[]} the values of r that the form has weights for, ascending
 */
export function trainedR(variants, form) {
  const sameForm = variants.filter(({ setting }) => setting.form === form);
  return [...new Set(sameForm.map(({ setting }) => setting.r))].sort((a, b) => a - b);
}
