/** The paper's tables: as they are printed, what contradicts what, and what the section says of them. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { numbersOf } from '../../www/format.js';
import { CHARTED, COSTS, pairsOf } from '../../www/results/chart.js';
import { bamCost, seCost } from '../../www/results/closed-form.js';
import { countOf, digitsOf, fits, inUnit, placeOf, places } from '../../www/results/counts.js';
import { RULES, isOff, notesOn } from '../../www/results/deviations.js';
import { BLOCKS, everyBlockOf } from '../../www/results/every-block.js';
import { APART, BEST, OWN, PLAIN, addedBy, alike, labelOf, ofGrid, ownOf, ownSheet } from '../../www/results/own.js';
import { PRINTED, cell, networkOf, otherDifference, printedElsewhere, printedText } from '../../www/results/printed.js';
import { SHEETS, sheetOf, sorted } from '../../www/results/sheet.js';
import { arrange, box, spread } from '../../www/results/spread.js';
import { translatorOf } from '../../www/strings.js';

const SHARED = new URL('../../../shared/', import.meta.url);
const PAPER = new URL('paper.json', SHARED);
const FACTS = new URL('FACTS.md', SHARED);
const numbers = numbersOf('en');
const tables = Object.fromEntries(
  ['en', 'ko'].map((lang) => [
    lang,
    JSON.parse(readFileSync(new URL(`../../www/locales/${lang}.json`, import.meta.url), 'utf8')),
  ]),
);
const { en } = tables;
const t = translatorOf(/** @type {any} */ (tables), 'en');

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

test(
  'every number has the digits that are printed',
  { skip: !existsSync(FACTS) && 'there is no ../shared/FACTS.md' },
  () => {
    const facts = readFileSync(FACTS, 'utf8');
    for (const [name, { columns, rows }] of Object.entries(PRINTED)) {
      const [, text] = new RegExp(`### Table ${name.slice(5)}: .*\n((?:\\|.*\n)+)`).exec(facts) ?? [];
      assert.ok(text, name);
      const lines = text.split('\n').filter(Boolean).slice(2);
      assert.equal(lines.length, rows.length, name);
      rows.forEach((row, i) => {
        // A value and what BAM adds to it stand in one field.
        const printed = lines[i]
          .split(/[|()]/)
          .map((field) => field.trim())
          .filter((field) => /^\+?[\d.]+$/.test(field));
        const numbered = columns.filter(
          (column, c) => typeof row[c] === 'number' && !['channel', 'spatial'].includes(column),
        );
        assert.deepEqual(
          numbered.map((column) => printedText(name, i, column)),
          printed,
          `${name} ${i}`,
        );
      });
    }
    assert.equal(printedText('table1a', 2, 'error'), '20');
    assert.equal(printedText('table2', 2, 'error'), '20.00');
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

test('the closed form of a module, and a module in every block', () => {
  // FACTS.md, sections 5 and 6: the released code, the printed formula, and both BatchNorms.
  for (const [channels, released] of [
    [64, 1173],
    [128, 4457],
    [256, 17_361],
    [512, 68_513],
    [1024, 272_193],
  ]) {
    assert.equal(bamCost(channels, 16, 1, 'hidden').parameters, released);
  }
  assert.equal(bamCost(256, 16, 1, 'last').parameters, 17_747);
  assert.equal(bamCost(256, 16, 1, 'both').parameters, 17_875);
  assert.equal(bamCost(256, 16, 32 ** 2, 'both').multiplyAdds, 8_937_472);
  assert.equal(seCost(256, 16).parameters, 8464);
  assert.equal(
    BLOCKS.reduce((sum, { blocks }) => sum + blocks, 0),
    16,
  );
  const rows = Object.entries(PRINTED).flatMap(([name, table]) =>
    table.rows.flatMap((row, i) => (everyBlockOf(table, row) ? [{ name, i, model: row[0] }] : [])),
  );
  assert.deepEqual(
    rows.map(({ name, model }) => `${name} ${model}`),
    ['table2 ResNet50 + BAM-C', 'table5 ResNet50 + SE'],
  );
  const [bam, se] = rows.map(({ name, i }) => countOf(name, i));
  assert.equal(se?.parameters, 26_236_244);
  assert.equal(bam?.released?.parameters, 23_705_252 + 5_214_464);
  assert.equal(bam?.parameters, 23_705_252 + 5_244_704);
  assert.ok(bam?.closed && se?.closed);
});

test('every count that is off the printed number has one explanation, and every explanation a number that is off', () => {
  const off = places().filter(isOff);
  assert.deepEqual(
    off.map((place) => {
      const rules = RULES.filter(({ explains }) => explains(place)).map(({ key }) => key);
      const ours = numbers.decimal(inUnit(place, place.count), 4);
      return `${place.name} ${place.index} ${place.column} ${place.printed}, here ${ours}: ${rules.join(', ')}`;
    }),
    [
      'table1a 7 params_M 23.87, here 23.8646: results.why.stem',
      'table1a 8 params_M 23.68, here 23.7053: results.why.plain',
      'table1c 0 params_M 23.68, here 23.7053: results.why.plain',
      'table2 1 params_M 28.98, here 28.9500: results.why.everyBlock',
      'table3a 2 gflops 2.44, here 2.4347: results.why.stride',
    ],
  );
  for (const { key, explains } of RULES) {
    assert.ok(off.some(explains), `${key} explains nothing`);
    for (const table of Object.values(tables)) assert.ok(table[key], key);
  }
  const keys = Object.keys(en).filter((key) => key.startsWith('results.why.'));
  assert.deepEqual(
    RULES.map(({ key }) => key).filter((key, i, all) => all.indexOf(key) !== i),
    [],
  );
  assert.deepEqual(keys.sort(), RULES.map(({ key }) => key).sort());
  for (const place of places()) {
    const explained = notesOn(place, numbers.decimal).filter(({ key }) => key.startsWith('results.why.'));
    assert.equal(explained.length, isOff(place) ? 1 : 0);
  }
});

test('what the explanations claim', () => {
  const all = places();
  const rounds = (/** @type {number} */ value, /** @type {string} */ text) => value.toFixed(2) === text;
  // The plain ResNet-50: either stem rounds to what the other tables print.
  const plain = placeOf('table1a', 8, 'params_M');
  assert.ok(plain && rounds(plain.count.parameters / 1e6, '23.71') && rounds((plain.count.stem7 ?? 0) / 1e6, '23.71'));
  // r of table 1a: the released code with a 7x7 stem fits each, none of the others fits r = 32.
  for (const index of [4, 5, 6, 7]) {
    const place = placeOf('table1a', index, 'params_M');
    assert.ok(place?.count.released && place.count.stem7 && place.count.last);
    const { parameters, released, stem7, last } = place.count;
    assert.ok(fits(place, (released.parameters + stem7 - parameters) / 1e6), place.printed);
    if (index === 7) assert.ok([parameters, released.parameters, last].every((count) => !fits(place, count / 1e6)));
  }
  assert.equal(placeOf('table1a', 7, 'params_M')?.count.last, 23_864_133);
  assert.equal(placeOf('table1a', 4, 'params_M')?.count.last, 26_293_357);
  const deep = placeOf('table3a', 2, 'params_M');
  assert.ok(deep && fits(deep, deep.count.parameters / 1e6) && !fits(deep, (deep.count.stem7 ?? 0) / 1e6));
  // The stride on the first 1x1 fits all multiply-adds but one.
  const costs = all.filter(({ column }) => column === 'gflops');
  assert.deepEqual(
    costs.filter(isOff).map(({ name, printed }) => `${name} ${printed}`),
    ['table3a 2.44'],
  );
  assert.ok(costs.length > 10);
  // BAM in every block: no place of the BatchNorms fits.
  const every = placeOf('table2', 1, 'params_M');
  assert.ok(every?.count.released && every.count.last);
  for (const count of [every.count.parameters, every.count.last, every.count.released.parameters]) {
    assert.ok(!fits(every, count / 1e6));
  }
});

test('the released code is named where it gives other digits', () => {
  const named = places().flatMap((place) =>
    notesOn(place, numbers.decimal)
      .filter(({ key }) => key.startsWith('results.released.'))
      .map(({ values }) => `${place.name} ${place.index} ${place.printed} ${values.value}`),
  );
  assert.ok(named.includes('table2 2 24.07 24.06'));
  assert.ok(named.includes('table3b 2 3.86 4.09'));
  assert.ok(!named.some((line) => line.startsWith('table3b 3 25.92')), 'both round to 25.92');
  for (const column of ['params_M', 'gflops']) assert.ok(en[`results.released.${column}`]);
});

test('our counts have the digits that show how they round', () => {
  assert.equal(numbers.decimal(23.864581, digitsOf(23.864581, 2)), '23.8646');
  assert.equal(numbers.decimal(24.066909, digitsOf(24.066909, 2)), '24.067');
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
  const sheets = [...SHEETS.map((name) => ({ name, sheet: sheetOf(name, numbers) })), { name: '', sheet: ownSheet(t) }];
  for (const { name, sheet } of sheets) {
    assert.ok(!name || en[`results.about.${name}`], name);
    for (const column of sheet.columns) assert.ok(en[`results.column.${column.name}`], column.name);
    for (const row of sheet.rows) assert.equal(row.length, sheet.columns.length, name);
  }
});

test('this network: 24 variants, what they add to the plain one, and which cannot be told apart', () => {
  assert.equal(OWN.length, 24);
  assert.equal(OWN.filter(ofGrid).length, 16);
  assert.equal(addedBy(PLAIN, 'parameters'), 0);
  assert.ok(OWN.every((own) => own === PLAIN || addedBy(own, 'parameters') > 0));
  assert.ok(OWN.every(({ error }) => error >= BEST.error));
  for (const own of OWN) {
    for (const other of alike(own)) assert.ok(Math.abs(own.error - other.error) < APART && alike(other).includes(own));
  }
  // What a chart of all costs would show: next to nothing.
  const all = OWN.map(({ parameters }) => parameters);
  assert.ok(Math.max(...all) / Math.min(...all) < 1.02);
  for (const lang of ['en', 'ko']) {
    const labels = OWN.map((own) => labelOf(translatorOf(/** @type {any} */ (tables), lang), own));
    assert.equal(new Set(labels).size, OWN.length, 'each has a name of its own');
    assert.ok(labels.every((label) => !label.startsWith('results.')));
  }
  const { columns, rows } = ownSheet(t);
  const at = columns.findIndex(({ name }) => name === 'params_added');
  OWN.forEach((own, i) => assert.equal(rows[i][at].text, numbers.whole(addedBy(own, 'parameters'))));
});

test('the band is as wide as the training says', () => {
  const results = readFileSync(new URL('../../training/RESULTS.md', import.meta.url), 'utf8');
  assert.equal(/differ by less than ([\d.]+) points/.exec(results)?.[1], String(APART));
});

test('a setting finds the variant that was trained for it, whatever else it says', () => {
  for (const own of OWN) assert.equal(ownOf(own.setting), own);
  assert.equal(ownOf({ form: 'none', merge: 'max', r: 3, d: 7 }), PLAIN);
  assert.equal(ownOf({ form: 'se', merge: 'product', r: 16, d: 1 })?.name, 'se');
  assert.equal(ownOf({ form: 'paper', merge: 'sum', r: 16, d: 3 }), undefined);
});

test('marks are moved sideways as little as it takes, names where there is room', () => {
  const points = [
    { x: 50, y: 10 },
    { x: 50, y: 10 },
    { x: 50, y: 100 },
    { x: 52, y: 12 },
  ];
  const placed = spread(points, 10, [0, 200]);
  placed.forEach(({ x, y }, i) => {
    assert.equal(y, points[i].y);
    for (const other of placed.slice(i + 1)) assert.ok(Math.hypot(other.x - x, other.y - y) >= 10);
  });
  assert.deepEqual([placed[0].x, placed[2].x], [50, 50]);
  const [left, right] = [box(0, 0, 10, 10), box(20, 0, 10, 10)];
  assert.deepEqual(arrange([[left, right], [left]], []), [right, left]);
  assert.deepEqual(arrange([[left, right]], [box(5, 5, 2, 2)]), [right]);
});

test('a sheet is sorted by numbers and names, empty fields last', () => {
  const { columns, rows } = ownSheet(t);
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
