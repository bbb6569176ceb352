/** How much memory the module may take, what becomes of more, and a file that comes in pieces. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { MOST_BYTES, bringIn, causeOfTrap } from '../../www/memory.js';
import { Session, bytes } from './module.js';

const PAGE = 65_536;
const GLUE = new URL('../../www/wasm/bam_lens.js', import.meta.url).href;
const module = new WebAssembly.Module(readFileSync(new URL('../../www/wasm/bam_lens_bg.wasm', import.meta.url)));
let instances = 0;

/** An instance that may end, with the glue that belongs to it. @returns {Promise<{ glue: typeof import('../../www/wasm/bam_lens.js'), instance: any }>} */
async function fresh() {
  instances += 1;
  const glue = await import(`${GLUE}?memory${instances}`);
  return { glue, instance: glue.initSync({ module }) };
}

test('the module declares the maximum that the page tells its reader', async () => {
  const { memory } = (await fresh()).instance;
  const left = MOST_BYTES / PAGE - memory.buffer.byteLength / PAGE;
  assert.throws(() => memory.grow(left + 1), RangeError);
  memory.grow(left);
  assert.equal(memory.buffer.byteLength, MOST_BYTES);
});

test('a file that finds no room is refused in words, and the instance lives on', async () => {
  const { glue } = await fresh();
  assert.throws(() => new glue.Incoming(MOST_BYTES), { code: 'checkpoint.memory', values: { bytes: MOST_BYTES } });
  // An archive that says it holds more than there is: of 100 MB, which explains it.
  const archive = new Uint8Array(300_000_000);
  archive.set(gzipSync('{}').subarray(0, 10));
  new DataView(archive.buffer).setUint32(archive.length - 4, 1_000_000_000, true);
  assert.throws(() => new glue.Session(archive), { code: 'checkpoint.memory', values: { bytes: 1_000_000_000 } });
  new glue.Session(bytes('tests/fixtures/checkpoints/official_resnet18.safetensors')).free();
});

test('an allocation that fails all the same is a trap with a sentence of its own; another trap keeps its words', async () => {
  const { glue, instance } = await fresh();
  const full = thrownBy(() => {
    for (;;) instance.__wbindgen_malloc(2 ** 28, 1);
  });
  assert.deepEqual([full.name, glue.panicText()], ['RuntimeError', undefined]);
  assert.deepEqual(
    { ...causeOfTrap(full, glue.panicText()), message: '' },
    { code: 'memory', values: { limit: MOST_BYTES }, message: '' },
  );
  assert.deepEqual(causeOfTrap(full, 'index out of bounds'), { message: 'index out of bounds' });
  const deep = new RangeError('Maximum call stack size exceeded');
  assert.deepEqual(causeOfTrap(deep), { message: deep.message });
  const crash = new WebAssembly.RuntimeError('divide by zero');
  assert.deepEqual(causeOfTrap(crash), { message: 'divide by zero' });
});

test('a file in pieces is the file', async () => {
  const file = bytes('tests/fixtures/checkpoints/torchvision_resnet101.bf16.safetensors');
  const pieces = Session.fromFile(await bringIn(new Blob([file])));
  const whole = new Session(file);
  assert.deepEqual(pieces.report, whole.report);
  assert.deepEqual(pieces.summary, whole.summary);
  // Longer than a piece.
  const long = new Uint8Array(9_000_000).fill(0x7b);
  await assert.rejects(async () => Session.fromFile(await bringIn(new Blob([long]))), {
    code: 'checkpoint.notCheckpoint',
  });
});

/** @param {() => void} action @returns {Error} */
function thrownBy(action) {
  try {
    action();
  } catch (error) {
    return /** @type {Error} */ (error);
  }
  return assert.fail('nothing was thrown');
}
