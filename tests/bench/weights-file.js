/** A network of `network.js` as the weights file that our engine opens: safetensors, f32, one variant. */

/** PyTorch's ε; with a variance of 1 - ε a BatchNorm scales by exactly 1. */
const EPSILON = 1e-5;

/** @param {import('./network.js').Network} network @returns {Uint8Array<ArrayBuffer>} */
export function weightsFile({ arch, classes, ops }) {
  /** @type {[string, number[], Float32Array][]} */
  const tensors = [];
  for (const conv of ops) {
    if (conv.op !== 'conv') continue;
    const { key, norm, inputs, outputs, kernel, weight, bias, linear } = conv;
    const fill = (value) => new Float32Array(outputs).fill(value);
    tensors.push([`${key}.weight`, linear ? [outputs, inputs] : [outputs, inputs, kernel, kernel], weight]);
    // The backbone's convolutions have no bias: their BatchNorm has it. A module's have both.
    if (norm === undefined || key.startsWith('attention.')) {
      tensors.push([`${key}.bias`, [outputs], norm ? fill(0) : bias]);
    }
    if (norm === undefined) continue;
    tensors.push(
      [`${norm}.weight`, [outputs], fill(1)],
      [`${norm}.bias`, [outputs], bias],
      [`${norm}.running_mean`, [outputs], fill(0)],
      [`${norm}.running_var`, [outputs], fill(1 - EPSILON)],
    );
  }
  /** @type {Record<string, object>} */
  const header = {
    __metadata__: {
      arch,
      stem: 'imagenet',
      classes: JSON.stringify(Array.from({ length: classes }, (_, n) => ({ wnid: `${n}`, words: `class ${n}` }))),
      mean: '[0.485, 0.456, 0.406]',
      std: '[0.229, 0.224, 0.225]',
      size: '224',
      variants: JSON.stringify({ r16_d4: { form: 'paper', merge: 'sum', r: 16, d: 4 } }),
    },
  };
  let end = 0;
  for (const [name, shape, data] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, (end += data.byteLength)] };
  }
  const text = JSON.stringify(header);
  const json = new TextEncoder().encode(text + ' '.repeat(-text.length & 7));
  const file = new Uint8Array(8 + json.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  let at = 8 + json.length;
  for (const [, , data] of tensors) {
    file.set(new Uint8Array(data.buffer), at);
    at += data.byteLength;
  }
  return file;
}
