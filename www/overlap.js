/** How much two maps of one photo look at the same places, whatever their size and scale. */

/** @typedef {import('./scale.js').Plane} Plane */

/** The highest quarter of a map's cells: enough of them on a map of 4 x 4. */
export const SHARE = 0.25;

/**
 * The share of a map's highest quarter that is in the other's highest quarter as well: 0.25 is chance, 1 is the same
 * places. The coarser map is read bilinearly at the finer one's cells.
 *
 * @param {Plane} a
 * @param {Plane} b
 * @returns {number} 0 to 1; NaN when a map is constant or holds what is not finite
 */
export function overlap(a, b) {
  if (a.notFinite || b.notFinite || a.min === a.max || b.min === b.max) return NaN;
  const [fine, coarse] = a.data.length >= b.data.length ? [a, b] : [b, a];
  const read = resample(coarse, fine);
  const [first, second] = [highest(fine.data), highest(read)];
  return [...first].filter((cell) => second.has(cell)).length / first.size;
}

/** @param {ArrayLike<number>} values @returns {Set<number>} places of the highest quarter; of equals the first */
function highest(values) {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[b] - values[a] || a - b);
  return new Set(order.slice(0, Math.max(1, Math.round(values.length * SHARE))));
}

/**
 * Bilinear, cells as areas: the middle of a cell has the cell's value, and the edge repeats.
 *
 * @param {Plane} plane
 * @param {{ heightPx: number, widthPx: number }} to
 * @returns {Float64Array} row by row
 */
export function resample({ data, heightPx, widthPx }, to) {
  const axis = (/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ into) => {
    const place = Math.min(into - 1, Math.max(0, ((at + 0.5) * into) / from - 0.5));
    const low = Math.min(into - 1, Math.floor(place));
    return { low, high: Math.min(into - 1, low + 1), share: place - low };
  };
  return Float64Array.from({ length: to.heightPx * to.widthPx }, (_, i) => {
    const y = axis(Math.floor(i / to.widthPx), to.heightPx, heightPx);
    const x = axis(i % to.widthPx, to.widthPx, widthPx);
    const row = (/** @type {number} */ r) =>
      data[r * widthPx + x.low] * (1 - x.share) + data[r * widthPx + x.high] * x.share;
    return row(y.low) * (1 - y.share) + row(y.high) * y.share;
  });
}
