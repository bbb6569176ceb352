import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitClass, fitPlaces } from '../../www/keep-places.js';
import { DEFAULTS } from '../../www/state.js';

/** @param {number} heightPx @param {number} [widthPx] @param {number} [channels] */
const mapOf = (heightPx, widthPx = heightPx, channels = 256) => ({ heightPx, widthPx, channels });

/** @param {string} cell @param {string} [channel] */
const stateWith = (cell, channel = 'mean') => ({ ...DEFAULTS, cell, channel });

test('what is in place stays the very state', () => {
  for (const state of [stateWith(''), stateWith('0,0'), stateWith('7,7', '255'), stateWith('3,4', '0')]) {
    for (const from of [mapOf(8), undefined]) {
      const fitted = fitPlaces(state, mapOf(8), from);
      assert.equal(fitted.state, state);
      assert.equal(fitted.hint, undefined);
    }
  }
});

test('a cell goes to the same place of the photo', () => {
  /** @type {[string, number, number, string][]} cell, edge of its map, edge of the next, cell there */
  const cases = [
    ['0,0', 32, 8, '0,0'],
    ['31,31', 32, 8, '7,7'],
    ['3,4', 32, 8, '0,1'],
    ['16,15', 32, 8, '4,3'],
    // A cell of the coarse map covers 4 x 4 of the fine one; the middle of it lies on the later of the two in the middle.
    ['0,7', 8, 32, '2,30'],
    ['1,0', 2, 7, '5,1'],
    ['6,6', 7, 1, '0,0'],
    ['0,0', 1, 7, '3,3'],
  ];
  for (const [cell, from, to, expected] of cases) {
    assert.equal(fitPlaces(stateWith(cell), mapOf(to), mapOf(from)).state.cell, expected, `${cell}: ${from} to ${to}`);
  }
});

test('rows and columns go by their own edges', () => {
  assert.equal(fitPlaces(stateWith('5,1'), mapOf(3, 20), mapOf(6, 4)).state.cell, '2,7');
});

test('there and back from a coarse map to a fine one a cell is itself, for every cell', () => {
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 7; column++) {
      const there = fitPlaces(stateWith(`${row},${column}`), mapOf(16, 14), mapOf(4, 7)).state;
      assert.equal(fitPlaces(there, mapOf(4, 7), mapOf(16, 14)).state.cell, `${row},${column}`);
    }
  }
});

test('no cell ends outside, whatever the address says', () => {
  for (const cell of ['8,8', '999,0', '0,999', '999,999']) {
    for (const from of [undefined, mapOf(8), mapOf(3)]) {
      const [row, column] = fitPlaces(stateWith(cell), mapOf(8, 5), from).state.cell.split(',').map(Number);
      assert.ok(row >= 0 && row < 8 && column >= 0 && column < 5, `${cell} became ${row},${column}`);
    }
  }
});

test('a cell that the map does not have is named with the one shown, counted from 1', () => {
  const { state, hint } = fitPlaces(stateWith('30,2'), mapOf(8), undefined);
  assert.equal(state.cell, '7,2');
  assert.deepEqual(hint, { key: 'hint.cell', values: { row: 31, column: 3, toRow: 8, toColumn: 3 } });
  const moved = fitPlaces(stateWith('2,30'), mapOf(8), mapOf(32));
  assert.deepEqual(moved.hint?.values, { row: 3, column: 31, toRow: 1, toColumn: 8 });
});

test('a cell that both maps have moves without a word', () => {
  const { state, hint } = fitPlaces(stateWith('4,5'), mapOf(8), mapOf(32));
  assert.equal(state.cell, '1,1');
  assert.equal(hint, undefined);
  // Its row is one that the map has, though there are fewer columns than that.
  const oblong = fitPlaces(stateWith('5,1'), mapOf(8, 3), mapOf(16, 6));
  assert.deepEqual([oblong.state.cell, oblong.hint], ['2,0', undefined]);
});

test('a channel that the map does not have becomes the last, and is named', () => {
  const { state, hint } = fitPlaces(stateWith('', '300'), mapOf(8, 8, 256), undefined);
  assert.equal(state.channel, '255');
  assert.deepEqual(hint, { key: 'hint.channel', values: { from: 300, to: 255 } });
  assert.equal(fitPlaces(stateWith('', '256'), mapOf(8, 8, 256), undefined).state.channel, '255');
});

test('a cell and a channel that are both gone are both put in place', () => {
  const { state, hint } = fitPlaces(stateWith('30,2', '300'), mapOf(8, 8, 256), undefined);
  assert.deepEqual([state.cell, state.channel], ['7,2', '255']);
  assert.equal(hint?.key, 'hint.channel');
});

test('the mean over channels is no channel that could be missing', () => {
  const { state, hint } = fitPlaces(stateWith('1,1', 'mean'), mapOf(8, 8, 1), mapOf(16));
  assert.equal(state.channel, 'mean');
  assert.equal(hint, undefined);
});

test('the rest of the state is left alone', () => {
  const before = Object.freeze({ ...stateWith('30,2', '300'), stage: /** @type {const} */ (2), r: 8 });
  assert.deepEqual(fitPlaces(before, mapOf(8), undefined).state, { ...before, cell: '7,2', channel: '255' });
});

test('a class that a network does not have gives way to the most probable', () => {
  const state = { ...DEFAULTS, class: '199' };
  assert.equal(fitClass(state, 200).state, state);
  assert.deepEqual(fitClass(state, 199), {
    state: { ...state, class: 'top' },
    hint: { key: 'hint.class', values: { from: 199 } },
  });
  assert.equal(fitClass(DEFAULTS, 2).state, DEFAULTS);
});
