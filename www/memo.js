/** Remembers the last answer: what is computed from a run is computed once, however often the page is drawn. */

/**
 * @template {unknown[]} Inputs
 * @template Output
 * @param {(...inputs: Inputs) => Output} compute
 * @returns {(...inputs: Inputs) => Output} asks again only when an input is another one
 */
export function rememberLast(compute) {
  /** @type {{ inputs: Inputs, output: Output } | undefined} */
  let last;
  return (...inputs) => {
    if (!last || last.inputs.some((input, i) => input !== inputs[i])) last = { inputs, output: compute(...inputs) };
    return last.output;
  };
}
