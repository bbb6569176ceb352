/**
 * A lesson of many networks: a reader's checkpoint replaces the one before, again and again. While it is opened, the page
 * takes at most 2.2 times its size beside the network on screen; after the last it takes as much as after the first.
 * `npm run test:soak` opens 50.
 */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeCheckpoint } from '../../support/made-checkpoint.js';
import { afterRun, pick, sentence, set, settled } from '../lens.js';
import { forgetPeak, peakBytes, takenBytes } from '../renderers.js';
import { mib, openMetered, wasmBytes } from './meter.js';

/** @typedef {Parameters<typeof makeCheckpoint>[1]} What */

const LONG = process.env.SOAK === 'full';
const TIMES = LONG ? 50 : 5;
const TARGETS = { shippedBytes: 300e6, resnet50Bytes: 600e6, filesAtPeak: 2.2, back: 0.1 };
const LARGEST = 400_000_000;
/** Only Linux tells what a process takes. */
const skip = process.platform !== 'linux' && 'the kernel does not tell what a process takes';

const folder = mkdtempSync(join(tmpdir(), 'bam-lens-soak-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {What} what @returns {{ path: string, bytes: number }} */
function made(name, what) {
  const path = join(folder, name);
  return { path, bytes: makeCheckpoint(path, what) };
}

/** Opens a file as a reader does; what the page took at most meanwhile. @param {import('playwright-core').Page} page @param {string} path */
async function open(page, path) {
  forgetPeak();
  await afterRun(page, () => pick(page, path));
  return peakBytes();
}

test(`${TIMES} checkpoints of 47 MB, one after the other`, { skip, timeout: LONG ? 3_600_000 : 170_000 }, async (t) => {
  const files = [
    made('one.safetensors', { arch: 'resnet18' }),
    made('two.pth', { arch: 'resnet18', container: 'zip', seed: 2 }),
    made('three.safetensors', { arch: 'resnet18', seed: 3 }),
  ];
  const { page, problems, read } = await openMetered(t);
  await settled(page);
  await open(page, files[0].path);
  const first = await read();
  t.diagnostic(`the first: ${JSON.stringify(first)}`);
  // The network on screen, with its file.
  const network = first.takenBytes;
  let most = 0;
  let wasm = 0;
  // The last is the first again.
  for (let left = TIMES - 1; left >= 0; left--) {
    most = Math.max(most, await open(page, files[left % files.length].path));
    wasm = Math.max(wasm, await wasmBytes(page));
  }
  const last = await read();
  t.diagnostic(`the last: ${JSON.stringify(last)}`);
  const file = files[0].bytes;
  const times = (most - network) / file;
  t.diagnostic(
    `page with the network ${mib(network)}; at most ${mib(most)}: ${times.toFixed(2)} files of ${mib(file)} more; wasm ${mib(wasm)}`,
  );
  assert.ok(times <= TARGETS.filesAtPeak, `${most} bytes at most`);
  const change = last.takenBytes / first.takenBytes - 1;
  assert.ok(Math.abs(change) <= TARGETS.back, `${first.takenBytes} bytes became ${last.takenBytes}`);
  assert.equal(last.wasmBytes, first.wasmBytes);
  assert.deepEqual([last.workers, last.urls], [first.workers, first.urls]);
  assert.deepEqual(problems, []);
});

test('the shipped network and a ResNet-50 with BAM stay below their bounds', { skip }, async (t) => {
  const { page, problems, emptyBytes, read } = await openMetered(t);
  await settled(page);
  t.diagnostic(`shipped, at 128 px: at most ${mib(peakBytes() - emptyBytes)}, wasm ${mib(await wasmBytes(page))}`);
  await afterRun(page, () => set(page, { size: 224 }));
  const shipped = peakBytes() - emptyBytes;
  t.diagnostic(`shipped, at 224 px: at most ${mib(shipped)}, wasm ${mib(await wasmBytes(page))}`);
  const { path, bytes } = made('resnet50.safetensors', { arch: 'resnet50' });
  const resnet50 = (await open(page, path)) - emptyBytes;
  const { wasmBytes: wasm } = await read();
  t.diagnostic(`ResNet-50 + BAM, ${mib(bytes)}, in place of it: at most ${mib(resnet50)}, wasm ${mib(wasm)}`);
  assert.ok(shipped <= TARGETS.shippedBytes, `${shipped} bytes`);
  assert.ok(resnet50 <= TARGETS.resnet50Bytes, `${resnet50} bytes`);
  assert.deepEqual(problems, []);
});

test('the largest file that is taken fits; a larger one is refused unread', { skip }, async (t) => {
  const { page, problems, read } = await openMetered(t);
  await settled(page);
  if (LONG) {
    const { path, bytes } = made('resnet101.f64.pth', { arch: 'resnet101', dtype: 'F64', container: 'zip' });
    await open(page, path);
    await afterRun(page, () => set(page, { size: 512 }));
    t.diagnostic(`ResNet-101 + BAM in f64, ${mib(bytes)}, at 512 px: wasm ${mib((await read()).wasmBytes)}`);
  }
  const path = join(folder, 'larger.safetensors');
  writeFileSync(path, '');
  truncateSync(path, LARGEST + 1);
  const before = takenBytes();
  forgetPeak();
  await pick(page, path);
  await page.locator('bam-lens .notice.shown').waitFor();
  assert.match(await sentence(page), new RegExp(`has ${LARGEST + 1} bytes, at most ${LARGEST} are read`));
  assert.equal(page.workers().length, 1);
  assert.ok(takenBytes() < before + 20e6, 'nothing of it was read');
  assert.deepEqual(problems, []);
});
