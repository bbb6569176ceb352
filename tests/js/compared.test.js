import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceOf, sideOf } from '../../www/compared.js';

/** (1, 2, 1, 2) */
const tap = (...values) => ({ name: '', shape: [1, 2, 1, 2], data: Float32Array.from(values) });
const taps = { before: tap(1, 2, 3, 6), attention: tap(0.5, 0.25, 0, 1), after: tap(1.5, 2.5, 3, 12) };
const inside = (form) => /** @type {any} */ ({ taps, setting: { form } });

test('the planes of a kept run are those of the page: a channel, or the mean over channels', () => {
  const mean = sideOf(inside('paper'), undefined);
  assert.deepEqual([...mean.before.data], [2, 4]);
  assert.deepEqual([...mean.gain.data], [1.25, 1.625]);
  assert.deepEqual([...mean.after.data], [2.25, 7.25]);
  assert.deepEqual([mean.before.heightPx, mean.before.widthPx, mean.before.mean], [1, 2, 3]);
  const second = sideOf(inside('paper'), 1);
  assert.deepEqual([...second.before.data], [3, 6]);
  assert.deepEqual([...second.gain.data], [1, 2]);
});

test('SE multiplies by M itself; with BAM off there is no gain', () => {
  assert.deepEqual([...sideOf(inside('se'), 0).gain.data], [0.5, 0.25]);
  const off = /** @type {any} */ ({ taps: { ...taps, attention: undefined }, setting: { form: 'none' } });
  assert.equal(sideOf(off, undefined).gain, undefined);
});

test('a difference is the second less the first, and only of maps of one size', () => {
  const { before, after } = sideOf(inside('paper'), undefined);
  assert.deepEqual([...differenceOf(before, after).data], [0.25, 3.25]);
  assert.equal(differenceOf(before, { ...after, widthPx: 1, heightPx: 2 }), undefined);
});
