import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptState, keptText } from '../../www/kept.js';
import { DEFAULTS } from '../../www/state.js';

test('what a link says of a kept run brings its settings back, and nothing else', () => {
  const state = { ...DEFAULTS, img: 'cat', form: 'official', r: 8, d: 2, size: 160, crop: 0.25, stage: 1, cell: '3,4' };
  const text = keptText(/** @type {any} */ (state), false);
  assert.equal(text, 'img:cat,form:official,r:8,d:2,size:160,crop:0.25');
  assert.deepEqual(keptState(text), { ...state, stage: DEFAULTS.stage, cell: '' });
});

test('a run of all defaults is called the same', () => {
  assert.equal(keptText({ ...DEFAULTS }, false), 'same');
  assert.deepEqual(keptState('same'), { ...DEFAULTS });
});

test("a reader's own photo or network cannot be brought back", () => {
  assert.equal(keptText({ ...DEFAULTS, img: 'own' }, false), 'own');
  assert.equal(keptText({ ...DEFAULTS, r: 8 }, true), 'own');
  assert.equal(keptState('own'), undefined);
});

test('what names no run is refused', () => {
  for (const text of [
    'cat',
    'img',
    'img:',
    'r:99999999',
    'form:cbam',
    'stage:2',
    'toString:1',
    'r:8,,d:2',
    '__proto__:1',
  ]) {
    assert.equal(keptState(text), undefined, text);
  }
});
