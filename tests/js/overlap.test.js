import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SHARE, overlap, resample } from '../../www/overlap.js';
import { planeOf } from '../../www/scale.js';

/** @param {number} heightPx @param {number} widthPx @param {(row: number, column: number) => number} value */
function plane(heightPx, widthPx, value) {
  const data = Float32Array.from({ length: heightPx * widthPx }, (_, i) => value(Math.floor(i / widthPx), i % widthPx));
  return planeOf({ shape: [1, 1, heightPx, widthPx], data });
}

/** Numbers as if by chance, the same every time. @param {number} seed */
function random(seed) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

/**
 * The same by another way: every cell of the map, and of its edge repeated beyond it, weighs by how near it is.
 *
 * @param {import('../../www/scale.js').Plane} map
 * @param {number} y in cells of the map
 * @param {number} x
 */
function tentAverage({ data, heightPx, widthPx }, y, x) {
  const clamp = (/** @type {number} */ at, /** @type {number} */ count) => Math.min(count - 1, Math.max(0, at));
  let sum = 0;
  for (let row = -2; row < heightPx + 2; row++) {
    for (let column = -2; column < widthPx + 2; column++) {
      const weight = Math.max(0, 1 - Math.abs(row - y)) * Math.max(0, 1 - Math.abs(column - x));
      sum += weight * data[clamp(row, heightPx) * widthPx + clamp(column, widthPx)];
    }
  }
  return sum;
}

/** @param {import('../../www/scale.js').Plane} map @param {{ heightPx: number, widthPx: number }} to */
const resampledSlowly = (map, { heightPx, widthPx }) =>
  Array.from({ length: heightPx * widthPx }, (_, i) => {
    const y = ((Math.floor(i / widthPx) + 0.5) * map.heightPx) / heightPx - 0.5;
    const x = (((i % widthPx) + 0.5) * map.widthPx) / widthPx - 0.5;
    return tentAverage(map, y, x);
  });

test('resampling weighs every cell by how near it is', () => {
  const next = random(7);
  for (const [height, width, toHeight, toWidth] of [
    [4, 4, 8, 8],
    [4, 4, 7, 5],
    [3, 5, 9, 5],
    [1, 1, 4, 4],
    [8, 6, 3, 2],
    [2, 7, 6, 3],
  ]) {
    const map = plane(height, width, next);
    const to = { heightPx: toHeight, widthPx: toWidth };
    const found = resample(map, to);
    resampledSlowly(map, to).forEach((expected, i) => {
      assert.ok(Math.abs(found[i] - expected) < 1e-9, `${height} x ${width} to ${toHeight} x ${toWidth}, cell ${i}`);
    });
  }
});

test('resampled to its own size a map is itself', () => {
  const map = plane(7, 9, random(3));
  assert.deepEqual([...resample(map, map)], [...map.data]);
});

test('two cells become four: a quarter and three quarters between them, the edge repeated', () => {
  const map = plane(1, 2, (_, column) => column);
  assert.deepEqual([...resample(map, { heightPx: 1, widthPx: 4 })], [0, 0.25, 0.75, 1]);
  assert.deepEqual([...resample(map, { heightPx: 2, widthPx: 1 })], [0.5, 0.5]);
});

/** The first `count` cells are the highest. @param {number} count @param {number} edge */
const highFirst = (count, edge) => plane(edge, edge, (row, column) => (row * edge + column < count ? 1 : 0));

test('the same places are 1, others 0, half of them 0.5', () => {
  assert.equal(SHARE, 0.25);
  const map = plane(4, 4, (row, column) => row * 4 + column);
  assert.equal(overlap(map, map), 1);
  // Whatever the scale.
  assert.equal(
    overlap(
      map,
      plane(4, 4, (row, column) => (row * 4 + column) ** 3 - 100),
    ),
    1,
  );
  assert.equal(
    overlap(
      map,
      plane(4, 4, (row, column) => -(row * 4 + column)),
    ),
    0,
  );
  // The upper row and the left column have one cell of four in common; the upper row and its right half two.
  const upper = plane(4, 4, (row) => -row);
  assert.equal(
    overlap(
      upper,
      plane(4, 4, (_, column) => -column),
    ),
    0.25,
  );
  const half = plane(4, 4, (row, column) => (row < 2 && column > 1 ? 1 : 0));
  assert.equal(overlap(upper, half), 0.5);
});

test('of equals the first are taken', () => {
  // Eight cells are equally high; of them the first four, the upper row, count.
  assert.equal(
    overlap(
      highFirst(8, 4),
      plane(4, 4, (row) => -row),
    ),
    1,
  );
  assert.equal(
    overlap(
      highFirst(8, 4),
      plane(4, 4, (row) => (row === 1 ? 1 : 0)),
    ),
    0,
  );
});

test('maps of any two sizes overlap as counting says, whichever comes first', () => {
  const next = random(11);
  /** Cells that fewer than a quarter of all are higher than. Without equals there is no other reading. */
  const highest = (/** @type {ArrayLike<number>} */ values) => {
    const all = Array.from(values);
    const count = Math.max(1, Math.round(all.length / 4));
    return all.map((value) => all.filter((other) => other > value).length < count);
  };
  const found = [];
  for (const [fine, coarse] of [
    [
      [8, 8],
      [4, 4],
    ],
    [
      [9, 7],
      [5, 4],
    ],
    [
      [14, 14],
      [7, 7],
    ],
    [
      [16, 2],
      [3, 5],
    ],
    [
      [2, 2],
      [1, 3],
    ],
  ]) {
    for (let trial = 0; trial < 20; trial++) {
      const a = plane(fine[0], fine[1], next);
      const b = plane(coarse[0], coarse[1], next);
      const read = resampledSlowly(b, a).map((value) => Number(value.toFixed(12)));
      // Beyond the middle of the last cells the edge repeats: there are equals, and the first of them counts.
      const distinct = read.map((value, i) => value - i * 1e-9);
      const [first, second] = [highest(a.data), highest(distinct)];
      const both = first.filter((high, i) => high && second[i]).length / first.filter(Boolean).length;
      assert.equal(overlap(a, b), both, `${fine} and ${coarse}`);
      assert.equal(overlap(b, a), both, `${coarse} and ${fine}`);
      found.push(both);
    }
  }
  assert.ok(new Set(found).size > 5);
});

test('maps that have nothing to do with each other overlap by about a quarter', () => {
  const next = random(5);
  const trials = Array.from({ length: 200 }, () => overlap(plane(8, 8, next), plane(8, 8, next)));
  const mean = trials.reduce((sum, value) => sum + value) / trials.length;
  assert.ok(Math.abs(mean - SHARE) < 0.03, `mean ${mean}`);
});

test('a map without highest places has no overlap', () => {
  const map = plane(4, 4, (row, column) => row + column);
  const constant = plane(8, 8, () => 1.3);
  const broken = plane(4, 4, (row, column) => (row === 0 && column === 0 ? NaN : row));
  const infinite = plane(4, 4, (row, column) => (row === 0 && column === 0 ? Infinity : row));
  for (const other of [constant, broken, infinite]) {
    assert.ok(Number.isNaN(overlap(map, other)));
    assert.ok(Number.isNaN(overlap(other, map)));
  }
  assert.equal(overlap(map, map), 1);
});
