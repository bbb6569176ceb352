import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { safetensorsOf } from '../../../www/export/safetensors.js';
import { readTensors } from '../../support/safetensors.js';

const tensor = (/** @type {string} */ name, /** @type {number[]} */ ...values) => ({
  name,
  shape: [values.length],
  data: new Float32Array(values),
});

/** @param {Uint8Array} file */
function readBack(file) {
  const folder = mkdtempSync(join(tmpdir(), 'bam-lens-'));
  try {
    const path = join(folder, 'tensors.safetensors');
    writeFileSync(path, file);
    return readTensors(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {Uint8Array} file */
function headerOf(file) {
  const bytes = Buffer.from(file);
  return bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE(0)));
}

test('one tensor, byte by byte', () => {
  const json = '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
  const expected = Buffer.concat([
    Buffer.from('3800000000000000', 'hex'),
    Buffer.from(json.padEnd(56)),
    Buffer.from('0000803f' + '000000c0', 'hex'),
  ]);
  assert.equal(Buffer.from(safetensorsOf([tensor('a', 1, -2)])).toString('hex'), expected.toString('hex'));
});

test('several tensors are read back bit by bit', () => {
  const tensors = [
    { name: 'bam1.attention', shape: [1, 2, 1, 3], data: new Float32Array([1, -0, NaN, Infinity, 1e-45, 0.1]) },
    { name: '', shape: [], data: new Float32Array([5]) },
    { name: '__proto__', shape: [2, 0], data: new Float32Array(0) },
    { name: 'ключ "1"', shape: [2], data: new Float32Array([0, 1, 2, 3]).subarray(2) },
  ];
  const read = readBack(safetensorsOf(tensors, { model: 'µ' }));
  assert.deepEqual(Object.keys(read).sort(), tensors.map(({ name }) => name).sort());
  for (const { name, shape, data } of tensors) {
    const entry = Object.getOwnPropertyDescriptor(read, name)?.value;
    assert.deepEqual(entry.shape, shape, name);
    assert.deepEqual(new Uint8Array(entry.data.buffer), new Uint8Array(data.slice().buffer), name);
  }
});

test('the values begin at a multiple of eight bytes, spaces before them', () => {
  for (let length = 0; length < 16; length++) {
    const header = headerOf(safetensorsOf([tensor('x'.repeat(length), 1)]));
    assert.equal(Buffer.byteLength(header) % 8, 0);
    assert.match(header, /^\{.*\} {0,7}$/);
  }
});

test('metadata stands beside the tensors', () => {
  const metadata = { variant: 'r16_d4', photo: 'koala' };
  assert.deepEqual(JSON.parse(headerOf(safetensorsOf([tensor('a', 1)], metadata))).__metadata__, metadata);
  assert.deepEqual(Object.keys(JSON.parse(headerOf(safetensorsOf([tensor('a', 1)])))), ['a']);
});

test('a name for two tensors, and the one that is taken, are refused', () => {
  assert.throws(() => safetensorsOf([tensor('a', 1), tensor('b', 2), tensor('a', 3)]), {
    message: 'two tensors are named a',
  });
  assert.throws(() => safetensorsOf([tensor('__metadata__', 1)]), { message: 'no tensor can be named __metadata__' });
  assert.throws(() => safetensorsOf([{ ...tensor('a', 1), shape: [2] }]), {
    message: 'shape (2) holds 2 values, got 1',
  });
});
