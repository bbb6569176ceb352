import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FORMS, MERGES } from '../../www/state.js';
import { WHERES, alternatives, changesOf } from '../../www/worth.js';

/** @param {Partial<import('../../www/wasm/bam_lens.js').Setting>} [other] */
const settingWith = (other) => /** @type {const} */ ({ form: 'paper', merge: 'sum', r: 8, d: 2, ...other });

test('each alternative changes the BAM it names, and no other', () => {
  for (const form of FORMS) {
    const setting = settingWith({ form });
    for (const { name, where, settings } of alternatives(setting)) {
      settings.forEach((tried, i) => {
        const changed = where === 'all' || where === i + 1;
        const expected = name === 'off' ? { ...setting, form: 'none' } : { ...setting, merge: name };
        assert.deepEqual(tried, changed ? expected : setting, `${name} at ${where}, BAM ${i + 1}`);
      });
    }
  }
});

test("the paper's form can be off or merged otherwise, each at every BAM and at all", () => {
  for (const merge of MERGES) {
    const found = alternatives(settingWith({ merge }));
    const names = ['off', ...MERGES.filter((other) => other !== merge)];
    assert.deepEqual(
      found.map(({ name, where }) => `${name} ${where}`),
      names.flatMap((name) => WHERES.map((where) => `${name} ${where}`)),
    );
    assert.equal(found.length, 20);
  }
});

test('another form is merged in one way: it can be off alone', () => {
  for (const form of /** @type {const} */ (['official', 'blog', 'se'])) {
    const found = alternatives(settingWith({ form, merge: 'max' }));
    assert.deepEqual(
      found.map(({ name, where }) => `${name} ${where}`),
      ['off 1', 'off 2', 'off 3', 'off all'],
    );
  }
});

test('what is off has no alternative', () => {
  assert.deepEqual(alternatives(settingWith({ form: 'none' })), []);
});

test('the setting asked about is left as it is', () => {
  const setting = Object.freeze(settingWith());
  assert.equal(alternatives(setting).length, 20);
  assert.deepEqual(setting, settingWith());
});

/** @param {[number, number][]} pairs */
const predictions = (...pairs) =>
  pairs.map(([index, probability]) => ({ index, label: `class ${index}`, probability }));

test('changes are told in the order of the run on show, wherever the other run has its classes', () => {
  const now = predictions([7, 0.5], [3, 0.3], [9, 0.2]);
  const other = predictions([9, 0.9], [7, 0.08], [3, 0.02]);
  assert.deepEqual(changesOf(now, other, 2), [
    { index: 7, label: 'class 7', now: 0.5, other: 0.08 },
    { index: 3, label: 'class 3', now: 0.3, other: 0.02 },
  ]);
  assert.equal(changesOf(now, other, 5).length, 3);
});

test('a class that the other run lacks has no probability, one of 0 has', () => {
  const [gone, zero] = changesOf(predictions([1, 0.6], [2, 0.4]), predictions([2, 0]), 2);
  assert.ok(Number.isNaN(gone.other));
  assert.equal(zero.other, 0);
});
