/** The paper's tables: as they are printed, what contradicts what, and what the section says of them. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { numbersOf } from '../../www/format.js';
import { CHARTED, COSTS, pairsOf } from '../../www/results/chart.js';
import { PRINTED, cell, networkOf, otherDifference, printedElsewhere } from '../../www/results/printed.js';
import { OWN, SHEETS, sheetOf, sorted } from '../../www/results/sheet.js';

const PAPER = new URL('../../../shared/paper.json', import.meta.url);
const numbers = numbersOf('en');
const en = JSON.parse(readFileSync(new URL('../../www/locales/en.json', import.meta.url), 'utf8'));

test(
  'every table is the one that was read from the paper',
  { skip: !existsSync(PAPER) && 'there is no ../shared/paper.json' },
  () => {
    const paper = JSON.parse(readFileSync(PAPER, 'utf8'));
    const names = Object.keys(paper).filter((name) => /^table\d.?$/.test(name));
    assert.deepEqual(Object.keys(PRINTED), names);
    for (const name of names) {
      const { dataset, net, detector, columns, rows } = paper[name];
      assert.deepEqual(PRINTED[name], JSON.parse(JSON.stringify({ dataset, net, detector, columns, rows })), name);
    }
  },
);

test('where the paper contradicts itself', () => {
  const found = Object.entries(PRINTED).flatMap(([name, table]) =>
    table.rows.flatMap((row, i) =>
      table.columns.flatMap((column) => {
        const elsewhere = printedElsewhere(name, row, column).map((other) => `${other.name} ${other.value}`);
        const difference = otherDifference(table, i, column);
        if (difference !== undefined) elsewhere.push(difference.toFixed(3));
        return elsewhere.length
          ? [`${name} ${row[0]} ${column} ${cell(table, row, column)}: ${elsewhere.join(', ')}`]
          : [];
      }),
    ),
  );
  assert.deepEqual(found, [
    'table1a base params_M 23.68: table2 23.71, table3a 23.71, table5 23.71',
    'table1c ResNet50 params_M 23.68: table2 23.71, table3a 23.71, table5 23.71',
    'table1c WideResNet28 (w=8) + BAM params_M 23.56: table2 23.42, table3a 23.42, table5 23.42',
    'table1c ResNeXt 8x64d params_M 34.4: table2 34.52, table3a 34.52',
    'table2 ResNet50 params_M 23.71: table1a 23.68, table1c 23.68',
    'table2 WideResNet28 (w=8) + BAM params_M 23.42: table1c 23.56',
    'table2 ResNeXt29 8x64d params_M 34.52: table1c 34.4',
    'table3a ResNet50 params_M 23.71: table1a 23.68, table1c 23.68',
    'table3a PreResNet110 + BAM gflops_overhead_printed 0.01: 0.001',
    'table3a WideResNet28 (w=8) + BAM params_M 23.42: table1c 23.56',
    'table3a ResNeXt29 8x64d params_M 34.52: table1c 34.4',
    'table5 ResNet50 params_M 23.71: table1a 23.68, table1c 23.68',
    'table5 WideResNet28 (w=8) + BAM params_M 23.42: table1c 23.56',
  ]);
});

test('the networks of our kind, and no others, have a count', () => {
  const known = Object.values(PRINTED).flatMap((table) =>
    table.rows.filter((row) => networkOf(table, row)).map((row) => `${table.dataset} ${row.slice(0, 2).join(' ')}`),
  );
  assert.equal(known.length, 9 + 2 + 2 + 4 + 6 + 2);
  assert.ok(
    known.every((name) => / (ResNet\d+( \+ BAM)?|d|r|base) /.test(`${name} `)),
    known.join('\n'),
  );
});

test('BAM lowers the error of every network that the paper tried, as the section says', () => {
  let compared = 0;
  for (const table of Object.values(PRINTED)) {
    const error = table.columns.find((column) => column === 'error' || column === 'top1_error');
    if (!error || !table.columns.includes('model')) continue;
    for (const row of table.rows.filter(([model]) => String(model).endsWith(' + BAM'))) {
      const base = table.rows.find(([model]) => `${model} + BAM` === row[0]);
      assert.ok(base && Number(cell(table, row, error)) < Number(cell(table, base, error)), String(row[0]));
      compared += 1;
    }
  }
  assert.equal(compared, 3 + 4 + 8 + 10 + 4);
  for (const name of CHARTED) {
    for (const cost of COSTS) {
      const pairs = pairsOf(name, cost);
      assert.equal(pairs.length, PRINTED[name].rows.length / 2);
      assert.ok(pairs.every(({ base, attended }) => attended.y < base.y && base.x > 0 && attended.x >= base.x));
    }
  }
});

test('every sheet has words for its columns, and as many fields as columns', () => {
  for (const name of SHEETS) {
    const { columns, rows } = sheetOf(name, numbers);
    assert.ok(en[`results.about.${name}`], name);
    for (const column of columns) assert.ok(en[`results.column.${column.name}`], column.name);
    for (const row of rows) assert.equal(row.length, columns.length, name);
  }
  assert.equal(sheetOf(OWN, numbers).rows.length, 24);
});

test('a sheet is sorted by numbers and names, empty fields last', () => {
  const { columns, rows } = sheetOf(OWN, numbers);
  const at = (/** @type {string} */ name) => columns.findIndex((column) => column.name === name);
  const values = (/** @type {string} */ name, descending = false) =>
    sorted(rows, at(name), descending).map((row) => row[at(name)].value);
  const d = values('d');
  const empty = d.filter((value) => value === null).length;
  assert.ok(empty > 0);
  assert.deepEqual(d.slice(-empty), Array(empty).fill(null));
  assert.deepEqual(values('d', true).slice(-empty), Array(empty).fill(null));
  const errors = values('top1_error');
  assert.deepEqual(
    errors,
    [...errors].sort((a, b) => Number(a) - Number(b)),
  );
  assert.deepEqual(values('top1_error', true), errors.reverse());
});
