/** What is computed from a run is computed once, however often the page is drawn. */

/**
 * Remembers the last answer.
 *
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

/**
 * Remembers an answer for as long as what it is about exists.
 *
 * @template {object} Input
 * @template Output
 * @param {(input: Input) => Output} compute
 * @returns {(input: Input) => Output}
 */
export function rememberEach(compute) {
  /** @type {WeakMap<Input, { output: Output }>} */
  const known = new WeakMap();
  return (input) => {
    const found = known.get(input) ?? { output: compute(input) };
    known.set(input, found);
    return found.output;
  };
}
