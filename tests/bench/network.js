/**
 * A BAM-ResNet as a list of operators with random weights: the same layers and numbers for every engine. BatchNorm is
 * folded into the convolutions, as a careful user of the peers would do. A fully connected layer is a 1x1 convolution
 * on a map of one cell.
 */

/**
 * @typedef {object} Conv
 * @property {'conv'} op
 * @property {string} from
 * @property {string} to
 * @property {string} key our weights file's name of the layer
 * @property {string} [norm] our weights file's name of the BatchNorm behind it
 * @property {number} inputs
 * @property {number} outputs
 * @property {number} kernel
 * @property {number} stride
 * @property {number} dilation
 * @property {boolean} linear whether the weight is stored as a matrix
 * @property {boolean} relu whether a ReLU comes last
 * @property {string} [add] what is added before it
 * @property {Float32Array} weight (outputs, inputs, kernel, kernel)
 * @property {Float32Array} bias
 *
 * @typedef {{ op: 'maxPool' | 'mean', from: string, to: string }} Pool 3x3 with stride 2, or over all cells
 * @typedef {{ op: 'attend', from: string, channel: string, spatial: string, to: string }} Attend F + F σ(c + s)
 * @typedef {{ arch: string, classes: number, ops: (Conv | Pool | Attend)[], output: string }} Network
 */

const BLOCKS = { resnet18: [2, 2, 2, 2], resnet34: [3, 4, 6, 3], resnet50: [3, 4, 6, 3] };
const WIDTH = 64;
const CLASSES = 1000;
/** The paper's setting. */
const REDUCTION = 16;
const DILATION = 4;

/** @param {'resnet18' | 'resnet34' | 'resnet50'} arch @returns {Network} */
export function bamResnet(arch) {
  const expansion = arch === 'resnet50' ? 4 : 1;
  /** @type {Network['ops']} */
  const ops = [];
  const random = randomNumbers();

  /** @returns {string} the output's name */
  const conv = (from, key, norm, inputs, outputs, kernel, options = {}) => {
    const { stride = 1, dilation = 1, linear = false, relu = false, add } = options;
    const fanIn = inputs * kernel * kernel;
    // Half as much at the end of a residual unit keeps fifty layers in range.
    const weight = random(outputs * fanIn, Math.sqrt((add ? 1.5 : 6) / fanIn));
    const bias = random(outputs, 0.1);
    const shape = { inputs, outputs, kernel, stride, dilation };
    ops.push({ op: 'conv', from, to: key, key, norm, ...shape, linear, relu, add, weight, bias });
    return key;
  };
  const pool = (op, from, to) => {
    ops.push({ op, from, to });
    return to;
  };

  let x = conv('input', 'backbone.conv1', 'backbone.bn1', 3, WIDTH, 7, { stride: 2, relu: true });
  x = pool('maxPool', x, 'stem');
  let inputs = WIDTH;
  BLOCKS[arch].forEach((blocks, index) => {
    const width = WIDTH << index;
    const outputs = width * expansion;
    for (let block = 0; block < blocks; block++) {
      const prefix = `backbone.layer${index + 1}.${block}`;
      const stride = block === 0 && index > 0 ? 2 : 1;
      const layer = (n, from, ...rest) => conv(from, `${prefix}.conv${n}`, `${prefix}.bn${n}`, ...rest);
      const changes = stride !== 1 || inputs !== outputs;
      const add = changes
        ? conv(x, `${prefix}.downsample.0`, `${prefix}.downsample.1`, inputs, outputs, 1, { stride })
        : x;
      if (expansion === 1) {
        x = layer(1, x, inputs, width, 3, { stride, relu: true });
        x = layer(2, x, width, outputs, 3, { relu: true, add });
      } else {
        x = layer(1, x, inputs, width, 1, { relu: true });
        x = layer(2, x, width, width, 3, { stride, relu: true });
        x = layer(3, x, width, outputs, 1, { relu: true, add });
      }
      inputs = outputs;
    }
    if (index < 3) x = bam(index + 1, x, outputs);
  });
  const output = conv(pool('mean', x, 'pooled'), 'backbone.fc', undefined, inputs, CLASSES, 1, { linear: true });
  return { arch, classes: CLASSES, ops, output };

  /** The paper's module: σ(Mc + Ms). */
  function bam(k, from, channels) {
    const prefix = `attention.r${REDUCTION}_d${DILATION}.bam${k}`;
    const hidden = channels / REDUCTION;
    const layer = (branch, key, norm, input, ...rest) =>
      conv(input, `${prefix}.${branch}.${key}`, `${prefix}.${branch}.${norm}`, ...rest);
    const pooled = pool('mean', from, `bam${k}.pooled`);
    const c = layer('channel', 'fc0', 'bn0', pooled, channels, hidden, 1, { linear: true, relu: true });
    const channel = layer('channel', 'fc1', 'bn1', c, hidden, channels, 1, { linear: true });
    const dilated = { dilation: DILATION, relu: true };
    let s = layer('spatial', 'reduce', 'bn0', from, channels, hidden, 1, { relu: true });
    s = layer('spatial', 'dilated1', 'bn1', s, hidden, hidden, 3, dilated);
    s = layer('spatial', 'dilated2', 'bn2', s, hidden, hidden, 3, dilated);
    const spatial = layer('spatial', 'project', 'bn3', s, hidden, 1, 1);
    const to = `bam${k}`;
    ops.push({ op: 'attend', from, channel, spatial, to });
    return to;
  }
}

/** @returns {(count: number, limit: number) => Float32Array} the same numbers in -limit .. limit every time */
function randomNumbers() {
  let state = 1;
  return (count, limit) =>
    Float32Array.from({ length: count }, () => {
      // xorshift32
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return ((state >>> 0) / 2 ** 31 - 1) * limit;
    });
}
