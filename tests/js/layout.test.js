import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barHeight, barPath, cellAt, descending, mosaic, stageShapes } from '../../www/layout.js';

test('a mosaic holds every map and no empty row', () => {
  for (const count of [1, 2, 3, 4, 8, 16, 17, 64, 255]) {
    const { columns, rows, widthPx, heightPx, gapPx } = mosaic(count, 8, 5);
    assert.ok(columns * rows >= count, `${count} maps in ${columns} x ${rows}`);
    assert.ok(columns * (rows - 1) < count, `${count} maps leave a row empty`);
    assert.equal(widthPx, columns * 8 + (columns - 1) * gapPx);
    assert.equal(heightPx, rows * 5 + (rows - 1) * gapPx);
  }
});

test('bars start at zero, and what is not finite has none', () => {
  const range = { low: -1, high: 1 };
  assert.equal(barHeight(0, range), 0.5);
  assert.equal(barPath([1, NaN], range), 'M0.075 0.5000V0.0000h0.85V0.5000z');
  assert.equal(barPath([1, -1], range, (value) => value < 0).match(/M/g)?.length, 1);
});

test('bars of a range without width are flat', () => {
  assert.equal(barHeight(0, { low: 0, high: 0 }), 1);
});

test('channels are sorted from the largest, equal ones in order, NaN last', () => {
  assert.deepEqual(descending(new Float32Array([1, NaN, 3, 1])), [2, 0, 3, 1]);
});

test('a point on the edge of a map is inside it', () => {
  const map = { widthPx: 8, heightPx: 4 };
  assert.deepEqual(cellAt(0, 0, map), { row: 0, column: 0 });
  assert.deepEqual(cellAt(1, 1, map), { row: 3, column: 7 });
  assert.deepEqual(cellAt(0.5, 0.49, map), { row: 1, column: 4 });
  assert.deepEqual(cellAt(-0.1, 1.1, map), { row: 3, column: 0 });
});

test('stage shapes are those of the networks', () => {
  const at = (/** @type {string} */ arch, /** @type {string} */ stem, /** @type {number} */ px) =>
    stageShapes({ arch, stem, width: 64 }, px).map((shape) => shape.join('x'));
  assert.deepEqual(at('resnet18', 'imagenet', 224), ['64x56x56', '128x28x28', '256x14x14', '512x7x7']);
  assert.deepEqual(at('resnet50', 'imagenet', 224), ['256x56x56', '512x28x28', '1024x14x14', '2048x7x7']);
  assert.deepEqual(at('resnet34', 'cifar', 33), ['64x33x33', '128x17x17', '256x9x9', '512x5x5']);
});
