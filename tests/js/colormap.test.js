import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colorize, entryOf, features, gain, signed } from '../../www/colormap.js';

const TABLES = { features, gain, signed };

for (const [name, table] of Object.entries(TABLES)) {
  test(`${name}: 256 opaque entries, no step a reader would see`, () => {
    assert.equal(table.length, 256 * 4);
    for (let i = 0; i < 256; i++) {
      assert.equal(table[i * 4 + 3], 255);
      if (i === 0) continue;
      for (let c = 0; c < 3; c++) {
        const step = Math.abs(table[i * 4 + c] - table[i * 4 - 4 + c]);
        assert.ok(step <= 6, `${name}[${i}] channel ${c} jumps by ${step}`);
      }
    }
  });
}

const lightness = (/** @type {Uint8ClampedArray} */ table, /** @type {number} */ i) =>
  0.2126 * table[i * 4] + 0.7152 * table[i * 4 + 1] + 0.0722 * table[i * 4 + 2];

test('features grow lighter and gain darker, all the way', () => {
  for (let i = 8; i < 256; i += 8) {
    assert.ok(lightness(features, i) > lightness(features, i - 8), `features at ${i}`);
    assert.ok(lightness(gain, i) < lightness(gain, i - 8), `gain at ${i}`);
  }
});

test('signed is palest at 0, purple below, orange above', () => {
  const middle = entryOf(0, { low: -2, high: 2 });
  for (const end of [0, 64, 192, 255]) assert.ok(lightness(signed, end) < lightness(signed, middle));
  assert.ok(signed[0 + 2] > signed[0 + 1], 'the low end has more blue than green');
  assert.ok(signed[255 * 4] > signed[255 * 4 + 2], 'the high end has more red than blue');
});

test('the ends of a range are the ends of the table, and values beyond are clamped', () => {
  const range = { low: 1, high: 2 };
  assert.deepEqual(
    [1, 2, -9, 99].map((v) => entryOf(v, range)),
    [0, 255, 0, 255],
  );
});

test('a range without width has one colour', () => {
  assert.equal(entryOf(3, { low: 3, high: 3 }), 128);
});

test('what is not finite is left clear', () => {
  const pixels = new Uint8ClampedArray(4 * 4);
  colorize([NaN, Infinity, -Infinity, 1], features, { low: 0, high: 1 }, pixels);
  assert.deepEqual([...pixels.slice(0, 12)], Array(12).fill(0));
  assert.deepEqual([...pixels.slice(12)], [...features.slice(-4)]);
});

test('many values at once get the colours that each has alone', () => {
  const values = [-3, -1, -0.999, 0, 0.1234567, 1 / 3, 0.5, 0.999, 1, 7, NaN, Infinity, -Infinity];
  for (const range of [
    { low: -1, high: 1 },
    { low: 0, high: 1 },
    { low: 0.2, high: 0.2 },
    { low: 1, high: 0 },
  ]) {
    const pixels = new Uint8ClampedArray(4 * values.length);
    colorize(values, signed, range, pixels);
    for (const [i, value] of values.entries()) {
      const entry = entryOf(value, range);
      const expected = entry < 0 ? [0, 0, 0, 0] : [...signed.slice(4 * entry, 4 * entry + 4)];
      assert.deepEqual([...pixels.slice(4 * i, 4 * i + 4)], expected, `${value} in ${range.low} to ${range.high}`);
    }
  }
});
