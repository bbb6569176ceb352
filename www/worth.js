/** What BAM is worth on a photo: the same photo with one BAM changed, or all three. */

/**
 * @typedef {import('./wasm/bam_lens.js').Setting} Setting
 * @typedef {import('./wasm/bam_lens.js').Prediction} Prediction
 * @typedef {1 | 2 | 3 | 'all'} Where which BAM is changed
 */

/**
 * @typedef {object} Alternative
 * @property {string} name `off` or a merge
 * @property {Where} where
 * @property {[Setting, Setting, Setting]} settings of BAM 1, 2, 3
 */

/**
 * @typedef {object} Worth an alternative that was tried
 * @property {string} name
 * @property {Where} where
 * @property {import('./trial.js').Trial} [trial] absent when the network has no weights for it
 */

export const WHERES = /** @type {const} */ ([1, 2, 3, 'all']);
const MERGES = /** @type {const} */ (['sum', 'product', 'max', 'channel', 'spatial']);

/**
 * Every alternative to a setting: off, and in the paper's form every other merge.
 *
 * @param {Setting} setting
 * @returns {Alternative[]}
 */
export function alternatives(setting) {
  if (setting.form === 'none') return [];
  const merges = setting.form === 'paper' ? MERGES.filter((merge) => merge !== setting.merge) : [];
  /** @type {[string, Setting][]} */
  const others = [
    ['off', { ...setting, form: 'none' }],
    ...merges.map((merge) => /** @type {[string, Setting]} */ ([merge, { ...setting, merge }])),
  ];
  return others.flatMap(([name, other]) =>
    WHERES.map((where) => ({
      name,
      where,
      settings: /** @type {[Setting, Setting, Setting]} */ (
        [1, 2, 3].map((k) => (where === 'all' || where === k ? other : setting))
      ),
    })),
  );
}

/**
 * The change of each of the most probable classes, in the order of the run on show.
 *
 * @param {Prediction[]} now
 * @param {Prediction[]} other
 * @param {number} count
 * @returns {{ index: number, label: string, now: number, other: number }[]} probabilities in 0..1
 */
export function changesOf(now, other, count) {
  const probability = new Map(other.map(({ index, probability }) => [index, probability]));
  return now
    .slice(0, count)
    .map(({ index, label, probability: p }) => ({ index, label, now: p, other: probability.get(index) ?? NaN }));
}
