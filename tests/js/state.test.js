import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULTS, FIELDS, cellOf, parseCell, sameRun, settingOf, validate } from '../../www/state.js';
import { STEPS } from '../../www/walk/names.js';

test('nothing given is the defaults', () => {
  assert.deepEqual(validate({}), { state: { ...DEFAULTS }, rejected: [] });
});

test('words from a URL become values of their own type', () => {
  const { state, rejected } = validate({ stage: '2', r: '8', d: '3', crop: '0.25', cell: '5,7', channel: '37' });
  assert.deepEqual(rejected, []);
  assert.deepEqual(
    [state.stage, state.r, state.d, state.crop, state.cell, state.channel],
    [2, 8, 3, 0.25, '5,7', '37'],
  );
});

test('every field has a default, and every default is valid', () => {
  assert.deepEqual(new Set(FIELDS), new Set(Object.keys(DEFAULTS)));
  assert.deepEqual(validate({ ...DEFAULTS }), { state: { ...DEFAULTS }, rejected: [] });
});

/** What a field takes, beside its default. */
const TAKEN = /** @type {Record<string, unknown[]>} */ ({
  side: ['changes', 'cell', 'channel'],
  step: [...STEPS],
  unit: ['auto', '0', '4095'],
  panel: ['', 'channels', 'differences', 'worth', 'compare', 'grid', 'cost', 'files'],
  sort: ['index', 'mc', 'change', 'energy'],
  tiles: ['before', 'after', 'difference', 'stage4'],
  class: ['top', '0', '99999'],
  kept: ['', 'same', 'own', 'img:cat,r:8,crop:0.25'],
  compared: ['before', 'gain', 'after'],
  mode: ['side', 'swipe', 'difference'],
  code: ['python', 'rust'],
  tour: [0, 1, 10],
  held: ['', '0e709d1f'],
});

for (const [name, values] of Object.entries(TAKEN)) {
  test(`${name} takes ${values.map((value) => JSON.stringify(value)).join(', ')}`, () => {
    for (const value of values) {
      const { state, rejected } = validate({ [name]: value });
      assert.deepEqual(rejected, []);
      assert.deepEqual(state, { ...DEFAULTS, [name]: value });
    }
  });
}

test('numbers of classes, also as words', () => {
  for (const classes of [1, 1000, 100_000]) {
    assert.equal(validate({ classes }).state.classes, classes);
    assert.equal(validate({ classes: String(classes) }).state.classes, classes);
  }
});

for (const [name, value] of /** @type {[string, unknown][]} */ ([
  ['stage', 4],
  ['stage', '03'],
  ['r', '0'],
  ['r', '16.5'],
  ['r', '1e1'],
  ['r', null],
  ['d', 9],
  ['d', -1],
  ['form', 'cbam'],
  ['form', 'constructor'],
  ['merge', ''],
  ['size', '100000'],
  ['crop', '1.5'],
  ['crop', 'NaN'],
  ['cell', '5'],
  ['cell', '5,7,9'],
  ['channel', '-1'],
  ['img', '../secret'],
  ['tour', 11],
  ['tour', '1.5'],
  ['held', 'word'],
  ['held', '0E709D1F'],
  ['lang', '<b>'],
  ['theme', undefined],
  ['side', ''],
  ['side', 'all'],
  ['step', 'before'],
  ['step', ''],
  ['unit', '-1'],
  ['unit', '12345'],
  ['unit', 'mean'],
  ['panel', 'all'],
  ['panel', 'toString'],
  ['sort', 'ratio'],
  ['tiles', 'stage3'],
  ['class', '-1'],
  ['class', '123456'],
  ['class', 'cat'],
  ['classes', '0'],
  ['classes', '100001'],
  ['classes', '1e3'],
  ['kept', 'img=cat'],
  ['kept', 'a b'],
  ['compared', 'difference'],
  ['mode', ''],
  ['code', 'js'],
  ['toString', 'x'],
  ['__proto__x', 'x'],
])) {
  test(`${name} = ${JSON.stringify(value)} falls back and is named`, () => {
    const { state, rejected } = validate({ [name]: value });
    assert.deepEqual(state, { ...DEFAULTS });
    assert.deepEqual(rejected, [{ name, value: String(value) }]);
  });
}

test('what is refused keeps the value it had, and the rest is taken', () => {
  const base = { ...DEFAULTS, r: 8 };
  const { state, rejected } = validate({ r: 'many', stage: 1 }, base);
  assert.equal(state.r, 8);
  assert.equal(state.stage, 1);
  assert.equal(rejected.length, 1);
});

test('a long refused value is shortened', () => {
  const [{ value }] = validate({ form: 'x'.repeat(10_000) }).rejected;
  assert.ok(value.length <= 40);
});

test('a cell is parsed, none is null', () => {
  assert.deepEqual(parseCell('5,7'), { row: 5, column: 7 });
  assert.equal(parseCell(''), null);
});

test('a run depends on what the network is given and on the maps asked for, and on nothing else', () => {
  const other = {
    img: 'cat',
    stage: 1,
    form: 'se',
    merge: 'max',
    r: 8,
    d: 2,
    size: 96,
    crop: 0.1,
    channel: '3',
    tour: 3,
    held: '0e709d1f',
    view: 'spatial',
    cell: '1,1',
    side: 'cell',
    step: 'after',
    unit: '1',
    classes: 10,
    scale: 'stretch',
    order: 'index',
    panel: 'cost',
    sort: 'mc',
    tiles: 'before',
    class: '7',
    kept: 'same',
    compared: 'after',
    mode: 'swipe',
    code: 'rust',
    lang: 'ko',
    theme: 'dark',
  };
  assert.deepEqual(Object.keys(other).sort(), [...FIELDS].sort(), 'every field is tried');
  const changing = FIELDS.filter((name) => !sameRun(DEFAULTS, validate({ [name]: other[name] }).state));
  assert.deepEqual(changing.sort(), ['channel', 'crop', 'd', 'form', 'img', 'merge', 'r', 'size', 'stage']);
  assert.equal(sameRun(DEFAULTS, { ...DEFAULTS }), true);
});

test('the setting of a state', () => {
  const state = validate({ form: 'official', merge: 'max', r: 8, d: 2, size: 96 }).state;
  assert.deepEqual(settingOf(state), { form: 'official', merge: 'max', r: 8, d: 2 });
});

test('the cell to read is the one under the pointer, else the chosen one, and none outside the map', () => {
  const map = { heightPx: 8, widthPx: 6 };
  const state = { ...DEFAULTS, cell: '7,5' };
  assert.deepEqual(cellOf(state, null, map), { row: 7, column: 5 });
  assert.deepEqual(cellOf(state, { row: 0, column: 0 }, map), { row: 0, column: 0 });
  assert.equal(cellOf(DEFAULTS, null, map), null);
  assert.equal(cellOf({ ...DEFAULTS, cell: '8,5' }, null, map), null);
  assert.equal(cellOf({ ...DEFAULTS, cell: '7,6' }, null, map), null);
  assert.equal(cellOf(state, null, undefined), null);
});

test('a number is written in one way, whatever zeros stand before it', () => {
  const { state, rejected } = validate({ cell: '05,007', channel: '037', unit: '00', class: '012' });
  assert.deepEqual(rejected, []);
  assert.deepEqual([state.cell, state.channel, state.unit, state.class], ['5,7', '37', '0', '12']);
});

test('what is neither text nor number is refused by its kind: an object may throw when it is made a text', () => {
  const asked = [];
  const nosy = { toString: () => asked.push('toString'), [Symbol.toPrimitive]: () => asked.push('toPrimitive') };
  const objects = [{ toString: null, valueOf: null }, Object.create(null), nosy, [1], new Map(), () => 1, new Date(1)];
  for (const value of [...objects, Symbol('s'), 8n, true, null, undefined]) {
    const { state, rejected } = validate({ r: value, stage: value, 'no-such-field': value });
    assert.deepEqual(state, { ...DEFAULTS });
    assert.deepEqual(
      rejected.map(({ name }) => name),
      ['r', 'stage', 'no-such-field'],
    );
    assert.match(rejected[0].value, /^(object|function|Symbol\(s\)|8|true|null|undefined)$/);
  }
  assert.deepEqual(asked, []);
});
