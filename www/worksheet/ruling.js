/** How a grid of many cells is ruled on paper so that rows can be counted and cells marked with a pencil. */

/** More numbers along an edge than this are too small to read. */
const MOST_NUMBERS = 10;
/** Cells that still have their own lines at the size of a sheet's maps. */
const MOST_CELLS = 40;

/**
 * @param {number} cells along an edge
 * @returns {{ numbers: number, lines: number }} every how many cells a number and a strong line stands, and any line
 */
export function rulingOf(cells) {
  let numbers = 1;
  while (cells / numbers > MOST_NUMBERS) numbers *= 2;
  return { numbers, lines: cells > MOST_CELLS ? numbers : 1 };
}
