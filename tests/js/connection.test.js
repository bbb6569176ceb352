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

/** Nobody waits for what becomes of it. @param {Promise<unknown>} call */
const leave = (call) => void call.catch(() => {});

const settled = () => new Promise((resolve) => setImmediate(resolve));

function scene() {
  /** @type {FakeWorker[]} */
  const workers = [];
  const spawn = () => {
    workers.push(new FakeWorker());
    return /** @type {any} */ (workers.at(-1));
  };
  const connection = new Connection(spawn);
  return { workers, engine: () => new Engine(connection, spawn) };
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
  leave(a.call('tapNames'));
  leave(b.call('tapNames'));
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
  leave(stays.call('tapNames'));
  await opened(returns, workers);
  const old = workers[0].sent.at(-1).client;
  returns.stop();
  leave(returns.call('tapNames'));
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

test('who asks again at the very moment of a death is answered by the new worker', async () => {
  const { workers, engine } = scene();
  const one = engine();
  await opened(one, workers);
  /** @type {Promise<any> | undefined} */
  let again;
  one.onDeath = () => (again = one.call('run'));
  leave(one.call('photo', { blob: 'deadly' }));
  await settled();
  workers[0].answer('photo', { error: { name: 'RuntimeError', message: 'unreachable', fatal: true } });
  for (const action of ['open', 'photo', 'run']) {
    await settled();
    workers[1].answer(action, { result: action });
  }
  assert.equal(await again, 'run');
  assert.deepEqual(workers[1].sent[1].args, { blob: 'p' });
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
  leave(one.call('open', { source: {} }));
  await settled();
  assert.equal(workers.length, 2);
});

test('a checkpoint is opened in a worker of its own, which replaces the one before only when it has', async () => {
  const { workers, engine } = scene();
  const [one, other] = [engine(), engine()];
  await opened(one, workers);
  leave(other.call('tapNames'));
  await settled();
  const refused = one.call('open', { blob: 'bad' }).catch((error) => error);
  await settled();
  assert.equal(workers.length, 2);
  workers[1].answer('open', { error: { name: 'Error', message: 'no network' } });
  assert.equal((await refused).message, 'no network');
  assert.deepEqual([workers[0].terminated, workers[1].terminated], [false, true]);
  const stillAsked = one.call('run').catch((error) => error.name);
  await settled();
  assert.equal(workers[0].actions.at(-1), 'run');

  const taken = one.call('open', { blob: 'good' });
  await settled();
  workers[2].answer('open', { result: 'opened' });
  assert.equal(await taken, 'opened');
  assert.equal(await stillAsked, 'AbortError');
  // The other element still needs the first one.
  assert.equal(workers[0].actions.at(-1), 'close');
  assert.equal(workers[0].terminated, false);
  leave(one.call('run'));
  await settled();
  assert.equal(workers[2].actions.at(-1), 'run');

  const back = one.call('open', { source: { url: 'w' } });
  await settled();
  workers[0].answer('open', { result: 'opened' });
  await back;
  assert.equal(workers[2].terminated, true);
});

test('an element that leaves while a checkpoint is being opened leaves that worker too', async () => {
  const { workers, engine } = scene();
  const one = engine();
  await opened(one, workers);
  const opening = one.call('open', { blob: 'slow' }).catch((error) => error.name);
  await settled();
  one.stop();
  assert.equal(await opening, 'AbortError');
  assert.deepEqual(
    workers.map(({ terminated }) => terminated),
    [true, true],
  );
});

/** Two engines on one worker, under a clock of the test's own. @param {import('node:test').TestContext} t */
async function watched(t) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const { workers, engine } = scene();
  const engines = [engine(), engine()];
  /** @type {any[]} */
  const deaths = [];
  engines[0].onDeath = (reason) => deaths.push(reason.code);
  const codes = engines.map((each) => each.call('run').catch((error) => error.code));
  await settled();
  const [worker] = workers;
  const begin = () => worker.say({ id: worker.sent[0].id, began: true });
  const until = (/** @type {number} */ ms) => {
    now = ms;
    t.mock.timers.tick(500);
  };
  return { worker, engines, codes, deaths, begin, until };
}

test('an action that never ends is noticed, and every call learns of it', async (t) => {
  const { worker, codes, deaths, begin, until } = await watched(t);
  begin();
  until(59_000);
  assert.equal(worker.terminated, false);
  until(61_000);
  assert.deepEqual(await Promise.all(codes), ['worker.slow', 'worker.slow']);
  assert.equal(worker.terminated, true);
  assert.deepEqual(deaths, ['worker.slow']);
});

test('a worker that falls silent is noticed; one that answers late, because the page slept, is not', async (t) => {
  const { worker, codes, until } = await watched(t);
  until(500);
  assert.deepEqual(worker.sent.at(-1), { ping: true });
  worker.say({ pong: true });
  until(60_000);
  assert.equal(worker.terminated, false);
  assert.equal(worker.sent.filter(({ ping }) => ping).length, 2);
  until(64_000);
  assert.deepEqual(await Promise.all(codes), ['worker.silent', 'worker.silent']);
  assert.equal(worker.terminated, true);
});

test('the end of a worker that held a lock is noticed at once', async (t) => {
  const { worker, codes, deaths, begin } = await watched(t);
  begin();
  worker.dispatchEvent(new Event('close'));
  assert.deepEqual(await Promise.all(codes), ['worker.silent', 'worker.silent']);
  assert.deepEqual(deaths, ['worker.silent']);
});

test('who waits long is told so and can end it; once it is over everybody is told', async (t) => {
  const { worker, engines, codes, begin, until } = await watched(t);
  /** @type {boolean[]} */
  const told = [];
  engines[1].onLong = (long) => told.push(long);
  engines[1].halt();
  begin();
  until(2000);
  assert.deepEqual([told, worker.terminated], [[], false]);
  until(4000);
  until(5000);
  assert.deepEqual(told, [true]);
  worker.answer('run', { result: 'ran' });
  worker.say({ id: worker.sent[0].id, result: 'ran' });
  assert.deepEqual(told, [true, false]);

  const next = engines[0].call('run').catch((error) => error.code);
  await settled();
  worker.say({ id: worker.sent.at(-1).id, began: true });
  until(9000);
  assert.deepEqual(told, [true, false, true]);
  engines[1].halt();
  assert.equal(await next, 'worker.halted');
  assert.deepEqual(told, [true, false, true, false]);
  assert.equal(worker.terminated, true);
  await Promise.all(codes);
});
