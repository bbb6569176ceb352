import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lattice, meanReach, nineTaps } from '../../www/lattice.js';

const square = (edge) => ({ widthPx: edge, heightPx: edge });

/** Follows every one of the 81 paths, cell by cell. */
function walked({ row, column }, { widthPx, heightPx }, d) {
  const inside = (r, c) => r >= 0 && r < heightPx && c >= 0 && c < widthPx;
  const taps = [];
  for (const i of [-d, 0, d])
    for (const j of [-d, 0, d]) if (inside(row + i, column + j)) taps.push([row + i, column + j]);
  const ways = new Map();
  for (const [r, c] of taps) {
    for (const i of [-d, 0, d]) {
      for (const j of [-d, 0, d]) {
        if (!inside(r + i, c + j)) continue;
        const key = `${r + i},${c + j}`;
        ways.set(key, (ways.get(key) ?? 0) + 1);
      }
    }
  }
  return { taps: taps.length, ways };
}

test('every cell of maps of all shapes reaches what walking every path reaches', () => {
  for (const map of [square(1), square(4), square(8), { widthPx: 9, heightPx: 5 }, { widthPx: 3, heightPx: 20 }]) {
    for (let d = 1; d <= 8; d++) {
      let [taps, points] = [0, 0];
      for (let row = 0; row < map.heightPx; row++) {
        for (let column = 0; column < map.widthPx; column++) {
          const got = lattice({ row, column }, map, d);
          const expected = walked({ row, column }, map, d);
          assert.equal(got.taps, expected.taps);
          const ways = new Map(got.points.map((point) => [`${point.row},${point.column}`, point.ways]));
          assert.deepEqual(ways, expected.ways);
          taps += expected.taps;
          points += expected.ways.size;
        }
      }
      const cells = map.widthPx * map.heightPx;
      const mean = meanReach(map, d);
      assert.ok(Math.abs(mean.taps - taps / cells) < 1e-9 && Math.abs(mean.points - points / cells) < 1e-9);
    }
  }
});

test('in the middle of a large map 25 of 289 cells are read at d = 4, along 81 paths', () => {
  const { points, taps, field } = lattice({ row: 28, column: 28 }, square(56), 4);
  assert.equal(taps, 9);
  assert.equal(points.length, 25);
  assert.deepEqual(field, { row: 20, column: 20, edge: 17 });
  assert.equal(
    points.reduce((sum, { ways }) => sum + ways, 0),
    81,
  );
});

test('the averages of the published settings', () => {
  // 1 + 2 (56 - 4) / 56 = 2.857 places along an axis, squared; the second convolution adds 2 (56 - 8) / 56.
  const large = meanReach(square(56), 4);
  assert.equal(large.taps.toFixed(2), '8.16');
  assert.equal(large.points.toFixed(1), '20.9');
  assert.deepEqual(meanReach(square(8), 4), { taps: 4, points: 4 });
});

test('one convolution reads at most nine cells, and what it reads for those is the lattice', () => {
  for (const map of [square(1), square(4), square(9), { widthPx: 9, heightPx: 5 }, { widthPx: 3, heightPx: 20 }]) {
    for (let d = 1; d <= 8; d++) {
      for (let row = 0; row < map.heightPx; row++) {
        for (let column = 0; column < map.widthPx; column++) {
          const { points } = nineTaps({ row, column }, map, d);
          const both = lattice({ row, column }, map, d);
          assert.equal(points.length, both.taps);
          const reached = new Set();
          for (const point of points) {
            assert.equal(point.ways, 1);
            for (const end of nineTaps(point, map, d).points) reached.add(`${end.row},${end.column}`);
          }
          assert.deepEqual(reached, new Set(both.points.map((point) => `${point.row},${point.column}`)));
        }
      }
    }
  }
});

test('the nine taps lie row by row in a square of 2d + 1, and those beyond the edge are none', () => {
  const cells = (/** @type {{ row: number, column: number }[]} */ points) =>
    points.map(({ row, column }) => `${row},${column}`).join(' ');
  const middle = nineTaps({ row: 5, column: 4 }, square(10), 3);
  assert.equal(cells(middle.points), '2,1 2,4 2,7 5,1 5,4 5,7 8,1 8,4 8,7');
  assert.deepEqual(middle.field, { row: 2, column: 1, edge: 7 });
  const corner = nineTaps({ row: 0, column: 6 }, { heightPx: 9, widthPx: 7 }, 2);
  assert.equal(cells(corner.points), '0,4 0,6 2,4 2,6');
  assert.deepEqual(corner.field, { row: -2, column: 4, edge: 5 });
});
