/** Class activation maps of the shipped weights, against the sums made here from the file's integers. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { relativeError } from '../support/safetensors.js';
import { Session, bytes, shipped } from './module.js';

const session = new Session(shipped());
session.loadPhoto(bytes('www/samples/koala.jpg'), 160);
after(() => session.free());

const file = gunzipSync(shipped());
const headerBytes = Number(file.readBigUInt64LE(0));
const header = JSON.parse(file.toString('utf8', 8, 8 + headerBytes));

/** The bytes of a tensor as stored. @param {string} name @param {'I8' | 'F32'} dtype */
function stored(name, dtype) {
  assert.equal(header[name].dtype, dtype, name);
  const [start, end] = header[name].data_offsets;
  // A copy, as the values need not lie on a multiple of four bytes.
  return new Uint8Array(file.subarray(8 + headerBytes + start, 8 + headerBytes + end)).buffer;
}

const integers = new Int8Array(stored('backbone.fc.weight', 'I8'));
const scales = new Float32Array(stored('backbone.fc.weight_scale', 'F32'));
const biases = new Float32Array(stored('backbone.fc.bias', 'F32'));

test('nothing has a class map before a run', () => {
  assert.throws(() => session.classMap(0), /there is no tap "stage4" in this run/);
});

test("a class map is stage 4 times the class's weights, and its mean and bias are the logit", () => {
  const { predictions } = session.run();
  const logits = session.tap('logits').data;
  const { shape, data } = session.tap('stage4');
  const [, channels, height, width] = shape;
  const cells = height * width;
  for (const index of [0, 199, predictions[0].index, predictions[1].index]) {
    const expected = Float32Array.from({ length: cells }, (_, cell) => {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += integers[index * channels + c] * data[c * cells + cell];
      return sum * scales[index];
    });
    const map = session.classMap(index);
    assert.deepEqual([map.heightPx, map.widthPx], [height, width]);
    const error = relativeError(map.data, expected);
    assert.ok(error <= 1e-5, `class ${index}: ${error}`);
    assert.equal(map.min, Math.min(...map.data));
    assert.equal(map.max, Math.max(...map.data));
    assert.ok(map.min < map.mean && map.mean < map.max);
    const logit = map.mean + biases[index];
    assert.ok(Math.abs(logit - logits[index]) <= 1e-5 * map.max, `class ${index}: ${logit}, not ${logits[index]}`);
  }
});

test('a class that the network does not have is refused', () => {
  assert.throws(() => session.classMap(200), { message: 'class is 200, expected 0 to 199' });
});
