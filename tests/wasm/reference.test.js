/** What WebAssembly computes against PyTorch and against the native build. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runNative, sample, shippedWeights } from '../support/native.js';
import { readTensors, relativeError } from '../support/safetensors.js';
import { LoneModule, Session, bytes, shipped } from './module.js';

const fixture = (/** @type {string} */ name) => new URL(`../fixtures/${name}`, import.meta.url);

for (const file of ['safetensors', 'zip.pth', 'legacy.pth.tar']) {
  test(`every tap of the released module, read from ${file}, equals PyTorch's`, () => {
    const expected = readTensors(fixture('checkpoints/official_bam_c64.taps.safetensors'));
    const module = new LoneModule(bytes(`tests/fixtures/checkpoints/official_bam_c64.${file}`));
    module.run(expected.before.data, new Uint32Array(expected.before.shape));
    const names = module.tapNames();
    assert.equal(names.length, Object.keys(expected).length);
    for (const name of names) {
      const { shape, data } = module.tap(name);
      const reference = expected[name.replace('bam1.', '')];
      assert.deepEqual(shape, reference.shape, name);
      const error = relativeError(data, reference.data);
      assert.ok(error <= 1e-5, `${name}: ${error}`);
    }
    module.free();
  });
}

/** What the reference holds of a tap: all of few values, else 64 at most, evenly spaced (`shipped.py`). */
/** @param {Float32Array} data */
const sampled = (data) => (data.length <= 256 ? data : data.filter((_, i) => i % Math.ceil(data.length / 64) === 0));

/** A tap with nothing larger counts as this large: what cancels in float32 is known to 1e-6 at best (tests/trained.rs). */
const SMALLEST = 0.01;

test("the shipped weights agree with PyTorch's under every variant", () => {
  const expected = readTensors(fixture('networks/shipped.taps.safetensors'));
  const session = new Session(shipped());
  session.loadInput(expected.input.data, new Uint32Array(expected.input.shape));
  let compared = 1;
  for (const { name: variant, setting } of session.summary.variants) {
    assert.equal(session.configure(setting).kind, 'trained');
    session.run();
    for (const [name, reference] of Object.entries(expected)) {
      if (!name.startsWith(`${variant}.`)) continue;
      const { data } = session.tap(name.slice(variant.length + 1));
      const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), SMALLEST);
      const error = relativeError(
        Float32Array.of(...sampled(data), largest),
        Float32Array.of(...reference.data, largest),
      );
      assert.ok(error <= 1e-4, `${name}: ${error}`);
      compared += 1;
    }
  }
  assert.equal(compared, Object.keys(expected).length);
  session.free();
});

test('a photo gives the taps of the native build', () => {
  const { line, taps } = runNative(['--weights', shippedWeights, '--image', sample('koala'), '--size', '160']);
  const session = new Session(shipped());
  session.loadPhoto(bytes('www/samples/koala.jpg'), 160);
  const { predictions } = session.run();
  const names = session.tapNames();
  assert.deepEqual([...names].sort(), Object.keys(taps).sort());
  for (const name of names) {
    const { shape, data } = session.tap(name);
    assert.deepEqual(shape, taps[name].shape, name);
    const error = relativeError(data, taps[name].data);
    assert.ok(error <= 1e-4, `${name}: ${error}`);
  }
  assert.deepEqual(
    predictions.slice(0, 5).map(({ label }) => label),
    line.top.map((/** @type {{ label: string }} */ { label }) => label),
  );
  session.free();
});
