/** The page's half of the worker: who shares it, and what becomes of the calls when it dies. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connection } from '../../www/connection.js';
import { Engine } from '../../www/engine.js';

/** Stands where the worker would: keeps what was sent, answers when the test says so. */
class FakeWorker extends EventTarget {
  /** @type {any[]} */ sent = [];
  terminated = false;

  postMessage(message) {
    this.sent.push(message);
  }

  terminate() {
    this.terminated = true;
  }

  /** @param {object} data */
  say(data) {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  /** Answers the call of a name that was sent last. @param {string} action @param {object} answer */
  answer(action, answer) {
    const { id } = this.sent.findLast((message) => message.action === action);
    this.say({ id, ...answer });
  }

  get actions() {
    return this.sent.map(({ action }) => action);
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

function scene() {
  /** @type {FakeWorker[]} */
  const workers = [];
  const spawn = () => {
    workers.push(new FakeWorker());
    return /** @type {any} */ (workers.at(-1));
  };
  const connection = new Connection(spawn);
  return { workers, engine: () => new Engine(connection) };
}

/** An engine that has its weights and its photo. @param {Engine} engine @param {FakeWorker[]} workers */
async function opened(engine, workers) {
  const open = engine.call('open', { source: { url: 'w' } });
  await settled();
  workers.at(-1)?.answer('open', { result: 'opened' });
  assert.equal(await open, 'opened');
  const photo = engine.call('photo', { blob: 'p' });
  await settled();
  workers.at(-1)?.answer('photo', { result: 'seen' });
  await photo;
}

test('engines share a worker, and each says who it is', async () => {
  const { workers, engine } = scene();
  const [a, b] = [engine(), engine()];
  a.call('tapNames');
  b.call('tapNames');
  await settled();
  assert.equal(workers.length, 1);
  const [first, second] = workers[0].sent;
  assert.notEqual(first.client, second.client);
  assert.notEqual(first.id, second.id);
});

test('one that leaves is closed, the last one ends the worker', async () => {
  const { workers, engine } = scene();
  const [a, b] = [engine(), engine()];
  const asked = [a.call('tapNames'), b.call('tapNames')].map((call) => call.catch((error) => error.name));
  await settled();
  a.stop();
  assert.equal(workers[0].terminated, false);
  assert.deepEqual(workers[0].sent.at(-1), { client: workers[0].sent[0].client, action: 'close' });
  assert.equal(await asked[0], 'AbortError');
  a.stop();
  assert.equal(workers[0].actions.filter((action) => action === 'close').length, 1, 'it leaves once');
  b.stop();
  assert.equal(workers[0].terminated, true);
  assert.equal(await asked[1], 'AbortError');
});

test('who comes back is somebody else to the worker, which may still be busy with the end of the old one', async () => {
  const { workers, engine } = scene();
  const [stays, returns] = [engine(), engine()];
  stays.call('tapNames');
  await opened(returns, workers);
  const old = workers[0].sent.at(-1).client;
  returns.stop();
  returns.call('tapNames');
  await settled();
  const [close, open] = workers[0].sent.slice(-2);
  assert.deepEqual([close.client, close.action, open.action], [old, 'close', 'open']);
  assert.notEqual(open.client, old);
});

test('progress and answers reach the call they belong to', async () => {
  const { workers, engine } = scene();
  /** @type {any[]} */
  const progress = [];
  const open = engine().call('open', { source: {} }, (value) => progress.push(value));
  const other = engine().call('tapNames');
  await settled();
  workers[0].answer('open', { progress: { loadedBytes: 1 } });
  workers[0].say({ id: 1e6, result: 'to nobody' });
  workers[0].answer('tapNames', { result: ['x'] });
  workers[0].answer('open', { result: 'opened' });
  assert.deepEqual([await open, await other, progress], ['opened', ['x'], [{ loadedBytes: 1 }]]);
});

test('after a trap every engine finds its weights and photo again in a new worker', async () => {
  const { workers, engine } = scene();
  const [a, b] = [engine(), engine()];
  await opened(a, workers);
  await opened(b, workers);
  const failing = a.call('run').catch((error) => error);
  const waiting = b.call('run').catch((error) => error);
  await settled();
  workers[0].sent.findLast(({ action }) => action === 'run');
  const { id } = workers[0].sent.filter(({ action }) => action === 'run')[0];
  workers[0].say({ id, error: { name: 'RuntimeError', message: 'unreachable', fatal: true } });
  assert.deepEqual([(await failing).message, (await waiting).message], ['unreachable', 'unreachable']);
  assert.equal(workers[0].terminated, true);

  for (const each of [a, b]) {
    const run = each.call('run');
    await settled();
    assert.equal(workers.length, 2);
    workers[1].answer('open', { result: 'opened' });
    await settled();
    workers[1].answer('photo', { result: 'seen' });
    await settled();
    workers[1].answer('run', { result: 'ran' });
    assert.equal(await run, 'ran');
  }
  assert.deepEqual(workers[1].actions, ['open', 'photo', 'run', 'open', 'photo', 'run']);
});

test('other weights forget the photo that the old ones saw', async () => {
  const { workers, engine } = scene();
  const one = engine();
  await opened(one, workers);
  const again = one.call('open', { source: { url: 'other' } });
  await settled();
  workers[0].answer('open', { result: 'opened' });
  await again;
  workers[0].dispatchEvent(Object.assign(new Event('error'), { message: 'gone' }));
  const run = one.call('run');
  await settled();
  workers[1].answer('open', { result: 'opened' });
  await settled();
  workers[1].answer('run', { result: 'ran' });
  assert.equal(await run, 'ran');
  assert.deepEqual(workers[1].actions, ['open', 'run']);
  assert.deepEqual(workers[1].sent[0].args, { source: { url: 'other' } });
});

test('a worker that cannot start says so, and the next call tries another', async () => {
  const { workers, engine } = scene();
  const one = engine();
  const open = one.call('open', { source: {} }).catch((error) => error);
  await settled();
  workers[0].dispatchEvent(new Event('error'));
  assert.equal((await open).code, 'worker.start');
  one.call('open', { source: {} });
  await settled();
  assert.equal(workers.length, 2);
});
