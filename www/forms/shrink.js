/** What padding and dilation make of a map's edge, one 3x3 convolution after another. */

/**
 * @typedef {object} Convolutions
 * @property {number} count
 * @property {number} d dilation
 * @property {number} padding zeros on each side
 */
/** @typedef {'same' | 'constant' | 'raises' | 'empty'} Outcome of laying the last map over the first */

const KERNEL = 3;
/** xmu-xiaoma666/External-Attention-pytorch at d75848e, `model/attention/BAM.py`. @type {Readonly<Convolutions>} */
export const COPIED = Object.freeze({ count: 3, d: 2, padding: 1 });
/** The same with the padding that keeps a map's size. @type {Readonly<Convolutions>} */
export const MENDED = Object.freeze({ ...COPIED, padding: COPIED.d });
/** The map that the example in that file runs on: the only size at which nothing is said. */
export const EXAMPLE_EDGE = 7;

/** @param {number} edge @param {Pick<Convolutions, 'd' | 'padding'>} convolution */
export const edgeAfter = (edge, { d, padding }) => edge + 2 * padding - d * (KERNEL - 1);

/**
 * @param {number} edge in cells
 * @param {Convolutions} convolutions
 * @returns {number[]} edges before the first and after each convolution; ends where no cell is left
 */
export function chainOf(edge, convolutions) {
  const edges = [edge];
  for (let i = 0; i < convolutions.count && edges[i] > 0; i++) edges.push(edgeAfter(edges[i], convolutions));
  return edges;
}

/**
 * What PyTorch does: a map of one cell is repeated for every place, one of another size is refused (`expand_as`), and a
 * convolution that would leave no cell is refused before.
 *
 * @param {number[]} edges as `chainOf` gives them
 * @returns {Outcome}
 */
export function outcomeOf(edges) {
  const [first, last] = [edges[0], edges[edges.length - 1]];
  if (last < 1) return 'empty';
  if (last === first) return 'same';
  return last === 1 ? 'constant' : 'raises';
}
