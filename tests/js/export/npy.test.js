import assert from 'node:assert/strict';
import { test } from 'node:test';
import { npyOf } from '../../../www/export/npy.js';

/** @param {number[]} shape @param {number[]} values */
const fileOf = (shape, ...values) => Buffer.from(npyOf({ shape, data: new Float32Array(values) }));

test('three values, byte by byte', () => {
  const expected = Buffer.concat([
    Buffer.from('934e554d5059' + '0100' + '7600', 'hex'),
    Buffer.from("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }".padEnd(117) + '\n'),
    Buffer.from('0000803f' + '000000c0' + '0000c07f', 'hex'),
  ]);
  assert.equal(fileOf([3], 1, -2, NaN).toString('hex'), expected.toString('hex'));
});

test('a tuple of none, one and four', () => {
  for (const [shape, tuple] of /** @type {const} */ ([
    [[], '()'],
    [[6], '(6,)'],
    [[1, 1, 2, 3], '(1, 1, 2, 3)'],
  ])) {
    const count = shape.reduce((product, edge) => product * edge, 1);
    assert.ok(fileOf([...shape], ...Array(count).fill(0)).includes(`'shape': ${tuple}, }`), tuple);
  }
});

test('the values begin at a multiple of 64 bytes, whatever the header holds', () => {
  for (let axes = 1; axes <= 90; axes++) {
    const file = fileOf(Array(axes).fill(1), 7);
    const start = 10 + file.readUInt16LE(8);
    assert.equal(start % 64, 0);
    assert.equal(file[start - 1], 0x0a);
    assert.equal(file.length, start + 4);
    assert.equal(file.readFloatLE(start), 7);
  }
});

test('a part of a larger buffer is written as that part', () => {
  const data = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
  const file = npyOf({ shape: [2], data });
  assert.deepEqual(file.slice(-8), new Uint8Array(new Float32Array([1, 2]).buffer));
});

test('a shape that does not hold its values is refused', () => {
  assert.throws(() => fileOf([2, 2], 1, 2, 3), { message: 'shape (2,2) holds 4 values, got 3' });
});
