/** What the bundled photos are called, and what is on them, in the reader's language. A reader's own photo has its file's name. */

/** @typedef {{ id?: string, title: string, alt: string }} Named a sample has an id */

/**
 * @template {Named} Photo
 * @param {import('./strings.js').Translate} t
 * @param {Photo} photo
 * @returns {Photo}
 */
export const inWords = (t, photo) =>
  photo.id ? { ...photo, title: t(`sample.${photo.id}.title`), alt: t(`sample.${photo.id}.alt`) } : photo;
