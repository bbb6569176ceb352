import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extentOf, extentOfData, featureRange, planeOf, position, signedRange } from '../../www/scale.js';

test('the extent of values: descending, equal, one, none, and with what is not finite', () => {
  assert.deepEqual(extentOfData([3, 2, 1]), { min: 1, max: 3 });
  assert.deepEqual(extentOfData([5, 5]), { min: 5, max: 5 });
  assert.deepEqual(extentOfData([-0.5]), { min: -0.5, max: -0.5 });
  assert.deepEqual(extentOfData([NaN, 2, Infinity, -1]), { min: -1, max: 2 });
  assert.deepEqual(extentOfData([]), { min: NaN, max: NaN });
});

test('planes share one range; a plane without a finite value does not spoil it', () => {
  assert.deepEqual(
    extentOf([
      { min: 1, max: 2 },
      { min: 0.5, max: 1.5 },
    ]),
    { low: 0.5, high: 2 },
  );
  assert.deepEqual(
    extentOf([
      { min: NaN, max: NaN },
      { min: 1, max: 2 },
    ]),
    { low: 1, high: 2 },
  );
  assert.deepEqual(extentOf([{ min: NaN, max: NaN }]), { low: 0, high: 0 });
});

test('features are measured from 0', () => {
  assert.deepEqual(featureRange([{ min: 0.2, max: 2 }]), { low: 0, high: 2 });
  assert.deepEqual(featureRange([{ min: -0.2, max: 2 }]), { low: -0.2, high: 2 });
});

test('0 lies in the middle of a signed range', () => {
  assert.deepEqual(signedRange([{ min: -3, max: 1 }]), { low: -3, high: 3 });
  assert.equal(position(0, signedRange([{ min: -3, max: 1 }])), 0.5);
});

test('a stretched scale survives max = min', () => {
  const range = extentOf([{ min: 1.5, max: 1.5 }]);
  assert.equal(position(1.5, range), 0.5);
  assert.ok(Number.isNaN(position(NaN, range)));
});

test('a tap becomes a plane with the statistics of its finite values', () => {
  const plane = planeOf({ shape: [1, 1, 2, 3], data: new Float32Array([1, 3, 1, 3, NaN, 2]) });
  assert.deepEqual([plane.widthPx, plane.heightPx, plane.min, plane.max, plane.mean], [3, 2, 1, 3, 2]);
  assert.equal(plane.notFinite, 1);
  assert.ok(Math.abs(plane.deviation - Math.sqrt(4 / 5)) < 1e-6);
});
