import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  count,
  decimal,
  fileSize,
  percent,
  points,
  shapeText,
  shortLabel,
  signedDecimal,
  times,
} from '../../www/format.js';

test('figures keep their width and carry real minus signs', () => {
  assert.equal(decimal(-1.005), '−1.00');
  assert.equal(decimal(-0.001), '0.00');
  assert.equal(decimal(NaN), 'NaN');
  assert.equal(decimal(-Infinity), '−∞');
  assert.equal(signedDecimal(0.5), '+0.50');
  assert.equal(signedDecimal(0.001), '0.00');
  assert.equal(times(1.3149), '×1.31');
});

test('shares and their changes', () => {
  assert.equal(percent(0.4884), '48.8 %');
  assert.equal(points(0.0351), '+3.5');
  assert.equal(points(-0.0351), '−3.5');
  assert.equal(points(-0.00004), '±0.0');
});

test('a class goes by its first name', () => {
  assert.equal(shortLabel('koala, koala bear'), 'koala');
  assert.equal(shortLabel('Egyptian cat'), 'Egyptian cat');
});

test('sizes', () => {
  assert.equal(fileSize(14_527_104), '14.5 MB');
  assert.equal(fileSize(8_308), '9 KB');
  assert.deepEqual([999, 17_361, 1_719_040, 1_819_224_000].map(count), ['999', '17.4 k', '1.72 M', '1.82 G']);
  assert.equal(shapeText([64, 32, 32]), '64 × 32 × 32');
});
