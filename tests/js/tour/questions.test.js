/** What the tour asks and says about the bundled photos, computed once more by other means. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { unpackRuns } from '../../../www/precomputed.js';
import { baseOf, settingOf } from '../../../www/state.js';
import { CARDS, questionOf } from '../../../www/tour/cards.js';
import { factOf } from '../../../www/tour/facts.js';
import { ask } from '../../../www/tour/questions.js';
import { TABLES, translator } from '../../support/translator.js';

const www = new URL('../../../www/', import.meta.url);
/** @type {{ id: string }[]} */
const samples = JSON.parse(readFileSync(new URL('samples/index.json', www), 'utf8'));
const sigmoid = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));

/** @param {string} img @param {Partial<import('../../../www/state.js').State>} state */
function runOf(img, state) {
  const full = { ...baseOf(state.tour), img, ...state };
  const group = full.form === 'paper' && full.merge === 'sum' ? `r${full.r}` : 'forms';
  const { buffer } = new Uint8Array(readFileSync(new URL(`precomputed/${img}.${group}.safetensors`, www)));
  const run = unpackRuns(/** @type {ArrayBuffer} */ (buffer))(settingOf(full), full.stage);
  assert.ok(run?.detail && run.bottlenecks, `${img} was not computed in advance`);
  return { run, detail: run.detail, bottlenecks: run.bottlenecks, state: full };
}

/** @param {string} question */
const cardOf = (question) => CARDS.findIndex((card) => card.question === question) + 1;

for (const { id } of samples) {
  test(`${id}: every question has one answer, and it is the tensors'`, () => {
    const of = (/** @type {string} */ name) => {
      const { run, detail, bottlenecks, state } = runOf(id, { tour: cardOf(name) });
      const question = ask(name, run, state);
      assert.ok(question, name);
      if (question.options.length) {
        const values = question.options.map(({ value }) => value);
        assert.equal(new Set(values).size, values.length, `${name}: an option twice`);
        assert.equal(values.filter((value) => question.right.includes(value)).length, 1, name);
      }
      return { question, detail, bottlenecks };
    };

    const { question: channel, detail } = of('channel');
    const [mc, ms] = ['channel.logits', 'spatial.logits'].map((name) => detail.taps[name].data);
    const mean = (/** @type {number} */ c) => ms.reduce((sum, s) => sum + sigmoid(mc[c] + s), 0) / ms.length;
    const channels = channel.options.map(({ value }) => Number(value));
    assert.equal(Number(channel.right[0]), channels.sort((a, b) => mean(b) - mean(a))[0]);

    const { question: cell } = of('cell');
    const gain = detail.gain?.data ?? assert.fail('no gain');
    const [row, column] = cell.right[0].split(',').map(Number);
    assert.equal(gain[row * 8 + column], Math.max(...gain));
    assert.equal(cell.right.length, 16);
    const rank = cell.ranked?.('0,0').rank;
    assert.equal(rank, 1 + gain.filter((value) => value > gain[0]).length);

    const { question: lattice } = of('lattice');
    // On a map of 16 cells a side, with d = 4, a corner reaches 0, 4 and 8: three rows of three.
    assert.deepEqual(lattice.right, ['9']);

    const { question: amplified } = of('gain');
    const { channel: c, mc: m, ms: s } = amplified.values;
    assert.equal(m, mc[c]);
    assert.equal(s, ms[3 * 8 + 4]);
    assert.equal(amplified.right[0], (1 + sigmoid(m + s)).toFixed(4));

    const { question: spread, bottlenecks } = of('spread');
    const spreads = bottlenecks.map(({ gain }) => {
      const data = gain?.data ?? assert.fail('no gain');
      const average = data.reduce((sum, x) => sum + x, 0) / data.length;
      return Math.sqrt(data.reduce((sum, x) => sum + (x - average) ** 2, 0) / data.length);
    });
    assert.equal(Number(spread.right[0]) - 1, spreads.indexOf(Math.max(...spreads)));
  });

  test(`${id}: what is said about three BAMs is what the spreads say`, () => {
    const { run, bottlenecks } = runOf(id, { tour: cardOf('spread') });
    const [a, b, c] = bottlenecks.map(({ gain }) => gain?.deviation ?? NaN);
    const said = factOf('stages', run, translator('en'))?.key;
    assert.equal(said === 'tour.fact.grows', a < b && b < c);
    assert.equal(said === 'tour.fact.shrinks', c <= a);
  });
}

test('every form says only what it has, in every language, with every value filled in', () => {
  const variants = [
    { form: 'paper', merge: 'sum' },
    { form: 'paper', merge: 'channel' },
    { form: 'paper', merge: 'spatial' },
    { form: 'official', merge: 'sum' },
    { form: 'blog', merge: 'sum' },
    { form: 'se', merge: 'sum' },
    { form: 'none', merge: 'sum' },
  ];
  for (const variant of variants) {
    for (const [i, { name }] of CARDS.entries()) {
      const { run, state } = runOf('koala', { tour: i + 1, .../** @type {any} */ (variant) });
      const question = questionOf(state);
      if (question) assert.ok(ask(question, run, state), `${JSON.stringify(variant)}: ${question} cannot be asked`);
      for (const lang of Object.keys(TABLES)) {
        const t = translator(lang);
        const fact = factOf(name, run, t);
        const said = fact ? t(fact.key, fact.values) : '';
        assert.doesNotMatch(said, /[{}]|NaN|undefined|^tour\./, `${JSON.stringify(variant)} ${name}: ${said}`);
      }
    }
  }
});
