/** A map's cells as outlines, in units of cells: rows go down, columns to the right. */

/**
 * One outline for each fill, and in it one rectangle for a run of equal cells in a row.
 *
 * @param {{ widthPx: number, heightPx: number, data: Float32Array }} plane
 * @param {(value: number) => string} fillOf
 * @returns {Map<string, string>} the `d` of a path by its fill
 */
export function outlinesOf({ widthPx, heightPx, data }, fillOf) {
  const fills = Array.from(data, fillOf);
  /** @type {Map<string, string>} */
  const outlines = new Map();
  for (let row = 0; row < heightPx; row++) {
    const cells = fills.slice(row * widthPx, (row + 1) * widthPx);
    for (let start = 0, end; start < widthPx; start = end) {
      const fill = cells[start];
      end = start + 1;
      while (end < widthPx && cells[end] === fill) end += 1;
      outlines.set(fill, `${outlines.get(fill) ?? ''}M${start} ${row}h${end - start}v1h${start - end}z`);
    }
  }
  return outlines;
}
