/** Where a map is highest, for a pencil: cells, or on a fine map the squares between its guide lines. */

import { rulingOf } from './ruling.js';

/** @typedef {{ row: number, column: number, value: number }} Highest a square by its first cell, and its mean */

/** How many are asked for. */
const WANTED = 3;
/** A map whose highest squares differ by less looks the same everywhere. */
const SEEN = 1e-4;

/**
 * @param {import('../scale.js').Plane} plane
 * @returns {{ edge: number, places: Highest[], next: number }} `edge` cells wide each, the highest first; fewer than three where
 *   more would leave none out or share their value with one that is left out, perhaps none. `next`: the value after theirs
 */
export function highest(plane) {
  const { lines: edge } = rulingOf(Math.max(plane.widthPx, plane.heightPx));
  const squares = squaresOf(plane, edge).sort((a, b) => b.value - a.value);
  const flat = squares.length === 0 || squares[0].value - squares[squares.length - 1].value < SEEN;
  let count = flat ? 0 : Math.min(WANTED, squares.length - 1);
  while (count > 0 && squares[count - 1].value === squares[count].value) count--;
  return { edge, places: squares.slice(0, count), next: squares[count]?.value ?? NaN };
}

/** Means over squares; those at the end may be cut, those with a value that is not finite are left out. */
/** @param {import('../scale.js').Plane} plane @param {number} edge @returns {Highest[]} */
function squaresOf({ widthPx, heightPx, data }, edge) {
  const squares = [];
  for (let row = 0; row < heightPx; row += edge) {
    for (let column = 0; column < widthPx; column += edge) {
      let [sum, cells] = [0, 0];
      for (let y = row; y < Math.min(row + edge, heightPx); y++) {
        for (let x = column; x < Math.min(column + edge, widthPx); x++, cells++) sum += data[y * widthPx + x];
      }
      const value = sum / cells;
      if (Number.isFinite(value)) squares.push({ row, column, value });
    }
  }
  return squares;
}
