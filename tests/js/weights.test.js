/** Weights from a server and from a cache that Node lacks: a cache that fails is no error, and wrong bytes are never used. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { fetchWeights } from '../../www/weights.js';
import { serveFolder } from '../../scripts/static-server.js';

const FILE = 'net.gzip';
const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i) % 251);
const folder = mkdtempSync(join(tmpdir(), 'bam-lens-weights-'));
writeFileSync(join(folder, FILE), bytes);
const server = await serveFolder({ folder });
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const source = {
  url: server.url + FILE,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
};

beforeEach(() => {
  server.requests.length = 0;
  server.options.answer = undefined;
  Reflect.deleteProperty(globalThis, 'caches');
});

/** A cache as browsers have one, where a test has not broken it. @param {object} [broken] methods in place of its own */
function giveCache(broken = {}) {
  /** @type {Map<string, Response>} */
  const kept = new Map();
  const cache = {
    match: async (/** @type {string} */ url) => kept.get(url)?.clone(),
    put: async (/** @type {string} */ url, /** @type {Response} */ response) => void kept.set(url, response),
    ...broken,
  };
  Object.assign(globalThis, { caches: { open: async () => cache, ...broken } });
  return kept;
}

/** Fetches, and says how often the server was asked. */
async function fetched() {
  /** @type {import('../../www/weights.js').Progress[]} */
  const told = [];
  const got = await fetchWeights(source, (progress) => told.push(progress));
  assert.deepEqual(got, bytes);
  assert.equal(told.at(-1)?.loadedBytes, bytes.length);
  return { asked: server.requests.splice(0).length, cached: told.at(-1)?.cached };
}

test('a second visit does not ask the server', async () => {
  giveCache();
  assert.deepEqual(await fetched(), { asked: 1, cached: false });
  assert.deepEqual(await fetched(), { asked: 0, cached: true });
});

const fail = (/** @type {string} */ name) => async () => {
  throw new DOMException('the cache fails', name);
};

for (const [what, broken] of /** @type {[string, object | undefined][]} */ ([
  ['does not exist', undefined],
  ['is forbidden', { open: fail('SecurityError') }],
  ['cannot be read', { match: fail('UnknownError') }],
  ['is full', { put: fail('QuotaExceededError') }],
])) {
  test(`a cache that ${what} is no error`, async () => {
    if (broken) giveCache(broken);
    assert.deepEqual(await fetched(), { asked: 1, cached: false });
    assert.deepEqual(await fetched(), { asked: 1, cached: false });
  });
}

test('kept bytes that are not the file are fetched again, and mended', async () => {
  const kept = giveCache();
  for (const wrong of [bytes.slice(0, 100), bytes.with(5, 99), new Uint8Array()]) {
    kept.set(source.url, new Response(wrong));
    assert.deepEqual(await fetched(), { asked: 1, cached: false });
    assert.deepEqual(await fetched(), { asked: 0, cached: true });
  }
});

for (const [what, answer, code, values] of /** @type {[string, object, string, object][]} */ ([
  ['an error', { status: 500 }, 'answer', { status: 500 }],
  ['a web page', { type: 'text/html', body: '<p>Log in</p>' }, 'weights.html', {}],
  ['half of the file', { body: bytes.slice(0, 35_000) }, 'weights.length', { got: 35_000, expected: 70_000 }],
  ['another file of its size', { body: bytes.with(5, 99) }, 'weights.digest', {}],
  ['a connection that breaks', { cutAt: 35_000 }, 'connection', {}],
])) {
  test(`${what} in place of the file is told and not kept`, async () => {
    const kept = giveCache();
    server.options.answer = () => answer;
    await assert.rejects(
      fetchWeights(source, () => {}),
      { code, values },
    );
    assert.equal(kept.size, 0);
    server.options.answer = undefined;
    server.requests.length = 0;
    assert.deepEqual(await fetched(), { asked: 1, cached: false });
  });
}
