import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOrder, measure, planesOfChannel } from '../../www/channels.js';
import { NAMES, SIZE, insideOf } from './walk-modules.js';

/** @param {number[][]} channels each of a 1 x N map @returns {import('../../www/run.js').Tap} */
const tapOf = (channels) => ({
  name: 'x',
  shape: [1, channels.length, 1, channels[0].length],
  data: Float32Array.from(channels.flat()),
});

/** @param {Float32Array} found @param {number[]} expected */
function near(found, expected) {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) => {
    const same = Number.isNaN(expected[i]) ? Number.isNaN(value) : Math.abs(value - expected[i]) <= 1e-6;
    assert.ok(same, `${i}: ${value}, expected ${expected[i]}`);
  });
}

test('four channels, measured by hand', () => {
  const before = tapOf([
    [3, 4, 0, 0],
    [0, 0, 0, 0],
    [1, 1, 1, 1],
    [-1, 3, 0, 0],
  ]);
  const after = tapOf([
    [6, 8, 0, 0],
    [0, 0, 0, 0],
    [1, 1, 1, 3],
    [-1, 3, 0, 1],
  ]);
  const { energy, change, ratio, mc, notFinite } = measure({ before, after });
  near(energy, [2.5, 0, 1, Math.sqrt(2.5)]);
  near(change, [2.5, 0, 1, 0.5]);
  near(ratio, [2, NaN, 1.5, 1.5]);
  assert.equal(mc, undefined);
  assert.equal(notFinite, 0);
});

test('where Mc alone decides, a channel is changed by as much as the sigmoid of its logit says', () => {
  for (const name of /** @type {const} */ (['paper_channel', 'se'])) {
    const { before, after, 'channel.logits': logits } = insideOf(name).taps;
    const { energy, change, ratio, mc } = measure({ before, after, 'channel.logits': logits });
    assert.equal(mc, logits.data);
    const attention = Array.from(logits.data, (x) => 1 / (1 + Math.exp(-x)));
    near(ratio, name === 'se' ? attention : attention.map((m) => 1 + m));
    near(
      change,
      attention.map((m, c) => (name === 'se' ? 1 - m : m) * energy[c]),
    );
  }
});

test('mean square is the square of the mean and the variance', () => {
  for (const name of NAMES) {
    const { before, after } = insideOf(name).taps;
    const { energy, change } = measure({ before, after });
    const cells = SIZE.heightPx * SIZE.widthPx;
    const rootMeanSquare = (/** @type {number[]} */ values) => {
      const mean = values.reduce((sum, value) => sum + value) / cells;
      return Math.hypot(mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / cells));
    };
    const plane = (tap, c) => [...tap.data.slice(c * cells, (c + 1) * cells)];
    const all = Array.from({ length: SIZE.channels }, (_, c) => c);
    near(
      energy,
      all.map((c) => rootMeanSquare(plane(before, c))),
    );
    near(
      change,
      all.map((c) => rootMeanSquare(plane(before, c).map((value, i) => plane(after, c)[i] - value))),
    );
  }
});

test('channels that hold what is not finite are counted, and the others are measured all the same', () => {
  const before = tapOf([
    [1, NaN],
    [1, 1],
    [Infinity, 0],
    [2, 2],
  ]);
  const after = tapOf([
    [1, 1],
    [-Infinity, 1],
    [1, 1],
    [4, 4],
  ]);
  const found = measure({ before, after });
  assert.equal(found.notFinite, 3);
  assert.deepEqual([found.energy[3], found.change[3], found.ratio[3]], [2, 2, 2]);
  assert.ok(Number.isNaN(found.energy[0]) && Number.isNaN(found.change[0]) && Number.isNaN(found.ratio[0]));
});

const channels = {
  energy: Float32Array.of(1, 4, 2, 4),
  change: Float32Array.of(3, NaN, 1, 2),
  ratio: Float32Array.of(1, 1, 1, 1),
  mc: Float32Array.of(-1, -3, 2, 0),
  notFinite: 1,
};

test('in order: the largest first, of equals the first, what is not a number last', () => {
  assert.deepEqual(inOrder(channels, 'index'), [0, 1, 2, 3]);
  assert.deepEqual(inOrder(channels, 'energy'), [1, 3, 2, 0]);
  assert.deepEqual(inOrder(channels, 'change'), [0, 3, 2, 1]);
  assert.deepEqual(inOrder(channels, 'mc'), [2, 3, 0, 1]);
});

test('without a channel branch Mc gives no order', () => {
  assert.deepEqual(inOrder({ ...channels, mc: undefined }, 'mc'), [0, 1, 2, 3]);
});

test("a channel's planes are its own, as they lie on the map", () => {
  const before = { name: 'before', shape: [1, 2, 2, 3], data: Float32Array.from({ length: 12 }, (_, i) => i) };
  const after = { ...before, data: before.data.map((value, i) => value * 2 - (i === 7 ? 8 : 0)) };
  const planes = planesOfChannel({ before, after }, 1);
  for (const { heightPx, widthPx } of Object.values(planes)) assert.deepEqual([heightPx, widthPx], [2, 3]);
  assert.deepEqual([...planes.before.data], [6, 7, 8, 9, 10, 11]);
  assert.deepEqual([...planes.after.data], [12, 6, 16, 18, 20, 22]);
  assert.deepEqual([...planes.difference.data], [6, -1, 8, 9, 10, 11]);
  assert.deepEqual([planes.difference.min, planes.difference.max], [-1, 11]);
  // A copy: what is drawn of it changes no tap.
  planes.difference.data.fill(0);
  assert.equal(before.data[6], 6);
  assert.equal(after.data[6], 12);
});

test('a difference of what is not finite is left out of the statistics', () => {
  const planes = planesOfChannel({ before: tapOf([[1, NaN, 2]]), after: tapOf([[2, 1, 5]]) }, 0);
  assert.deepEqual(
    [planes.difference.notFinite, planes.difference.min, planes.difference.max, planes.after.notFinite],
    [1, 1, 3, 0],
  );
});
