/** The same photo under other settings, read out for the page; the run on screen stays. */

import { gainOf } from './run.js';

/**
 * @typedef {object} Trial
 * @property {import('./wasm/bam_lens.js').Prediction[]} predictions every class, most likely first
 * @property {[import('./wasm/bam_lens.js').Fit, import('./wasm/bam_lens.js').Fit, import('./wasm/bam_lens.js').Fit]} fits of
 *   BAM 1, 2, 3
 * @property {import('./scale.js').Plane} [gain] of the bottleneck asked for, mean over channels; absent when it is off or not asked for
 */

/**
 * @param {import('./wasm/bam_lens.js').Session} session
 * @param {[import('./wasm/bam_lens.js').Setting, import('./wasm/bam_lens.js').Setting, import('./wasm/bam_lens.js').Setting]} settings
 * @param {number | undefined} stage the bottleneck whose gain is wanted
 * @returns {Trial}
 */
export function readTrial(session, settings, stage) {
  const fits = session.fits(settings);
  const trial = session.trial(settings);
  try {
    const form = stage === undefined ? 'none' : settings[stage - 1].form;
    const gain = form === 'none' ? undefined : gainOf(trial.map(`bam${stage}.attention`), form);
    return { predictions: trial.predictions, fits, gain };
  } finally {
    trial.free();
  }
}
