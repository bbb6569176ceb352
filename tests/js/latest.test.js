import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latestOnly } from '../../www/latest.js';

/** A task whose steps the test ends one by one. */
function stepped() {
  /** @type {{ input: string, end: () => void, isStale: () => boolean }[]} */
  const started = [];
  const request = latestOnly(
    (/** @type {string} */ input, isStale) =>
      new Promise((resolve) => started.push({ input, end: () => resolve(undefined), isStale })),
  );
  return { started, request };
}

test('one task at a time, and of what was asked meanwhile only the newest', async () => {
  const { started, request } = stepped();
  const all = request('a');
  request('b');
  request('c');
  assert.deepEqual(
    started.map(({ input }) => input),
    ['a'],
  );
  assert.equal(started[0].isStale(), true);
  started[0].end();
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(
    started.map(({ input }) => input),
    ['a', 'c'],
  );
  assert.equal(started[1].isStale(), false);
  started[1].end();
  await all;
});

test('a task that fails does not stop the next request', async () => {
  let runs = 0;
  const request = latestOnly(async () => {
    runs += 1;
    if (runs === 1) throw new Error('first');
  });
  await assert.rejects(request(undefined), /first/);
  await request(undefined);
  assert.equal(runs, 2);
});
