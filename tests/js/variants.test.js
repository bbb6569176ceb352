import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trainedFor } from '../../www/variants.js';

/** @typedef {import('../../www/variants.js').Variant} Variant */
/** @param {string} name @param {Partial<Variant['setting']>} setting @returns {Variant} */
const variant = (name, setting) => ({
  name,
  setting: { form: 'paper', merge: 'sum', r: 16, d: 4, ...setting },
  dAssumed: false,
  accuracy: null,
  gain: null,
});

const variants = [
  variant('r16_d4', {}),
  variant('r8_d2', { r: 8, d: 2 }),
  variant('channel', { merge: 'channel' }),
  variant('official', { form: 'official' }),
  variant('se', { form: 'se' }),
  variant('none', { form: 'none' }),
];

test('a setting finds the variant that was trained for what its form reads', () => {
  /** @type {[Partial<Variant['setting']>, string | undefined][]} */
  const cases = [
    [{}, 'r16_d4'],
    [{ r: 8, d: 2 }, 'r8_d2'],
    [{ r: 8 }, undefined],
    [{ d: 3 }, undefined],
    [{ merge: 'product' }, undefined],
    // A lone channel branch has no dilation.
    [{ merge: 'channel', d: 1 }, 'channel'],
    [{ form: 'official', merge: 'max' }, 'official'],
    [{ form: 'official', d: 2 }, undefined],
    [{ form: 'se', d: 1, merge: 'max' }, 'se'],
    [{ form: 'se', r: 4 }, undefined],
    [{ form: 'blog' }, undefined],
    [{ form: 'none', r: 4, d: 1, merge: 'max' }, 'none'],
  ];
  for (const [setting, name] of cases) {
    const wanted = { form: 'paper', merge: 'sum', r: 16, d: 4, ...setting };
    assert.equal(trainedFor(variants, /** @type {any} */ (wanted))?.name, name, JSON.stringify(setting));
  }
});
