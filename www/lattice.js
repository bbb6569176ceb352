/**
 * What the two dilated 3x3 convolutions of the spatial branch read for one cell: not a disc around it but a lattice, 25
 * points at most of the (4d + 1)² cells they span. Beyond the map's edge lies zero padding, on the way as well as at the
 * end: a point counts only when a cell of the map leads to it.
 */

/**
 * @typedef {object} Point a cell of the map
 * @property {number} row
 * @property {number} column
 * @property {number} ways how many of the 81 paths through both convolutions end here
 */

/**
 * @typedef {object} Lattice
 * @property {Point[]} points cells that both convolutions together reach, row by row
 * @property {number} taps of the second convolution's nine, how many lie on the map
 * @property {{ row: number, column: number, edge: number }} field the square they span, its corner perhaps off the map
 */

const STEPS = [-1, 0, 1];

/**
 * @param {import('./state.js').Cell} cell
 * @param {{ widthPx: number, heightPx: number }} map
 * @param {number} d
 * @returns {Lattice}
 */
export function lattice({ row, column }, { widthPx, heightPx }, d) {
  const rows = ways(row, heightPx, d);
  const columns = ways(column, widthPx, d);
  const points = rows.flatMap(([row, down]) =>
    columns.map(([column, across]) => ({ row, column, ways: down * across })),
  );
  const taps = near(row, heightPx, d).length * near(column, widthPx, d).length;
  return { points, taps, field: { row: row - 2 * d, column: column - 2 * d, edge: 4 * d + 1 } };
}

/**
 * What the first of them reads for a cell, or the second of the first: nine places at most.
 *
 * @param {import('./state.js').Cell} cell
 * @param {{ widthPx: number, heightPx: number }} map
 * @param {number} d
 * @returns {Pick<Lattice, 'points' | 'field'>}
 */
export function nineTaps({ row, column }, { widthPx, heightPx }, d) {
  const columns = near(column, widthPx, d);
  const points = near(row, heightPx, d).flatMap((row) => columns.map((column) => ({ row, column, ways: 1 })));
  return { points, field: { row: row - d, column: column - d, edge: 2 * d + 1 } };
}

/**
 * Averages over all cells of a map. Rows and columns do not depend on each other, so neither do their averages.
 *
 * @param {{ widthPx: number, heightPx: number }} map
 * @param {number} d
 * @returns {{ taps: number, points: number }} of 9 and of 25
 */
export function meanReach({ widthPx, heightPx }, d) {
  const mean = (/** @type {(at: number, count: number, d: number) => unknown[]} */ reached) =>
    [widthPx, heightPx].reduce((product, count) => {
      const total = Array.from({ length: count }, (_, at) => reached(at, count, d).length).reduce((a, b) => a + b, 0);
      return (product * total) / count;
    }, 1);
  return { taps: mean(near), points: mean(ways) };
}

/** Places of one convolution along one axis that lie on the map. @returns {number[]} */
function near(/** @type {number} */ at, /** @type {number} */ count, /** @type {number} */ d) {
  return STEPS.map((step) => at + step * d).filter((place) => place >= 0 && place < count);
}

/** Places of both convolutions along one axis, with the number of paths to each. @returns {[number, number][]} */
function ways(/** @type {number} */ at, /** @type {number} */ count, /** @type {number} */ d) {
  /** @type {Map<number, number>} */
  const found = new Map();
  for (const middle of near(at, count, d)) {
    for (const end of near(middle, count, d)) found.set(end, (found.get(end) ?? 0) + 1);
  }
  return [...found].sort(([a], [b]) => a - b);
}
