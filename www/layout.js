/** Where things go, as data: pure functions from sizes to boxes. */

/**
 * A mosaic of equal maps on one canvas, as near to a square as whole rows allow.
 *
 * @param {number} count
 * @param {number} widthPx of one map
 * @param {number} heightPx of one map
 * @returns {{ columns: number, rows: number, gapPx: number, widthPx: number, heightPx: number }}
 */
export function mosaic(count, widthPx, heightPx) {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count)));
  const rows = Math.max(1, Math.ceil(count / columns));
  const gapPx = Math.max(1, Math.round(widthPx / 12));
  return {
    columns,
    rows,
    gapPx,
    widthPx: columns * (widthPx + gapPx) - gapPx,
    heightPx: rows * (heightPx + gapPx) - gapPx,
  };
}

/**
 * Bars as one SVG path in a box of `values.length` x 1, the zero line where the range puts it. Values that are not
 * finite leave a gap.
 *
 * @param {ArrayLike<number>} values
 * @param {import('./scale.js').Range} range
 * @param {(value: number) => boolean} [wanted] which bars belong to this path
 * @returns {string}
 */
export function barPath(values, range, wanted = () => true) {
  const zero = barHeight(0, range);
  const gap = values.length > 128 ? 0 : 0.15;
  let path = '';
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]) || !wanted(values[i])) continue;
    const y = barHeight(values[i], range);
    path += `M${i + gap / 2} ${zero.toFixed(4)}V${y.toFixed(4)}h${1 - gap}V${zero.toFixed(4)}z`;
  }
  return path;
}

/**
 * @param {number} value
 * @param {import('./scale.js').Range} range
 * @returns {number} y of a value in a box of height 1, 0 at its top
 */
export function barHeight(value, { low, high }) {
  if (!(high > low)) return 1;
  return Math.min(1, Math.max(0, (high - value) / (high - low)));
}

/**
 * @param {ArrayLike<number>} values
 * @returns {number[]} channels from the largest value to the smallest; what is not a number comes last
 */
export function descending(values) {
  const key = (/** @type {number} */ i) => (Number.isNaN(values[i]) ? -Infinity : values[i]);
  return Array.from(values, (_, i) => i).sort((a, b) => key(b) - key(a) || a - b);
}

/**
 * C x H x W at the end of stages 1 to 4, where stages 1 to 3 have their BAM. The deep networks' blocks are four times
 * as wide at their end (He et al., table 1); every halving rounds up.
 *
 * @param {{ arch: string, stem: string, width: number }} summary
 * @param {number} sizePx edge of the input
 * @returns {[number, number, number][]}
 */
export function stageShapes({ arch, stem, width }, sizePx) {
  const expansion = arch === 'resnet50' || arch === 'resnet101' ? 4 : 1;
  const stemHalvings = stem === 'cifar' ? 0 : 2;
  return [1, 2, 3, 4].map((k) => {
    const edge = Math.ceil(sizePx / 2 ** (stemHalvings + k - 1));
    return [width * 2 ** (k - 1) * expansion, edge, edge];
  });
}

/**
 * The cell under a point.
 *
 * @param {number} x 0 to 1 across the map
 * @param {number} y 0 to 1 down the map
 * @param {{ widthPx: number, heightPx: number }} map
 * @returns {import('./state.js').Cell}
 */
export function cellAt(x, y, { widthPx, heightPx }) {
  const clamp = (/** @type {number} */ value, /** @type {number} */ count) =>
    Math.min(count - 1, Math.max(0, Math.floor(value * count)));
  return { row: clamp(y, heightPx), column: clamp(x, widthPx) };
}
