import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from '../../../www/export/lines.js';

test('words fill a line as far as they fit', () => {
  assert.deepEqual(linesOf('one two three four', 9, 9), ['one two', 'three', 'four']);
  assert.deepEqual(linesOf('  one\n\ttwo ', 7, 9), ['one two']);
  assert.deepEqual(linesOf('one two', 6, 9), ['one', 'two']);
});

test('nothing gives no line', () => {
  assert.deepEqual(linesOf(' \n', 9, 9), []);
});

test('what does not fit is cut off with an ellipsis that fits', () => {
  assert.deepEqual(linesOf('one two three four', 9, 2), ['one two', 'three…']);
  assert.deepEqual(linesOf('123456789 more', 9, 1), ['12345678…']);
});

test('a word longer than a line is cut where the line is full', () => {
  assert.deepEqual(linesOf('a 0123456789', 4, 9), ['a', '0123', '4567', '89']);
});

test('a no-break space holds together', () => {
  assert.deepEqual(linesOf('size 224\u00a0px', 9, 9), ['size', '224\u00a0px']);
});

test('letters without spaces count twice, break anywhere, and keep their punctuation', () => {
  assert.deepEqual(linesOf('注意力图。平均', 8, 9), ['注意力', '图。平均']);
  assert.deepEqual(linesOf('BAM 的图', 6, 9), ['BAM 的', '图']);
});

test('a character of two halves is never cut in two', () => {
  assert.deepEqual(linesOf('🐨🐨🐨', 4, 9), ['🐨🐨', '🐨']);
});
