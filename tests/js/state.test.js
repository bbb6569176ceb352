import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULTS, parseCell, validate } from '../../www/state.js';

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
  ['lang', '<b>'],
  ['theme', undefined],
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
