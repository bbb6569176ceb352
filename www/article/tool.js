/** The tool above the article: which part of it a link is about, and whether a reader has that in sight. */

import { pace } from '../pace.js';

/** Room above a part that is brought into sight: the button that leads back stands there. */
const ROOM_PX = 52;
/** How much of a part has to be seen. */
const ENOUGH = 0.9;

/**
 * @param {Record<string, string>} partial what a link sets
 * @returns {string} selector of the part that shows it
 */
export function partOf({ panel, side, view }) {
  if (panel) return '.panel';
  if (side) return '.side';
  return view === 'channel' || view === 'spatial' ? `.branch-${view}` : '.maps';
}

/** @param {Element} part */
export function inSight(part) {
  const { top, bottom, height } = part.getBoundingClientRect();
  const seenPx = Math.min(bottom, innerHeight) - Math.max(top, 0);
  return seenPx >= ENOUGH * Math.min(height, innerHeight);
}

/** Scrolls so that it stands in the middle, or begins at the top where it is too high for that. @param {Element} part */
export function bringIntoSight(part) {
  const { top, height: nowPx } = part.getBoundingClientRect();
  // What a panel shows may still be on its way.
  const height = part.matches('.panel') ? innerHeight : nowPx;
  scrollBy({ top: top - Math.max(ROOM_PX, (innerHeight - height) / 2), behavior: pace() });
}
