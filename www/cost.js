/** The networks whose cost is compared: the one that is open, and the usual ResNets, each with and without the module. */

/**
 * @typedef {import('./wasm/bam_lens.js').Architecture} Architecture
 * @typedef {import('./wasm/bam_lens.js').Setting} Setting
 */

/**
 * @typedef {object} CostedNetwork
 * @property {string} name `open` for the one that is open, else such as `resnet50`
 * @property {boolean} attended with its modules
 * @property {Architecture} architecture
 * @property {Setting} setting
 * @property {number} size edge of the input in px
 */

/** @typedef {CostedNetwork & { cost: import('./wasm/bam_lens.js').NetworkCost }} CostRow */

const USUAL = /** @type {const} */ (['resnet18', 'resnet34', 'resnet50', 'resnet101']);
/** Channels of stage 1 of the published ResNets (He et al., table 1). */
export const WIDTH = 64;

/**
 * @param {Architecture} open
 * @param {Setting} setting
 * @param {number} size
 * @param {number} classes of the usual networks; the open one keeps its own
 * @returns {CostedNetwork[]} each network without its modules, then with them where the form has any
 */
export function networksOf(open, setting, size, classes) {
  const usual = USUAL.map((arch) => ({
    name: arch,
    architecture: /** @type {Architecture} */ ({ arch, stem: 'imagenet', width: WIDTH, classes }),
  }));
  const plain = { ...setting, form: /** @type {const} */ ('none') };
  return [{ name: 'open', architecture: open }, ...usual].flatMap((network) => [
    { ...network, attended: false, setting: plain, size },
    ...(setting.form === 'none' ? [] : [{ ...network, attended: true, setting, size }]),
  ]);
}
