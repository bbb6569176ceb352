/** What leaves the tab in a whole lesson: nothing. The server that has the page and one that stands for all others listen. */

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after } from 'node:test';
import { serveFolder } from '../../../scripts/static-server.js';
import { SECRET, lesson } from './lesson.js';
import { inEachBrowser } from './place.js';
import { numbersAt } from './same-numbers.js';

const host = await serveFolder({ folder: 'dist' });
/**
 * What browsers ask their makers, about every form or once they have run for half a minute; no page has a part in it, and none of
 * ours names these hosts.
 */
const OF_BROWSERS =
  /^(CONNECT|POST) (http:\/\/)?((content-autofill|update)\.googleapis|accounts\.google|firefox\.settings\.services\.mozilla)\.com[:/]/;
/** What the page keeps of the tour: where a reader left, and guesses about bundled photos. */
const OF_THE_TOUR = ['bam-lens.guesses', 'bam-lens.tour'];
/** Whoever wants to reach another host has to come through here. @type {string[]} */
const elsewhere = [];
const rest = createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', (data) => {
    elsewhere.push(data.toString('latin1').split('\r\n')[0]);
    socket.destroy();
  });
});
await new Promise((resolve) => rest.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (rest.address());
after(async () => {
  rest.close();
  await host.close();
});

/** What the browser itself has kept for this page: names, and texts as far as there are any. @param {string} secret */
async function stored(secret) {
  const entries = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    entries.push(...(await cache.keys()).map(({ url }) => url.replace(location.origin, '')));
  }
  const folder = await navigator.storage.getDirectory?.();
  return {
    cached: entries,
    texts: { ...localStorage, ...sessionStorage },
    cookies: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    files: folder ? await Array.fromAsync(/** @type {any} */ (folder).keys()) : [],
    named: location.href.includes(secret) || document.title.includes(secret),
  };
}

/** Until the service worker has kept the page. */
const isKept = () => navigator.serviceWorker.controller?.state === 'activated';

inEachBrowser(
  'a lesson asks nobody for anything once the page is kept',
  async (open) => {
    const place = await open(host.url);
    await numbersAt(place);
    await place.waitFor('the page to be kept', isKept);
    const before = host.heard.length;
    elsewhere.length = 0;
    await lesson(place);
    // A message that is sent late is one too.
    await place.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    assert.deepEqual(host.heard.slice(before), []);
    assert.deepEqual(
      elsewhere.filter((line) => !OF_BROWSERS.test(line)),
      [],
    );

    const { cached, texts, ...others } = await place.evaluate(stored, SECRET);
    assert.deepEqual(Object.keys(texts).sort(), OF_THE_TOUR);
    assert.doesNotMatch(Object.values(texts).join(), new RegExp(`${SECRET}|own`));
    assert.deepEqual(others, { cookies: '', databases: [], files: [], named: false });
    // Nothing but files of the build.
    assert.ok(cached.length > 20);
    const strange = cached.filter((path) => path !== '/' && !/^\/assets\/[\w.-]+$/.test(path));
    assert.deepEqual(strange, []);
    assert.ok(!cached.some((path) => path.includes(SECRET)));
    assert.deepEqual(place.problems, []);

    // The listeners hear what they should: of the page, of a worker, and for another host.
    await place.evaluate(async () => {
      navigator.sendBeacon('./beacon', 'words');
      await fetch('http://elsewhere.test/').catch(() => {});
      const text = `fetch('${location.origin}/worker').catch(() => {}).then(() => postMessage(1))`;
      const worker = new Worker(URL.createObjectURL(new Blob([text])));
      await new Promise((resolve) => (worker.onmessage = resolve));
    });
    const heard = host.heard.slice(before).toSorted();
    assert.deepEqual(heard, ['GET /worker', 'POST /beacon words']);
    assert.ok(
      elsewhere.some((line) => line.includes('elsewhere.test')),
      elsewhere.join(),
    );
  },
  { proxyPort: port },
);
