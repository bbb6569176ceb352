import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translator } from '../support/translator.js';
import { LONGEST, isolated, plain } from '../../www/texts.js';

test('a text is one line of 200 characters at most', () => {
  assert.equal(plain('a.jpg'), 'a.jpg');
  assert.equal(plain('a\r\nb\u0000c\u2028d\u0085e'), 'a  b c d e');
  assert.equal(plain('x'.repeat(LONGEST)), 'x'.repeat(LONGEST));
  assert.equal(plain('x'.repeat(LONGEST + 1)), `${'x'.repeat(LONGEST)}…`);
  // A character outside the first plane is one, and is not cut in two.
  assert.equal(plain('😀'.repeat(10_000)), `${'😀'.repeat(LONGEST)}…`);
});

test('no text turns what follows it around', () => {
  assert.equal(plain('photo\u202egpj.exe'), 'photogpj.exe');
  assert.equal(plain('\u2066\u2067\u2068a\u2069\u200f\u200e\u061c\u202a\u202b\u202c\u202d'), 'a');
});

test('words from right to left stay together in a sentence', () => {
  assert.equal(isolated('שלום 3'), '\u2068שלום 3\u2069');
  assert.equal(isolated('قط'), '\u2068قط\u2069');
  assert.equal(isolated('강아지 cat.jpg'), '강아지 cat.jpg');
  assert.match(translator('en')('checkpoint.title', { name: 'שלום.pth' }), /\u2068שלום\.pth\u2069/);
});

test('a name that every object has is no value of a sentence', () => {
  const t = translator('en');
  assert.equal(t('{constructor} {toString}', {}), '{constructor} {toString}');
});
