/** Words that go along with what is shared: what a poster shows, and what of the state is in no link. */

import { whatToLookAt } from '../sentence.js';
import { DEFAULTS } from '../state.js';
import { OWN_PHOTO } from '../url.js';

/**
 * @typedef {import('../strings.js').Translate} Translate
 * @typedef {{ title: string, alt: string }} Photo
 */

/**
 * @param {Translate} t
 * @param {number} stage
 * @param {Photo} photo
 * @param {import('../run.js').Run | undefined} run what the poster shows; undefined where it is not known
 * @returns {import('./code.js').Words}
 */
export function wordsOf(t, stage, photo, run) {
  const { r, d } = DEFAULTS;
  return {
    title: t('share.frame', { k: stage, photo: photo.title }),
    alt: `${t('share.poster', { k: stage, r, d, photo: photo.alt })} ${run ? look(t, run) : ''}`.trim(),
    open: t('share.open'),
  };
}

/** @param {Translate} t @param {import('../run.js').Run} run */
function look(t, { setting: { form, merge }, stage, detail }) {
  const place = (/** @type {string} */ region) => t(`region.${region}`);
  const { key, values } = whatToLookAt({ form, merge, stage, gain: detail?.gain, times: t.numbers.times, place });
  return t(key, values);
}

/**
 * What a link does not bring back, in sentences.
 *
 * @param {Translate} t
 * @param {import('../state.js').State} state
 * @param {string} checkpoint name of the reader's own; empty for none
 * @param {Photo} photo that the link shows
 */
export function leftOut(t, state, checkpoint, photo) {
  const sentences = [];
  if (state.img === OWN_PHOTO) sentences.push(t('share.ownPhoto', { photo: photo.title }));
  if (checkpoint) sentences.push(t('share.ownCheckpoint', { name: checkpoint }));
  if (state.kept === OWN_PHOTO) sentences.push(t('share.ownKept'));
  return sentences;
}
