/** Counts beside the paper's: those of the module, and within the printed precision, but for those that are said. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bamCost, seCost } from '../../www/results/closed-form.js';
import { PRINTED, cell, networkOf, readingsOf } from '../../www/results/printed.js';
import { cost, initSync } from '../../www/wasm/bam_lens.js';

initSync({ module: readFileSync(new URL('../../www/wasm/bam_lens_bg.wasm', import.meta.url)) });
const { counted } = JSON.parse(readFileSync(new URL('../../www/precomputed/results.json', import.meta.url), 'utf8'));

/** What each column counts, its unit, and half of its last printed place. */
const COLUMNS = /** @type {const} */ ({
  params_M: ['parameters', 1e6],
  gflops: ['multiplyAdds', 1e9],
});
const HALF = 0.005;

/** @param {Omit<import('../../www/cost.js').CostedNetwork, 'name'>} network */
function countOf({ architecture, setting, size }) {
  const { parameters, multiplyAdds } = cost(architecture, setting, size);
  return { parameters, multiplyAdds };
}

test('the closed form counts what the module counts, also at the width of stage 4', () => {
  for (const r of [4, 8, 16, 32]) {
    for (const width of [64, 128]) {
      const architecture = /** @type {const} */ ({ arch: 'resnet50', stem: 'cifar', width, classes: 100 });
      for (const [form, norms] of /** @type {const} */ ([
        ['paper', 'both'],
        ['official', 'hidden'],
      ])) {
        const { bam } = cost(architecture, { form, merge: 'sum', r, d: 4 }, 32);
        bam.forEach((each, i) => {
          const edge = 32 / 2 ** i;
          assert.deepEqual({ ...each }, bamCost(4 * width * 2 ** i, r, edge ** 2, norms), `${form} ${width} ${r} ${i}`);
        });
      }
      const { bam } = cost(architecture, { form: 'se', merge: 'sum', r, d: 4 }, 32);
      bam.forEach((each, i) => assert.deepEqual({ ...each }, seCost(4 * width * 2 ** i, r)));
    }
  }
});

test('every count is the module’s, and what is off the printed number is known', () => {
  /** @type {string[]} */
  const apart = [];
  let compared = 0;
  for (const [name, table] of Object.entries(PRINTED)) {
    table.rows.forEach((row, i) => {
      const network = networkOf(table, row);
      if (!network) return assert.equal(counted[name][i], null);
      const { released, stem7 } = readingsOf(network);
      assert.deepEqual(counted[name][i], {
        ...countOf(network),
        released: countOf(released),
        stem7: countOf(stem7).parameters,
      });
      for (const [column, [what, unit]] of Object.entries(COLUMNS)) {
        const printed = cell(table, row, column);
        if (typeof printed !== 'number') continue;
        const ours = counted[name][i][what] / unit;
        if (Math.abs(ours - printed) > HALF) apart.push(`${name} ${row[0]} ${row[1]} ${column}: ${ours.toFixed(3)}`);
        compared += 1;
      }
    });
  }
  assert.equal(compared, 9 + 2 + 4 + 8 + 12 + 4);
  assert.deepEqual(apart, [
    'table1a r 32 params_M: 23.865',
    'table1a base null params_M: 23.705',
    'table1c ResNet50 23.68 params_M: 23.705',
    'table3a ResNet101 42.7 gflops: 2.435',
  ]);
});
