import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numbersOf } from '../../www/format.js';
import { planeOf } from '../../www/scale.js';
import { extremeCell, regionOf, strengthOf, usually, whatToLookAt } from '../../www/sentence.js';

const { decimal, times } = numbersOf('en');

/** A 9 x 9 gain map of 1.2 with 1.8 where `high` says so. @param {(row: number, column: number) => boolean} high */
function gainMap(high) {
  const data = Float32Array.from({ length: 81 }, (_, i) => (high(Math.floor(i / 9), i % 9) ? 1.8 : 1.2));
  return planeOf({ shape: [1, 1, 9, 9], data });
}

/** @param {Partial<Parameters<typeof whatToLookAt>[0]>} what */
const look = (what) =>
  whatToLookAt({ form: 'paper', merge: 'sum', stage: 3, gain: undefined, times, place: (region) => region, ...what });

for (const [region, row, column] of /** @type {const} */ ([
  ['upper-left', 0, 0],
  ['upper', 0, 3],
  ['upper-right', 0, 6],
  ['left', 3, 0],
  ['centre', 3, 3],
  ['right', 3, 6],
  ['lower-left', 6, 0],
  ['lower', 6, 3],
  ['lower-right', 6, 6],
])) {
  test(`a bright ninth is found: ${region}`, () => {
    const gain = gainMap((r, c) => r >= row && r < row + 3 && c >= column && c < column + 3);
    assert.equal(regionOf(gain), region);
    const { key, values } = look({ gain });
    assert.equal(key, 'look.region');
    assert.deepEqual([values.where, values.low, values.high], [region, '×1.20', '×1.80']);
  });
}

test('bright corners are several places, not the centre between them', () => {
  const gain = gainMap((r, c) => (r < 2 || r > 6) && (c < 2 || c > 6));
  assert.equal(regionOf(gain), 'scattered');
  assert.equal(look({ gain }).key, 'look.scattered');
});

test('a flat map is called even, whatever its level', () => {
  const gain = gainMap(() => false);
  assert.equal(look({ gain }).key, 'look.even');
});

test('values that are not numbers are not described as a place', () => {
  const gain = gainMap((r) => r < 3);
  gain.notFinite = 1;
  assert.equal(look({ gain }).key, 'look.notFinite');
});

test('a form without a place says so', () => {
  const gain = gainMap((r) => r < 3);
  assert.equal(look({ gain, form: 'none' }).key, 'look.off');
  assert.equal(look({ gain: undefined }).key, 'look.off');
  assert.equal(look({ gain, form: 'se' }).key, 'look.se');
  assert.equal(look({ gain, merge: 'channel' }).key, 'look.channelOnly');
  assert.equal(look({ gain, form: 'official', merge: 'channel' }).key, 'look.region');
});

test('the strength words meet at their bounds', () => {
  assert.deepEqual([0, 0.02, 0.06, 0.12, 9].map(strengthOf), ['flat', 'weak', 'clear', 'strong', 'strong']);
});

test('the extreme cell is found, also of values that float64 does not hold', () => {
  const plane = planeOf({ shape: [1, 1, 2, 2], data: new Float32Array([0.1, 0.7, 0.3, 0.2]) });
  assert.deepEqual(extremeCell(plane, 'max'), { row: 0, column: 1 });
  assert.deepEqual(extremeCell({ ...plane, max: 0.7 }, 'max'), { row: 0, column: 1 });
  assert.equal(extremeCell({ ...plane, max: NaN }, 'max'), null);
});

test('what a gain usually does follows from what was measured', () => {
  /** @type {[number, number, string][]} */
  const cases = [
    [0.019, 1.3, 'usually.flat'],
    [0.12, 1.24, 'usually.object'],
    [0.12, 1.05, 'usually.even'],
    [0.12, 0.96, 'usually.even'],
    [0.12, 0.95, 'usually.around'],
  ];
  for (const [deviation, energy, key] of cases) {
    assert.equal(usually({ deviation, energy, pointing: 0.4 }, decimal).key, key, `${deviation}, ${energy}`);
  }
  assert.deepEqual(usually({ deviation: 0.1204, energy: 1.236, pointing: 0.4 }, decimal).values, {
    deviation: '0.120',
    energy: '1.24',
  });
});
