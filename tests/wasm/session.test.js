/** The interface of the WebAssembly module: what a page can ask for and what it is told when something is wrong. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Session, bytes, cost, memory, shipped } from './module.js';

const paper = { form: 'paper', merge: 'sum', r: 16, d: 4 };
const session = new Session(shipped());
session.loadPhoto(bytes('www/samples/koala.jpg'), 128);
after(() => session.free());

test('the summary says what the file holds', () => {
  const { architecture, metadata, variants, setting } = session.summary;
  assert.equal(architecture.arch, 'resnet18');
  assert.equal(metadata.classes.length, architecture.classes);
  assert.equal(metadata.size, 128);
  assert.equal(variants.length, 24);
  assert.deepEqual(setting, paper);
});

// Before the tests that leave free memory behind, in which copies of the weights could hide.
test('more sessions on the same weights take little memory', () => {
  const early = session.another();
  session.run();
  // What decoding asks for, 17 MiB here, is nobody's, and is there again for the next.
  early.loadPhoto(bytes('www/samples/koala.jpg'), 128);
  const before = memory.buffer.byteLength;
  const others = [early, session.another(), session.another()];
  for (const other of others) {
    other.loadPhoto(bytes('www/samples/koala.jpg'), 128);
    other.run();
  }
  const grown = memory.buffer.byteLength - before;
  // Measured: none for these three, which fit into what loading and packing left free; 2.8 MiB for each of 64.
  // A session from the file takes 104 MiB: its bytes, 13.9 MiB unpacked, and the packed convolutions.
  assert.ok(grown < session.summary.bytes, `${grown} bytes more`);
  for (const other of others) other.free();
});

test('sessions on the same weights do not meet', () => {
  const photo = bytes('www/samples/koala.jpg');
  const first = session.another();
  first.loadPhoto(photo, 128);
  first.configure({ ...paper, d: 2 });
  first.run();
  const other = first.another();
  assert.deepEqual(other.summary.setting, paper, 'it starts as the file says');
  assert.deepEqual(other.tapNames(), []);
  assert.throws(() => other.run(), /there is no photo yet/);
  assert.throws(() => other.photoPixels(128), /there is no photo yet/);

  const taps = () => first.tapNames().map((name) => first.tap(name));
  const before = taps();
  other.loadPhoto(photo, 160);
  other.configure({ ...paper, form: 'se' });
  other.run();
  assert.deepEqual(taps(), before);
  assert.equal(first.run().recomputedFrom, null);

  other.loadPhoto(photo, 128);
  other.configure({ ...paper, d: 2 });
  other.run();
  first.free();
  const after = other.tapNames().map((name) => other.tap(name));
  assert.deepEqual(after, before, 'the same bit by bit');
  other.setSize(96, 0.5);
  assert.equal(other.run().recomputedFrom, 'stem');
  other.free();
});

test('a run computes from the first change on', () => {
  session.forget();
  session.configure(paper);
  assert.equal(session.run().recomputedFrom, 'stem');
  assert.equal(session.run().recomputedFrom, null);
  session.configure({ ...paper, d: 2 });
  assert.equal(session.run().recomputedFrom, 'bam1');
  session.configure({ ...paper, form: 'se', d: 2 });
  assert.equal(session.run().recomputedFrom, 'bam1');
  session.configure({ ...paper, form: 'se', d: 6 });
  assert.equal(session.run().recomputedFrom, null, 'Squeeze-and-Excitation has no dilation');
});

test('a change of one BAM leaves those before it as they were', () => {
  session.configure(paper);
  session.run();
  for (const k of [3, 2, 1]) {
    const { kind, variant } = session.configureBam(k, { ...paper, d: 2 });
    assert.deepEqual([kind, variant?.name], ['trained', 'r16_d2']);
    assert.equal(session.run().recomputedFrom, `bam${k}`);
  }
  session.configure({ ...paper, d: 2 });
  assert.equal(session.run().recomputedFrom, null);
  assert.throws(() => session.configureBam(4, paper), { message: 'BAM is 4, expected 1 to 3' });
});

test('what was recomputed equals a whole run bit by bit', () => {
  session.configure({ ...paper, r: 8 });
  session.run();
  session.configure(paper);
  session.run();
  const partial = session.tap('logits').data;
  session.forget();
  session.run();
  assert.deepEqual(session.tap('logits').data, partial);
});

test('predictions under other settings leave the run alone', () => {
  session.configure(paper);
  const { predictions } = session.run();
  const none = { ...paper, form: 'none' };
  const off = session.trial([none, none, none]).predictions;
  assert.equal(off.length, 200);
  assert.ok(Math.abs(off.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-5);
  assert.notEqual(off[0].probability, predictions[0].probability);
  const mixed = session.trial([none, { ...paper, d: 2 }, paper]).predictions;
  assert.equal(session.run().recomputedFrom, null);
  assert.deepEqual(session.run().predictions, predictions);
  session.configure(none);
  assert.deepEqual(session.run().predictions, off);
  session.configureBam(2, { ...paper, d: 2 });
  session.configureBam(3, paper);
  assert.deepEqual(session.run().predictions, mixed, 'each BAM has a setting of its own');
});

test('fits of other settings leave the chosen ones alone', () => {
  session.configure(paper);
  session.run();
  const fits = session.fits([paper, { ...paper, d: 3 }, { ...paper, r: 5 }]);
  assert.deepEqual(
    fits.map(({ kind, variant }) => [kind, variant?.name]),
    [
      ['trained', 'r16_d4'],
      ['borrowed', 'r16_d4'],
      ['untrained', undefined],
    ],
  );
  assert.equal(session.run().recomputedFrom, null);
});

test('other settings are three, one for each BAM', () => {
  for (const method of /** @type {const} */ (['trial', 'fits'])) {
    for (const count of [0, 2, 4]) {
      const settings = /** @type {any} */ (Array(count).fill(paper));
      const message = `got ${count} settings, expected 3: of BAM 1, 2 and 3`;
      assert.throws(() => session[method](settings), { message });
    }
    assert.throws(() => session[method](/** @type {any} */ (paper)), /expected a sequence/);
    assert.throws(() => session[method]([paper, paper, /** @type {any} */ ({ ...paper, form: 'cbam' })]), /cbam/);
  }
});

test('settings without weights of their own say so', () => {
  const borrowed = session.configure({ ...paper, d: 3 });
  assert.equal(borrowed.kind, 'borrowed');
  assert.equal(borrowed.variant?.name, 'r16_d4');
  session.run();
  const before = session.tap('logits').data;
  const untrained = session.configure({ ...paper, r: 5 });
  assert.deepEqual(untrained, { kind: 'untrained', variant: null });
  assert.throws(() => session.run(), /no weights for form paper, merge sum, r = 5/);
  assert.deepEqual(session.tap('logits').data, before, 'the last run stays');
  session.configure(paper);
});

test('a map is a plane of its tap', () => {
  session.configure(paper);
  session.run();
  const { shape, data } = session.tap('bam3.after');
  const [, channels, height, width] = shape;
  const plane = session.map('bam3.after', 7);
  assert.deepEqual([plane.widthPx, plane.heightPx], [width, height]);
  assert.deepEqual(plane.data, data.slice(7 * width * height, 8 * width * height));
  const mean = session.map('bam3.after');
  const cell = Array.from({ length: channels }, (_, c) => data[c * width * height + 5]);
  assert.ok(Math.abs(mean.data[5] - cell.reduce((sum, value) => sum + value) / channels) < 1e-5);
  assert.throws(() => session.map('bam3.after', 256), /has no channel 256, it has 256 from 0/);
  assert.throws(() => session.map('logits'), /it is not made of maps/);
  assert.throws(() => session.tap('bam9.after'), /there is no tap "bam9.after"/);
});

test('the square can be moved and resized', () => {
  session.setSize(160, 1);
  assert.equal(session.run().recomputedFrom, 'stem');
  session.setSize(160, 1);
  assert.equal(session.run().recomputedFrom, null, 'the same square is the same input');
  assert.deepEqual(session.tap('input').shape, [1, 3, 160, 160]);
  const end = session.tap('input').data;
  session.setSize(160, 0);
  session.run();
  assert.notDeepEqual(session.tap('input').data, end);
  const { widthPx, heightPx, data } = session.photoPixels(300);
  assert.deepEqual([widthPx, heightPx, data.length], [300, 300, 300 * 300 * 4]);
  assert.throws(() => session.setSize(31, 0.5), /input has shape \[1, 3, 31, 31\]/);
  session.setSize(128, 0.5);
});

test('a file that is no photo leaves the last one', () => {
  assert.throws(() => session.loadPhoto(bytes('package.json'), 128), /not an image/);
  assert.throws(() => session.loadPhoto(new Uint8Array(), 128), /the file is empty/);
  assert.equal(session.run().predictions.length, 200);
});

test('a file that is no checkpoint says what it looks like', () => {
  assert.throws(() => new Session(new Uint8Array()), /the file is empty/);
  assert.throws(() => new Session(bytes('www/samples/koala.jpg')), /expected a safetensors or PyTorch checkpoint/);
  assert.throws(() => new Session(shipped().slice(0, 1_000_000)), /the gzip archive is cut off after 1000000 bytes/);
  const unpacked = gunzipSync(shipped());
  const cut = new RegExp(`cut off: expected ${unpacked.length} bytes, got 1000000`);
  assert.throws(() => new Session(unpacked.subarray(0, 1_000_000)), cut);
  assert.throws(
    () => new Session(bytes('tests/fixtures/checkpoints/official_bam_c64.safetensors')),
    (/** @type {any} */ error) => /one BAM module of 64 channels/.test(error.message) && error.report.used === 28,
  );
});

test('an error about tensors carries the report', () => {
  assert.throws(
    () => new Session(bytes('tests/fixtures/checkpoints/official_bam_c64.taps.safetensors')),
    (/** @type {any} */ error) => error.report.keys.length === 10 && error.report.ignored === 10,
  );
});

test('nonsense for a setting is refused', () => {
  for (const wrong of [null, 'paper', {}, { ...paper, form: 'cbam' }, { ...paper, r: -1 }, { ...paper, d: 'x' }]) {
    assert.throws(() => session.configure(/** @type {any} */ (wrong)));
  }
  session.configure(paper);
  assert.equal(session.run().fit.kind, 'trained');
});

test('values that do not fill their shape are refused', () => {
  const overflowing = new Uint32Array([65536, 65536, 65536, 65536]);
  assert.throws(() => session.loadInput(new Float32Array(4), overflowing), /4 values do not fill shape/);
  assert.throws(() => session.loadInput(new Float32Array(3), new Uint32Array([1, 3])), /input has shape \[1, 3\]/);
  session.loadPhoto(bytes('www/samples/koala.jpg'), 128);
});

test('cost is counted for any network', () => {
  const architecture = /** @type {const} */ ({ arch: 'resnet50', stem: 'imagenet', width: 64, classes: 1000 });
  const official = cost(architecture, { ...paper, form: 'official' }, 224);
  assert.equal(official.parameters, 25_915_099);
  assert.equal(official.multiplyAdds, 4_171_331_328);
  assert.deepEqual(
    official.bam.map(({ parameters }) => parameters),
    [17_361, 68_513, 272_193],
  );
  // The largest that is taken: 32-bit arithmetic would overflow.
  const huge = cost({ ...architecture, arch: 'resnet101', width: 1024, classes: 1_000_000 }, paper, 8192);
  assert.ok(huge.parameters > 2 ** 35 && huge.multiplyAdds > 2 ** 50);
  assert.throws(() => cost(architecture, paper, 8193), /size is 8193, expected 1 to 8192/);
});
