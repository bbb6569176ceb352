/** The harness itself: a file that traps, hangs or takes memory is noticed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Trial, explained } from './trial.js';

const file = new Uint8Array(8);

/** @param {(glue: any) => void} action @param {number} [hangsMs] */
const attempt = (action, hangsMs) => new Trial((glue) => glue, explained, hangsMs).attempt('control', file, action);

/** A module whose one function, `f`, is `unreachable`, or calls itself for ever. @param {number[]} body */
const trapping = (body) => {
  const code = [0, ...body, 0x0b];
  const module = [
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    [1, 4, 1, 0x60, 0, 0],
    [3, 2, 1, 0],
    [7, 5, 1, 1, 0x66, 0, 0],
    [10, code.length + 2, 1, code.length, ...code],
  ];
  const instance = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(module.flat())));
  return /** @type {() => void} */ (instance.exports.f);
};

test('a trap is noticed', async () => {
  await assert.rejects(attempt(trapping([0x00])), /control: RuntimeError: unreachable/);
});

test('a stack that overflows is noticed', async () => {
  await assert.rejects(attempt(trapping([0x10, 0x00])), /control: RangeError/);
});

test('a file that takes too long is noticed', async () => {
  const until = (/** @type {number} */ ms) => () => {
    for (const end = performance.now() + ms; performance.now() < end;);
  };
  await assert.rejects(attempt(until(60), 50), /control: \d+ ms/);
  await attempt(until(1), 1000);
});

test('memory that no file explains is noticed', async () => {
  // The module copies what it is given into its memory.
  const take = (/** @type {number} */ bytes) => (/** @type {any} */ glue) => new glue.Session(new Uint8Array(bytes));
  await assert.rejects(attempt(take(80 << 20)), /control: memory grew by \d+ bytes/);
});

test('a refusal without a sentence is noticed', async () => {
  const refuse = (/** @type {string} */ code) => () => {
    throw Object.assign(new Error('no'), { code });
  };
  await assert.rejects(attempt(refuse('checkpoint.nonsense')), /control: checkpoint.nonsense/);
  assert.equal((await attempt(refuse('checkpoint.empty')))?.code, 'checkpoint.empty');
});
