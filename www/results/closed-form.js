/**
 * What one attention module costs, from the sizes of its layers; the tests hold it against the module that runs. With m = C/r:
 * the channel branch is C -> m -> C, the spatial one C -> m -> m -> m -> 1 by 1x1, 3x3, 3x3, 1x1 convolutions, all with biases.
 */

/** @typedef {import('../wasm/bam_lens.js').Cost} Cost */

/** @typedef {'both' | 'last' | 'hidden'} Norms where a branch has its BatchNorms: inside and at its end, or only at one of them */

/**
 * BAM. The paper's formula shows the last BatchNorms only, the released code has the hidden ones only.
 *
 * @param {number} channels
 * @param {number} r
 * @param {number} cells of its map
 * @param {Norms} norms
 * @returns {Cost}
 */
export function bamCost(channels, r, cells, norms) {
  const m = channels / r;
  const layers = 3 * channels * m + 18 * m ** 2 + 5 * m + channels + 1;
  // A weight and a bias for each channel: four hidden layers of m, and two ends of C and of 1.
  const hidden = norms === 'last' ? 0 : 8 * m;
  const last = norms === 'hidden' ? 0 : 2 * channels + 2;
  return {
    parameters: layers + hidden + last,
    multiplyAdds: cells * (channels * m + 18 * m ** 2 + m) + 2 * channels * m,
  };
}

/** Squeeze-and-Excitation: C -> m -> C with biases. @param {number} channels @param {number} r @returns {Cost} */
export function seCost(channels, r) {
  const m = channels / r;
  return { parameters: 2 * channels * m + m + channels, multiplyAdds: 2 * channels * m };
}
