/** The question which cells the spatial branch reads for one: near an edge, where some of them lie beyond it. */

import { placesAround } from '../walk/places.js';
import { onMap } from './gain-question.js';

/**
 * @typedef {import('../walk/places.js').Place} Place
 *
 * @typedef {object} Reach
 * @property {'reach'} kind
 * @property {'dilated' | 'seven'} kernel two dilated 3x3, or one 7x7
 * @property {number} d
 * @property {import('../state.js').Cell} cell
 * @property {{ heightPx: number, widthPx: number }} map
 * @property {Place[]} places on the map and beyond
 * @property {number} inside how many lie on it
 */

/** How much of what a cell reads is to lie on the map: neither all nor a corner's. */
const SHARE = 0.6;

/**
 * @param {import('./questions.js').Subject} subject
 * @returns {Reach}
 */
export function reachQuestion({ run: { setting, detail }, cell: chosen }) {
  const map = detail.before;
  const kernel = setting.form === 'blog' ? 'seven' : 'dilated';
  const d = kernel === 'seven' ? 1 : setting.d;
  // One behind the other, two dilated 3x3 reach what a 5x5 with the same gaps does: of the zeros around the map as well.
  const edge = kernel === 'seven' ? 7 : 5;
  const about = (/** @type {import('../state.js').Cell} */ cell) => {
    const places = placesAround(cell, edge, d, map);
    return { cell, places, inside: places.filter(({ inside }) => inside).length };
  };
  const given = onMap(chosen, map);
  const wanted = given && about(given);
  // Further inside nothing is cut off; the other three corners are alike.
  const reach = ((edge - 1) / 2) * d;
  const rows = Math.min(map.heightPx, reach + 1);
  const columns = Math.min(map.widthPx, reach + 1);
  const candidates = Array.from({ length: rows * columns }, (_, i) =>
    about({ row: Math.floor(i / columns), column: i % columns }),
  ).filter(({ inside }) => inside < edge ** 2);
  const off = (/** @type {{ inside: number }} */ { inside }) => Math.abs(inside - SHARE * edge ** 2);
  // A corner says least.
  const aside = (/** @type {typeof candidates[number]} */ { cell: { row, column } }) =>
    Math.abs(row - (map.heightPx - 1) / 2) + Math.abs(column - (map.widthPx - 1) / 2);
  const best =
    wanted && wanted.inside < edge ** 2
      ? wanted
      : candidates.reduce((a, b) => ((off(b) - off(a) || aside(b) - aside(a)) < 0 ? b : a));
  return { kind: 'reach', kernel, d, map: { heightPx: map.heightPx, widthPx: map.widthPx }, ...best };
}
