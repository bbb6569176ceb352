import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ARROWS, KEYS, moved, shortcut } from '../../www/keys.js';
import { DEFAULTS, validate } from '../../www/state.js';

/**
 * @typedef {import('../../www/keys.js').Situation} Situation
 * @typedef {import('../../www/state.js').State} State
 */

/** @param {Partial<State>} [state] @param {Partial<Situation>} [rest] @returns {Situation} */
const situation = (state, rest) => ({
  state: { ...DEFAULTS, ...state },
  map: { heightPx: 8, widthPx: 6 },
  hovered: null,
  order: [4, 2, 0, 1, 3],
  busy: false,
  ...rest,
});

/** @param {string} key @param {Partial<State>} [state] @param {Partial<Situation>} [rest] */
const press = (key, state, rest) => shortcut(key, situation(state, rest));

test('a digit chooses its bottleneck', () => {
  for (const stage of [1, 2, 3]) assert.deepEqual(press(String(stage)), { stage });
  for (const key of ['0', '4', '01', 'a', 'Tab', 'F1', '']) assert.equal(press(key), undefined, key);
});

test('arrows pin the neighbour of the pinned cell, and open its way', () => {
  const at = (/** @type {string} */ key, cell = '3,2') => press(key, { cell });
  assert.deepEqual(at('ArrowUp'), { cell: '2,2', side: 'cell' });
  assert.deepEqual(at('ArrowDown'), { cell: '4,2', side: 'cell' });
  assert.deepEqual(at('ArrowLeft'), { cell: '3,1', side: 'cell' });
  assert.deepEqual(at('ArrowRight'), { cell: '3,3', side: 'cell' });
});

test('arrows stop at the edges of the map, rows at its height and columns at its width', () => {
  assert.equal(press('ArrowUp', { cell: '0,2' }).cell, '0,2');
  assert.equal(press('ArrowLeft', { cell: '3,0' }).cell, '3,0');
  assert.equal(press('ArrowDown', { cell: '7,2' }).cell, '7,2');
  assert.equal(press('ArrowRight', { cell: '3,5' }).cell, '3,5');
  assert.equal(press('ArrowDown', { cell: '6,2' }).cell, '7,2');
  assert.equal(press('ArrowRight', { cell: '99,99' }).cell, '7,5');
});

test('without a pinned cell arrows go on from the one under the pointer, else they start in the middle', () => {
  assert.equal(press('ArrowDown', {}, { hovered: { row: 1, column: 1 } }).cell, '2,1');
  assert.equal(press('ArrowDown', { cell: '3,2' }, { hovered: { row: 1, column: 1 } }).cell, '4,2');
  for (const key of Object.keys(ARROWS)) assert.equal(press(key).cell, '4,3', key);
});

test('on a map of one cell every arrow stays there', () => {
  for (const step of Object.values(ARROWS)) {
    for (const cell of [null, { row: 0, column: 0 }]) {
      assert.deepEqual(moved(cell, { heightPx: 1, widthPx: 1 }, step), { row: 0, column: 0 });
    }
  }
});

test('Enter pins the cell under the pointer, else opens the pinned one', () => {
  const hovered = { row: 1, column: 5 };
  assert.deepEqual(press('Enter', { cell: '3,2' }, { hovered }), { cell: '1,5', side: 'cell' });
  assert.deepEqual(press('Enter', { cell: '3,2' }), { cell: '3,2', side: 'cell' });
  assert.equal(press('Enter'), undefined);
});

test('brackets go through the channels as the bars stand, and stop at both ends', () => {
  const next = (/** @type {string} */ key, /** @type {string} */ channel) => press(key, { channel }).channel;
  assert.deepEqual([next(']', '4'), next(']', '2'), next(']', '3')], ['2', '0', '3']);
  assert.deepEqual([next('[', '0'), next('[', '2'), next('[', '4')], ['2', '4', '4']);
});

test('from the mean, or a channel without a bar, brackets start at the end they come from', () => {
  for (const channel of ['mean', '77']) {
    assert.equal(press(']', { channel }).channel, '4');
    assert.equal(press('[', { channel }).channel, '3');
  }
});

test('a channel opens its card, but the walk of a cell goes on with it', () => {
  assert.equal(press(']', { side: 'changes' }).side, 'channel');
  assert.equal(press(']', { side: 'channel' }).side, 'channel');
  assert.equal(press(']', { side: 'cell' }).side, 'cell');
});

test('without channels brackets choose nothing', () => {
  assert.deepEqual(press(']', {}, { order: [] }), {});
});

test('Escape puts away one thing after another: the side, the panel, the cell', () => {
  /** @type {Partial<State>} */
  let state = { side: 'cell', panel: 'worth', cell: '3,2' };
  const answers = [];
  for (let answer = press('Escape', state); answer; answer = press('Escape', state)) {
    answers.push(answer);
    state = { ...state, .../** @type {Partial<State>} */ (answer) };
  }
  assert.deepEqual(answers, [{ side: 'changes' }, { panel: '' }, { cell: '' }]);
});

test('Space is the next step of a walk, and nothing elsewhere', () => {
  assert.equal(press(' ', { side: 'cell' }), 'step');
  assert.equal(press(' ', { side: 'channel' }), undefined);
  assert.equal(press(' '), undefined);
});

test('? shows the list', () => {
  assert.equal(press('?'), 'list');
});

test('a control that has the focus keeps its own keys; the others still work', () => {
  const busy = { busy: true, hovered: { row: 1, column: 1 } };
  for (const key of [...Object.keys(ARROWS), 'Enter', ' ']) assert.equal(press(key, { side: 'cell' }, busy), undefined);
  assert.deepEqual(press('2', {}, busy), { stage: 2 });
  assert.equal(press(']', {}, busy).channel, '4');
  assert.deepEqual(press('Escape', { cell: '3,2' }, busy), { cell: '' });
  assert.equal(press('?', {}, busy), 'list');
});

test('before there is a map no key chooses a cell', () => {
  for (const key of [...Object.keys(ARROWS), 'Enter', ' ']) {
    assert.equal(press(key, { side: 'cell', cell: '3,2' }, { map: undefined }), undefined, key);
  }
  assert.deepEqual(press('1', {}, { map: undefined }), { stage: 1 });
});

test('every key in the list does something, and what it chooses is valid', () => {
  const names = { '←': 'ArrowLeft', '↑': 'ArrowUp', '→': 'ArrowRight', '↓': 'ArrowDown', Esc: 'Escape', Space: ' ' };
  for (const [keys] of KEYS) {
    for (const key of keys.split(' ')) {
      const answer = press(names[key] ?? key, { cell: '3,2', side: 'cell', tour: 2 });
      assert.ok(answer, key);
      if (typeof answer === 'object') assert.deepEqual(validate(/** @type {any} */ (answer)).rejected, [], key);
    }
  }
});
