/** State to URL hash and back. Only what differs from the defaults, or from what a card of the
 * tour shows, is written, so a plain address stays plain. */

import { FIELDS, baseOf } from './state.js';

/** The reader's own photo has no address: it never leaves the tab. */
export const OWN_PHOTO = 'own';

/**
 * @param {import('./state.js').State} state
 * @returns {string} `#stage=2&r=8`, or an empty string when everything is at its default
 */
export function toHash(state) {
  const base = baseOf(state.tour);
  const written = FIELDS.filter(
    (name) => state[name] !== base[name] && !(['img', 'kept'].includes(name) && state[name] === OWN_PHOTO),
  ).map((name) => `${name}=${encodeURIComponent(state[name]).replace(/%2C|%3A/g, decodeURIComponent)}`);
  return written.length ? `#${written.join('&')}` : '';
}

/**
 * @param {string} hash
 * @returns {Record<string, string>} what it says, unchecked: `validate` judges it
 */
export function fromHash(hash) {
  return Object.fromEntries(new URLSearchParams(hash.replace(/^#/, '')));
}
