/** After one visit the page needs no network, and keeps nothing twice. */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { serveFolder } from '../../../scripts/static-server.js';
import { openBrowser } from '../browser.js';
import { eventually, settled } from '../lens.js';
import { missing, openFirefox } from '../places/firefox.js';
import { BASE, WEIGHTS, first, kept, nameOf, server, visit, weightsAsked } from './hosted.js';

const BROWSERS = [
  { name: 'Chromium', launch: () => openBrowser(), skip: undefined },
  { name: 'Firefox', launch: openFirefox, skip: missing },
];

for (const { name, launch, skip } of BROWSERS) {
  test(`after one visit the page runs without its server, in ${name}`, { skip }, async (t) => {
    const other = await serveFolder({ folder: first.folder, base: BASE });
    const browser = await launch();
    t.after(async () => {
      await browser.close();
      await other.close();
    });
    /** @type {any} */
    const page = await browser.newPage();
    /** @type {string[]} */
    const problems = [];
    page.on('pageerror', (/** @type {Error} */ error) => problems.push(`uncaught: ${error}`));
    const shown = async () => {
      await page.waitForFunction(() => document.querySelector('bam-lens')?.shadowRoot?.querySelector('.lens.ready'));
      return page.evaluate(async () => {
        const lens = /** @type {any} */ (document.querySelector('bam-lens'));
        const canvas = /** @type {HTMLCanvasElement} */ (
          lens.shadowRoot.querySelector('.map-after canvas:not(.photo)')
        );
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return {
          colours: new Set(new Uint32Array(data.buffer)).size,
          logits: Array.from((await lens.tap('logits')).data),
          top: lens.predictions[0].label,
        };
      });
    };
    await page.goto(other.url);
    const online = await shown();
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    const { url } = other;
    await other.close();
    await page.context?.().setOffline(true);
    const began = performance.now();
    await page.reload();
    const offline = await shown();
    t.diagnostic(`runs ${((performance.now() - began) / 1000).toFixed(1)} s after the reload`);
    assert.deepEqual(offline, online);
    assert.match(offline.top, /koala/);
    assert.ok(offline.colours > 4);
    // Another photo, computed in advance and live, at an address that was not visited.
    await page.goto(`${url}index.html?from=mail#img=duck&d=2`);
    const duck = await shown();
    assert.notDeepEqual(duck.logits, online.logits);
    assert.ok(duck.colours > 4);
    assert.deepEqual(problems, []);
  });
}

test('what the page needs is kept once, after the first run; the weights by their worker alone', async (t) => {
  const { page, problems } = await visit(t);
  const sw = server.requests.indexOf('sw.js');
  assert.ok(sw > server.requests.findIndex((path) => path.endsWith('.gzip')), 'the network comes first');
  const twice = server.requests.slice(sw).filter((path, i) => server.requests.indexOf(path) < sw + i);
  assert.deepEqual(twice, [''], 'only the page itself is asked for again');
  const caches = await kept(page);
  const [ours, ...others] = Object.keys(caches).filter((name) => name !== WEIGHTS);
  assert.match(ours, /^bam-lens http:\/\/localhost:\d+\/some\/path\/ [0-9a-f]{12}$/);
  assert.deepEqual(others, []);
  assert.equal(caches[WEIGHTS].length, 1);
  const samples = readdirSync('www/samples').filter((name) => name.endsWith('.jpg')).length;
  const count = (/** @type {RegExp} */ names) => caches[ours].filter((name) => names.test(name)).length;
  assert.deepEqual(
    [/^$/, /\.jpg$/, /\.r16-.*\.safetensors$/, /\.wasm$/, /index-.*\.js$/, /index-.*\.css$/].map(count),
    [1, samples, samples, 1, 1, 1],
  );
  assert.equal(count(/\.gzip$|embed|\.html$|\.(forms|r4|r8|r32)-/), 0);
  assert.deepEqual(problems, []);
});

test('over visits the weights are asked for once, unless what is kept of them is wrong', async (t) => {
  const { page, problems } = await visit(t);
  await page.reload();
  await settled(page);
  assert.equal(weightsAsked(), 1);
  const bytes = () =>
    page.evaluate(async (name) => {
      const cache = await caches.open(name);
      const [request] = await cache.keys();
      return (await (await cache.match(request)).arrayBuffer()).byteLength;
    }, WEIGHTS);
  const whole = await bytes();
  await page.evaluate(async (name) => {
    const cache = await caches.open(name);
    const [request] = await cache.keys();
    const right = new Uint8Array(await (await cache.match(request)).arrayBuffer());
    right[right.length >> 1] ^= 1;
    await cache.put(request, new Response(right));
  }, WEIGHTS);
  // As after a day, when the browser's own memory of files has gone.
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.clearBrowserCache');
  await page.reload();
  await settled(page);
  assert.equal(weightsAsked(), 2);
  assert.equal(await bytes(), whole);
  await page.reload();
  await settled(page);
  assert.equal(weightsAsked(), 2);
  assert.deepEqual(problems, []);
});

test('other files are kept once they were asked for, and only if they are what was built', async (t) => {
  const { page } = await visit(t);
  const file = nameOf('cat.r4-', '.safetensors');
  const ask = (/** @type {RequestInit} */ init = {}) =>
    page.evaluate(
      async ([file, init]) => {
        try {
          const response = await fetch(/** @type {string} */ (file), /** @type {RequestInit} */ (init));
          await response.arrayBuffer();
          return `${response.status} ${response.headers.get('content-type')}`;
        } catch (error) {
          return /** @type {Error} */ (error).name;
        }
      },
      [file, init],
    );
  const isKept = async () => Object.values(await kept(page)).some((paths) => paths.includes(file));
  const RIGHT = '200 application/octet-stream';
  for (const [answer, shown] of /** @type {[object, string][]} */ ([
    [{ status: 500, type: 'text/plain', body: 'no' }, '500 text/plain'],
    [{ status: 404 }, '404 text/plain'],
    [{ type: 'text/html', body: '<p>Log in</p>' }, '200 text/html'],
    [{ to: `${server.url}${nameOf('dog.r4-', '.safetensors')}` }, RIGHT],
    [{ cutAt: 1000 }, 'TypeError'],
  ])) {
    server.options.answer = (path) => (path === file ? answer : undefined);
    assert.equal(await ask({ cache: 'no-store' }), shown, JSON.stringify(answer));
    assert.equal(await isKept(), false, JSON.stringify(answer));
  }
  server.options.answer = undefined;
  assert.equal(await ask({ headers: { range: 'bytes=0-9' } }), RIGHT);
  assert.equal(await ask({ method: 'POST' }), RIGHT);
  assert.equal(await isKept(), false);
  assert.equal(await ask(), RIGHT);
  await eventually(page, async () => assert.ok(await isKept()));
  server.requests.length = 0;
  assert.equal(await ask(), RIGHT);
  assert.deepEqual(server.requests, []);
});
