/**
 * The way of one cell and one channel from F to F', step by step, recomputed from the taps and the weights. Each step
 * starts from what the network recorded, so that a step that disagrees is the one to look at.
 *
 * Source: BAM, BMVC 2018, equations 2 to 4, and the forms of src/model.
 */

import { summarize } from './check.js';
import { Layer } from './layer.js';
import { STEPS } from './names.js';
import { channelOf, columnOf, placesAround, sizeOf } from './places.js';

/**
 * @typedef {import('./check.js').Check} Check
 * @typedef {import('./layer.js').Tap} Tap
 * @typedef {import('./names.js').StepName} StepName
 * @typedef {import('./places.js').Place} Place
 * @typedef {import('../state.js').Cell} Cell
 * @typedef {import('../wasm/bam_lens.js').Setting} Setting
 */

/**
 * @typedef {object} Inside one bottleneck opened up: what a walk reads
 * @property {Setting} setting
 * @property {Record<string, Tap>} taps `before`, `channel.logits`, `attention`, `after`, ... as far as the form has them
 * @property {Record<string, Tap>} parameters of the module
 */

/**
 * @typedef {object} Step
 * @property {StepName} name
 * @property {'spatial' | 'channel' | 'merged'} branch
 * @property {Check[]} units every output of the step at this cell: hidden units, or one number
 * @property {number} agreeing
 * @property {number} worst difference
 * @property {Layer} [layer] of a step that is one
 * @property {{ place: Place | undefined, values: ArrayLike<number> | null }[]} [reads] what the layer reads, one for each tap
 * @property {number} [output] of a layer whose single number is one of many: the channel of Mc
 * @property {{ sum: number, cells: number }} [mean] of the step that averages
 * @property {Merged} [merged] of the step that ends in the attention
 * @property {{ before: number, gain: number, after: number }} [amplified] of the last step: F, what it is multiplied by, F'
 */

/**
 * @typedef {object} Merged the branches' numbers become one
 * @property {number | undefined} mc
 * @property {number | undefined} ms
 * @property {number} logit what the sigmoid is taken of; NaN where two sigmoids are multiplied
 * @property {number} attention M
 */

/** @param {number} x */
export const sigmoid = (x) => 1 / (1 + Math.exp(-x));

/**
 * @param {Inside} inside
 * @param {Cell} cell on the map
 * @param {number} channel of F
 * @returns {Step[]} in the order of `STEPS`, as far as the form has them; none when the module is off
 */
export function walk(inside, cell, channel) {
  const { setting, taps } = inside;
  if (!taps.attention) return [];
  const steps = [...spatialSteps(inside, cell), ...channelSteps(inside, channel)];
  const at = (/** @type {Tap | undefined} */ tap, /** @type {number} */ c = 0) => tap && columnOf(tap, cell)[c];
  const before = /** @type {number} */ (at(taps.before, channel));
  const mc = taps['channel.logits']?.data[channel];
  const ms = at(taps['spatial.logits']);
  const merged = merge(setting, mc, ms);
  const attention = /** @type {number} */ (at(taps.attention, channel));
  const after = /** @type {number} */ (at(taps.after, channel));
  const gain = setting.form === 'se' ? attention : 1 + attention;
  const amplified = { before, gain, after: before * gain };
  return [
    ...steps,
    step('attention', 'merged', [{ page: merged.attention, network: attention, largest: 0 }], { merged }),
    step('after', 'merged', [{ page: amplified.after, network: after, largest: 0 }], { amplified }),
  ];
}

/** @param {Inside} inside @param {Cell} cell @returns {Step[]} */
function spatialSteps({ setting, taps, parameters }, cell) {
  const logits = taps['spatial.logits'];
  if (!logits) return [];
  const size = sizeOf(taps.before);
  /** @param {StepName} name @param {Layer} layer @param {Tap} from @param {Tap} to @param {number} [d] */
  const convolution = (name, layer, from, to, d = 1) => {
    const places = placesAround(cell, Math.sqrt(layer.taps), d, size);
    const reads = places.map((place) => ({ place, values: place.inside ? columnOf(from, place) : null }));
    return layerStep(name, 'spatial', layer, reads, columnOf(to, cell));
  };
  if (setting.form === 'blog') {
    return [convolution('spatial', new Layer(parameters, 'spatial.conv'), meanAndDeviation(taps.before), logits)];
  }
  const { form, d } = setting;
  const layer = (/** @type {string} */ name, /** @type {string} */ norm, /** @type {boolean} */ rectified) =>
    new Layer(parameters, `spatial.${name}`, `spatial.${norm}`, rectified);
  // The authors' reduction has a ReLU exactly where it has a BatchNorm (src/model/spatial.rs).
  const reduce = layer('reduce', 'bn0', Boolean(parameters['spatial.bn0.weight']));
  const [reduced, dilated1, dilated2] = ['reduced', 'dilated1', 'dilated2'].map((name) => taps[`spatial.${name}`]);
  if (form !== 'paper' && form !== 'official') return [];
  return [
    convolution('reduced', reduce, taps.before, reduced),
    convolution('dilated1', layer('dilated1', 'bn1', true), reduced, dilated1, d),
    convolution('dilated2', layer('dilated2', 'bn2', true), dilated1, dilated2, d),
    convolution('spatial', layer('project', 'bn3', false), dilated2, logits),
  ];
}

/** @param {Inside} inside @param {number} channel @returns {Step[]} */
function channelSteps({ taps, parameters }, channel) {
  const logits = taps['channel.logits'];
  if (!logits) return [];
  const plane = channelOf(taps.before, channel);
  const sum = plane.reduce((sum, value) => sum + value, 0);
  const largest = plane.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / plane.length;
  const pooled = taps['channel.pooled'].data;
  const hidden = taps['channel.hidden'].data;
  const squeeze = new Layer(parameters, 'channel.fc0', 'channel.bn0', true);
  const expand = new Layer(parameters, 'channel.fc1', 'channel.bn1');
  const reads = [{ place: undefined, values: hidden }];
  return [
    step('pooled', 'channel', [{ page: sum / plane.length, network: pooled[channel], largest }], {
      mean: { sum, cells: plane.length },
    }),
    layerStep('hidden', 'channel', squeeze, [{ place: undefined, values: pooled }], hidden),
    step('channel', 'channel', [expand.check(channel, [hidden], logits.data[channel])], {
      layer: expand,
      reads,
      output: channel,
    }),
  ];
}

/**
 * @param {StepName} name
 * @param {Step['branch']} branch
 * @param {Layer} layer
 * @param {NonNullable<Step['reads']>} reads
 * @param {ArrayLike<number>} network its outputs, as recorded
 */
function layerStep(name, branch, layer, reads, network) {
  const places = reads.map(({ values }) => values);
  const units = Array.from({ length: layer.outputs }, (_, output) => layer.check(output, places, network[output]));
  return step(name, branch, units, { layer, reads });
}

/**
 * @param {StepName} name
 * @param {Step['branch']} branch
 * @param {Check[]} units
 * @param {Partial<Step>} rest
 * @returns {Step}
 */
const step = (name, branch, units, rest) => ({ name, branch, units, ...summarize(units), ...rest });

/**
 * @param {Setting} setting
 * @param {number | undefined} mc
 * @param {number | undefined} ms
 * @returns {Merged}
 */
export function merge({ form, merge }, mc, ms) {
  if (mc === undefined || ms === undefined) {
    const logit = mc ?? ms ?? NaN;
    return { mc, ms, logit, attention: sigmoid(logit) };
  }
  if (form === 'blog') return { mc, ms, logit: NaN, attention: sigmoid(mc) * sigmoid(ms) };
  let logit = mc + ms;
  if (form === 'official' || merge === 'product') logit = mc * ms;
  else if (merge === 'max') logit = Math.max(mc, ms);
  return { mc, ms, logit, attention: sigmoid(logit) };
}

/**
 * What the form `blog` convolves: mean and standard deviation over the channels of each cell.
 *
 * @param {Tap} before (1, C, H, W)
 * @returns {Tap} (1, 2, H, W)
 */
function meanAndDeviation(before) {
  const [, channels, height, width] = before.shape;
  const cells = height * width;
  const data = new Float32Array(2 * cells);
  for (let cell = 0; cell < cells; cell++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += before.data[c * cells + cell];
    const mean = sum / channels;
    let squares = 0;
    for (let c = 0; c < channels; c++) squares += (before.data[c * cells + cell] - mean) ** 2;
    data[cell] = mean;
    data[cells + cell] = Math.sqrt(squares / (channels - 1));
  }
  return { name: 'mean and deviation', shape: [1, 2, height, width], data };
}

/** What is not a number is smaller than any. @param {number} value */
const magnitude = (value) => (Number.isNaN(value) ? -1 : Math.abs(value));

/**
 * The unit to show first: the one with the largest number.
 *
 * @param {Step} step
 */
export function strongestUnit({ units }) {
  return units.reduce((best, { network }, i) => (magnitude(network) > magnitude(units[best].network) ? i : best), 0);
}

/**
 * The channel that a cell's walk follows when none is chosen: the one that BAM changes most there.
 *
 * @param {Inside} inside
 * @param {Cell} cell
 */
export function strongestChannel({ taps: { before, after } }, cell) {
  const [from, to] = [columnOf(before, cell), columnOf(after, cell)];
  let best = 0;
  for (let c = 1; c < from.length; c++) {
    if (magnitude(to[c] - from[c]) > magnitude(to[best] - from[best])) best = c;
  }
  return best;
}

/**
 * The step of a name, or the nearest one that the form has.
 *
 * @param {Step[]} steps
 * @param {StepName} name
 * @returns {number} its place
 */
export function placeOf(steps, name) {
  const wanted = STEPS.indexOf(name);
  const place = steps.findIndex((step) => STEPS.indexOf(step.name) >= wanted);
  return place < 0 ? steps.length - 1 : place;
}
