/**
 * Checkpoints as large as real ones, with random weights under the names of the released code: as safetensors, and as
 * `torch.save` writes them (a zip of a pickle and the tensors, nothing compressed).
 */

import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** @typedef {'resnet18' | 'resnet34' | 'resnet50' | 'resnet101'} Arch */
/** @typedef {{ name: string, shape: number[], limit?: number, value?: number }} Tensor random in -limit .. limit, or one value */

const BLOCKS = { resnet18: [2, 2, 2, 2], resnet34: [3, 4, 6, 3], resnet50: [3, 4, 6, 3], resnet101: [3, 4, 23, 3] };
const REDUCTION = 16;
const CLASSES = 1000;
/** Random numbers are drawn once and laid side by side; their count is prime, so that no two channels are alike. */
const DRAWN = 65_537;

/** @param {Arch} arch @returns {Tensor[]} */
function tensorsOf(arch) {
  const expansion = ['resnet18', 'resnet34'].includes(arch) ? 1 : 4;
  /** @type {Tensor[]} */
  const tensors = [];
  const norm = (/** @type {string} */ name, /** @type {number} */ channels) => {
    for (const [part, value] of /** @type {[string, number][]} */ ([
      ['weight', 1],
      ['bias', 0],
      ['running_mean', 0],
      ['running_var', 1],
    ])) {
      tensors.push({ name: `${name}.${part}`, shape: [channels], value });
    }
  };
  const layer = (/** @type {string} */ name, /** @type {number[]} */ shape, bias = false) => {
    const fanIn = shape.slice(1).reduce((product, edge) => product * edge, 1);
    tensors.push({ name: `${name}.weight`, shape, limit: Math.sqrt(3 / fanIn) });
    if (bias) tensors.push({ name: `${name}.bias`, shape: [shape[0]], limit: 0.1 });
  };
  layer('conv1', [64, 3, 7, 7]);
  norm('bn1', 64);
  let inputs = 64;
  BLOCKS[arch].forEach((blocks, stage) => {
    const width = 64 << stage;
    const outputs = width * expansion;
    for (let block = 0; block < blocks; block++) {
      const prefix = `layer${stage + 1}.${block}`;
      const kernels = expansion === 1 ? [3, 3] : [1, 3, 1];
      kernels.forEach((kernel, n) => {
        const to = n === kernels.length - 1 ? outputs : width;
        layer(`${prefix}.conv${n + 1}`, [to, n === 0 ? inputs : width, kernel, kernel]);
        norm(`${prefix}.bn${n + 1}`, to);
      });
      if (block === 0 && (stage > 0 || inputs !== outputs)) {
        layer(`${prefix}.downsample.0`, [outputs, inputs, 1, 1]);
        norm(`${prefix}.downsample.1`, outputs);
      }
      inputs = outputs;
    }
    if (stage < 3) bam(`bam${stage + 1}`, outputs);
  });
  layer('fc', [CLASSES, inputs], true);
  return tensors;

  /** @param {string} prefix @param {number} channels */
  function bam(prefix, channels) {
    const hidden = channels / REDUCTION;
    const [channel, spatial] = [`${prefix}.channel_att.gate_c.gate_c`, `${prefix}.spatial_att.gate_s.gate_s`];
    layer(`${channel}_fc_0`, [hidden, channels], true);
    norm(`${channel}_bn_1`, hidden);
    layer(`${channel}_fc_final`, [channels, hidden], true);
    layer(`${spatial}_conv_reduce0`, [hidden, channels, 1, 1], true);
    norm(`${spatial}_bn_reduce0`, hidden);
    for (const n of [0, 1]) {
      layer(`${spatial}_conv_di_${n}`, [hidden, hidden, 3, 3], true);
      norm(`${spatial}_bn_di_${n}`, hidden);
    }
    layer(`${spatial}_conv_final`, [1, hidden, 1, 1], true);
  }
}

/**
 * @param {string} path of the new file
 * @param {{ arch: Arch, container?: 'safetensors' | 'zip', dtype?: 'F32' | 'F64', seed?: number }} what
 * @returns {number} its size in bytes
 */
export function makeCheckpoint(path, { arch, container = 'safetensors', dtype = 'F32', seed = 1 }) {
  const tensors = tensorsOf(arch);
  const Numbers = dtype === 'F32' ? Float32Array : Float64Array;
  const drawn = drawNumbers(seed);
  const file = openSync(path, 'w');
  try {
    let at = 0;
    const write = (/** @type {Uint8Array} */ bytes) => {
      for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from);
      at += bytes.length;
    };
    const bytesOf = (/** @type {Tensor} */ { shape, limit = 0, value }) => {
      const values = new Numbers(count(shape));
      if (value !== undefined) values.fill(value);
      else for (let n = 0; n < values.length; n++) values[n] = limit * drawn[n % DRAWN];
      return new Uint8Array(values.buffer);
    };
    const parts = container === 'zip' ? zipParts : safetensorsParts;
    for (const part of parts(tensors, dtype, bytesOf, () => at)) write(part);
    return at;
  } finally {
    closeSync(file);
  }
}

/** @typedef {(tensors: Tensor[], dtype: 'F32' | 'F64', bytesOf: (tensor: Tensor) => Uint8Array, at: () => number) => Iterable<Uint8Array>} Parts */

/** @type {Parts} */
function* safetensorsParts(tensors, dtype, bytesOf) {
  const size = dtype === 'F32' ? 4 : 8;
  let end = 0;
  const entries = tensors.map(({ name, shape }) => {
    const data_offsets = [end, (end += size * count(shape))];
    return [name, { dtype, shape, data_offsets }];
  });
  const header = JSON.stringify(Object.fromEntries(entries));
  const padded = Buffer.from(header + ' '.repeat(-header.length & 7));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  yield length;
  yield padded;
  for (const tensor of tensors) yield bytesOf(tensor);
}

/** Format: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. @type {Parts} */
function* zipParts(tensors, dtype, bytesOf, at) {
  /** @type {Buffer[]} */
  const directory = [];
  const entry = function* (/** @type {string} */ name, /** @type {Uint8Array} */ bytes) {
    const text = Buffer.from(`archive/${name}`);
    // Version, flags, method, time, date; checksum, both sizes; lengths of the name and of what follows it.
    const common = Buffer.alloc(26);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(text.length, 22);
    const offset = Buffer.alloc(14);
    offset.writeUInt32LE(at(), 10);
    directory.push(Buffer.from('PK\x01\x02\0\0', 'latin1'), common, offset, text);
    yield Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, text]);
    yield bytes;
  };
  yield* entry('data.pkl', pickled(tensors, dtype));
  for (const [n, tensor] of tensors.entries()) yield* entry(`data/${n}`, bytesOf(tensor));
  yield* entry('version', Buffer.from('3\n'));
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(tensors.length + 2, 8);
  end.writeUInt16LE(tensors.length + 2, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at(), 16);
  yield listed;
  yield end;
}

/** What `torch.save` pickles of a state_dict, in protocol 2. @param {Tensor[]} tensors @param {'F32' | 'F64'} dtype */
function pickled(tensors, dtype) {
  /** @type {Buffer[]} */
  const program = [];
  const opcodes = (/** @type {string} */ text) => program.push(Buffer.from(text, 'latin1'));
  const number = (/** @type {string} */ opcode, /** @type {number} */ value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    program.push(Buffer.from(opcode), bytes);
  };
  const text = (/** @type {string} */ value) => {
    number('X', value.length);
    opcodes(value);
  };
  const tuple = (/** @type {number[]} */ values) => {
    opcodes('(');
    for (const value of values) number('J', value);
    opcodes('t');
  };
  opcodes('\x80\x02}(');
  for (const [n, { name, shape }] of tensors.entries()) {
    text(name);
    opcodes('ctorch._utils\n_rebuild_tensor_v2\n((');
    text('storage');
    opcodes(`ctorch\n${dtype === 'F32' ? 'Float' : 'Double'}Storage\n`);
    text(String(n));
    text('cpu');
    number('J', count(shape));
    opcodes('tQ');
    number('J', 0);
    tuple(shape);
    tuple(shape.map((_, axis) => count(shape.slice(axis + 1))));
    opcodes('\x89ccollections\nOrderedDict\n)RtR');
  }
  opcodes('u.');
  return Buffer.concat(program);
}

/** @param {number[]} shape */
const count = (shape) => shape.reduce((product, edge) => product * edge, 1);

/** @param {number} seed @returns {Float32Array} in -1 .. 1, the same every time */
function drawNumbers(seed) {
  let state = seed;
  return Float32Array.from({ length: DRAWN }, () => {
    // xorshift32
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 31 - 1;
  });
}
