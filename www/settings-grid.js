/** The trained settings of r and d, for one photo side by side. */

import { TRAINED_D, TRAINED_R } from './state.js';

/**
 * @typedef {import('./wasm/bam_lens.js').Setting} Setting
 */

/**
 * @typedef {object} GridCell
 * @property {[Setting, Setting, Setting]} settings three times the same
 * @property {import('./trial.js').Trial} [trial] absent when the network has no weights for it
 * @property {import('./wasm/bam_lens.js').NetworkCost} [cost]
 */

/**
 * @param {Setting} setting whose form and merge all share
 * @returns {GridCell[]} r by r, for each the ds; forms without a dilated convolution have one column, without attention none
 */
export function settingsGrid(setting) {
  if (setting.form === 'none') return [];
  const dilated = setting.form === 'official' || (setting.form === 'paper' && setting.merge !== 'channel');
  return TRAINED_R.flatMap((r) =>
    (dilated ? TRAINED_D : [setting.d]).map((d) => {
      const each = { ...setting, r, d };
      return { settings: /** @type {[Setting, Setting, Setting]} */ ([each, each, each]) };
    }),
  );
}
