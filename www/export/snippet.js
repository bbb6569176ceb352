/** The number on screen as a program of a page's length: what the module is, said once more without this project's code. */

export { pythonSnippet } from './snippet-python.js';
export { rustSnippet } from './snippet-rust.js';

/**
 * @typedef {object} Request
 * @property {number} stage the bottleneck, 1 to 3
 * @property {import('../wasm/bam_lens.js').Setting} setting
 * @property {string[]} names of the module's parameters, such as `channel.fc0.weight`
 * @property {string} file name of the safetensors file that holds `bam{stage}.before` and `bam{stage}.parameters.*`
 * @property {import('../walk/names.js').StepName} step whose number it is
 * @property {import('../state.js').Cell} cell counted from 0, like the next two
 * @property {number} channel of F
 * @property {number} unit of a step with hidden units
 * @property {number} value that the page shows
 */
