/**
 * One layer of an attention module, output by output: products, bias, BatchNorm, ReLU, each apart as the weights file
 * has them. The network fuses them; this is the definition, in float64, and what the network is checked against.
 */

/**
 * @typedef {import('../wasm/bam_lens.js').Tap} Tap
 * @typedef {Record<string, Tap>} Parameters an attention module's tensors by their names, such as `channel.fc0.weight`
 */

/** Added to a variance: PyTorch's default for BatchNorm. */
const EPSILON = 1e-5;

/**
 * @typedef {object} Norm one output's BatchNorm
 * @property {number} mean running mean
 * @property {number} deviation square root of running variance + ε
 * @property {number} weight
 * @property {number} bias
 */

/**
 * @typedef {object} Finish what follows an output's products
 * @property {number} sum of the products
 * @property {number | undefined} bias
 * @property {Norm | undefined} norm
 * @property {number} normed before the ReLU
 * @property {boolean} rectified whether a ReLU follows
 * @property {number} result
 */

export class Layer {
  #weight;
  #bias;
  #norm;
  #rectified;

  /**
   * @param {Parameters} parameters
   * @param {string} name of the layer: its weight is (outputs, inputs) or (outputs, inputs, rows, columns)
   * @param {string} [norm] name of the BatchNorm behind it; a module that has none goes without
   * @param {boolean} [rectified] whether it ends in a ReLU
   */
  constructor(parameters, name, norm, rectified = false) {
    this.#weight = parameters[`${name}.weight`];
    this.#bias = parameters[`${name}.bias`]?.data;
    this.#norm = norm && parameters[`${norm}.weight`] ? normOf(parameters, norm) : undefined;
    this.#rectified = rectified;
    this.outputs = this.#weight.shape[0];
    this.inputs = this.#weight.shape[1];
    /** Places the kernel reads. */
    this.taps = this.#weight.data.length / (this.outputs * this.inputs);
  }

  get hasNorm() {
    return this.#norm !== undefined;
  }

  /** The weight from an input at a tap to an output. @param {number} output @param {number} input @param {number} [tap] */
  weight(output, input, tap = 0) {
    return this.#weight.data[(output * this.inputs + input) * this.taps + tap];
  }

  /**
   * The sum of the products at one tap, over all inputs.
   *
   * @param {number} output
   * @param {ArrayLike<number> | null} values of the inputs there; null outside the map, which is padded with zeros
   * @param {number} [tap]
   */
  partial(output, values, tap = 0) {
    if (!values) return 0;
    let sum = 0;
    for (let i = 0; i < this.inputs; i++) sum += values[i] * this.weight(output, i, tap);
    return sum;
  }

  /** @param {number} output @param {number} sum of its products @returns {Finish} */
  finish(output, sum) {
    const bias = this.#bias?.[output];
    const biased = sum + (bias ?? 0);
    const norm = this.#norm?.(output);
    const normed = norm ? ((biased - norm.mean) / norm.deviation) * norm.weight + norm.bias : biased;
    const result = this.#rectified && normed < 0 ? 0 : normed;
    return { sum, bias, norm, normed, rectified: this.#rectified, result };
  }

  /**
   * One output at one place, checked.
   *
   * @param {number} output
   * @param {readonly (ArrayLike<number> | null)[]} places values of the inputs at each tap
   * @param {number} network the number that the network recorded
   * @returns {import('./check.js').Check}
   */
  check(output, places, network) {
    const scale = this.finish(output, 1).normed - this.finish(output, 0).normed;
    const shift = this.finish(output, 0).normed;
    let sum = 0;
    let largest = Math.abs(shift);
    places.forEach((values, tap) => {
      if (!values) return;
      for (let i = 0; i < this.inputs; i++) {
        const product = values[i] * this.weight(output, i, tap);
        sum += product;
        largest = Math.max(largest, Math.abs(product * scale));
      }
    });
    return { page: this.finish(output, sum).result, network, largest };
  }
}

/**
 * @param {Parameters} parameters
 * @param {string} name
 * @returns {(output: number) => Norm}
 */
function normOf(parameters, name) {
  const part = (/** @type {string} */ which) => parameters[`${name}.${which}`].data;
  const [mean, variance, weight, bias] = ['running_mean', 'running_var', 'weight', 'bias'].map(part);
  return (output) => ({
    mean: mean[output],
    deviation: Math.sqrt(variance[output] + EPSILON),
    weight: weight[output],
    bias: bias[output],
  });
}
