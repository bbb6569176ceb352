/** The products of a sum, largest first: what a reader needs to see of hundreds. */

/**
 * @typedef {object} Term
 * @property {number} input
 * @property {number} value
 * @property {number} weight
 * @property {number} product
 */

/**
 * @param {import('./layer.js').Layer} layer
 * @param {number} output
 * @param {ArrayLike<number>} values of its inputs
 * @param {number} count how many to name
 * @returns {{ terms: Term[], others: number, rest: number }} the largest by magnitude, how many others there are, their sum
 */
export function largestTerms(layer, output, values, count) {
  const all = Array.from({ length: layer.inputs }, (_, input) => {
    const weight = layer.weight(output, input);
    return { input, value: values[input], weight, product: values[input] * weight };
  }).sort((a, b) => magnitude(b.product) - magnitude(a.product) || a.input - b.input);
  const others = all.slice(count);
  return {
    terms: all.slice(0, count),
    others: others.length,
    rest: others.reduce((sum, { product }) => sum + product, 0),
  };
}

/** What is not a number comes first: it is why the sum is none. @param {number} value */
const magnitude = (value) => (Number.isNaN(value) ? Infinity : Math.abs(value));
