/** What a frame makes of messages: only the page around it decides, and only in words that the frame knows. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser } from '../browser.js';
import { bringNetwork, drawn, hashOf, insideOf, startBlog } from './blog.js';

const browser = await openBrowser();
const blog = await startBlog();
after(() => Promise.all([browser.close(), blog.close()]));

/** Sends to the frame from the page around it. @param {import('playwright-core').Page} page @param {unknown} data */
const send = (page, data) =>
  page.evaluate(
    (data) => /** @type {any} */ (document.querySelector('#lens')).contentWindow.postMessage(data, '*'),
    data,
  );

/** What was sent before has been dealt with. @param {import('playwright-core').Page} page */
const dealtWith = (page) => page.waitForTimeout(150);

/** Runs in the page: messages that no embedding page means, some of them too large to be sent from outside. */
function sendNonsense() {
  const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('#lens')).contentWindow;
  const set = (/** @type {unknown} */ state) => ({ type: 'bam-lens:set', state });
  const deep = (/** @type {number} */ levels) => {
    let message = {};
    for (let level = 0; level < levels; level++) message = { state: message, type: 'bam-lens:set' };
    return message;
  };
  const long = 'x'.repeat(10_000_000);
  const many = Object.fromEntries(Array.from({ length: 1_000_000 }, (_, i) => [`key${i}`, 1]));
  const messages = [
    null,
    undefined,
    0,
    'bam-lens:set',
    [],
    ['bam-lens:set', { stage: 1 }],
    [{ type: 'bam-lens:set', state: { stage: 1 } }],
    { type: 'bam-lens:set' },
    { type: 'bam-lens:set', state: null },
    { type: 'bam-lens:set', state: 'stage=1' },
    { type: 'bam-lens:set', state: ['stage', 1] },
    { type: 'bam-lens:SET', state: { stage: 1 } },
    { type: 'bam-lens:statechange', state: { stage: 1 } },
    { type: ['bam-lens:set'], state: { stage: 1 } },
    { stage: 1 },
    new Map([['type', 'bam-lens:set']]),
    new Date(),
    new Uint8Array(9),
    set({ stage: { valueOf: 1 } }),
    set({ stage: [1] }),
    set({ stage: 1, r: {} }),
    set({ stage: null }),
    set({ stage: true }),
    set({ stage: new Date(1) }),
    set({ stage: 4 }),
    set({ stage: '01' }),
    set({ stage: NaN }),
    set({ img: 'no-such-photo' }),
    set({ img: '../../secret' }),
    set({ cell: '9999,9999' }),
    set({ theme: '<img src=x onerror=alert(1)>' }),
    set({ lang: 'javascript:alert(1)' }),
    set(JSON.parse('{"__proto__":{"stage":1,"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":1}')),
    set({ hasOwnProperty: 1, toString: 'x', valueOf: 1 }),
    set(deep(1000)),
    deep(1000),
    deep(3000),
    deep(10_000),
    set({ stage: long, r: long, img: long, cell: long, kept: long }),
    { type: long, state: long },
    set(many),
  ];
  return messages.filter((message) => {
    try {
      frame?.postMessage(message, '*');
      return true;
    } catch {
      // The browser itself sends nothing that is too deep for it.
      return false;
    }
  }).length;
}

test('nonsense changes nothing, of a poster or of the element', async () => {
  const { page, problems } = await blog.open(
    browser,
    '<iframe id="lens" src="{host}embed.html#img=dog" width="700"></iframe>',
  );
  const frame = await insideOf(page);
  await drawn(frame);
  assert.ok((await page.evaluate(sendNonsense)) >= 40);
  await dealtWith(page);
  assert.equal(await hashOf(frame), '#img=dog');
  await bringNetwork(frame);
  await page.evaluate(sendNonsense);
  // The frame answers again once it is through.
  await send(page, { type: 'bam-lens:set', state: { stage: 2 } });
  await frame.waitForFunction(() => /** @type {any} */ (document.querySelector('bam-lens')).state.stage === 2);
  assert.equal(await hashOf(frame), '#img=dog&stage=2');
  assert.equal(await frame.evaluate(() => 'polluted' in {}), false);
  assert.deepEqual(problems, []);
  await page.context().close();
});

test('a message changes the poster, then the element, and the frame says what it shows', async () => {
  const { page, problems } = await blog.open(
    browser,
    '<iframe id="lens" src="{host}embed.html?stage=1" width="700"></iframe>',
  );
  const frame = await insideOf(page);
  await drawn(frame);
  await send(page, { type: 'bam-lens:set', state: { stage: 2, r: '8', d: 2, theme: 'dark' } });
  await frame.locator('.poster [role=radio][aria-checked=true]', { hasText: 'BAM 2' }).waitFor();
  assert.equal(await hashOf(frame), '#stage=2&r=8&d=2&theme=dark');
  assert.equal(await frame.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await bringNetwork(frame);
  await send(page, { type: 'bam-lens:set', state: { stage: 1, img: 'duck' } });
  await frame.waitForFunction(() => {
    const { state } = /** @type {any} */ (document.querySelector('bam-lens'));
    return state.stage === 1 && state.img === 'duck' && state.r === 8;
  });
  await page.waitForFunction(() => {
    const { state } = globalThis.told.findLast(({ type }) => type === 'bam-lens:statechange');
    return state.stage === 1 && state.img === 'duck';
  });
  assert.deepEqual(problems, []);
  await page.context().close();
});

test('another window than the page around the frame decides nothing', async () => {
  const sends = `<script>
    setInterval(() => parent.frames[0].postMessage({ type: 'bam-lens:set', state: { stage: 1 } }, '*'), 20);
    setTimeout(() => parent.postMessage({ type: 'sent' }, '*'), 200);
  </script>`;
  const { page, problems } = await blog.open(
    browser,
    `<iframe id="lens" src="{host}embed.html" width="700"></iframe>
     <iframe src="data:text/html,${encodeURIComponent(sends)}"></iframe>`,
  );
  const frame = await insideOf(page, '#lens');
  await drawn(frame);
  // One without an origin, one with that of the page.
  await page.evaluate((sends) => {
    document.body.append(Object.assign(document.createElement('iframe'), { srcdoc: sends }));
  }, sends);
  await frame.evaluate(() => postMessage({ type: 'bam-lens:set', state: { stage: 1 } }, '*'));
  await page.waitForFunction(() => globalThis.told.filter(({ type }) => type === 'sent').length === 2);
  await dealtWith(page);
  assert.equal(await hashOf(frame), '');
  assert.deepEqual(problems, []);
  await page.context().close();
});

test('of two origins only the one that the address names decides', async () => {
  const body = (/** @type {string} */ origin) =>
    `<iframe id="lens" src="{host}embed.html?origin=${encodeURIComponent(origin)}" width="700"></iframe>`;
  const set = { type: 'bam-lens:set', state: { stage: 1 } };
  const { page } = await blog.open(browser, body('https://example.org'));
  const frame = await insideOf(page);
  await drawn(frame);
  await send(page, set);
  await dealtWith(page);
  assert.equal(await hashOf(frame), '');
  const { origin } = new URL(page.url());
  const named = await blog.open(browser, body(origin));
  const heard = await insideOf(named.page);
  await drawn(heard);
  await send(named.page, set);
  await heard.locator('.poster [role=radio][aria-checked=true]', { hasText: 'BAM 1' }).waitFor();
  assert.equal(await hashOf(heard), '#stage=1');
  await Promise.all([page.context().close(), named.page.context().close()]);
});

test('a page that is no frame takes no messages', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${blog.host.url}embed.html`);
  await drawn(page.mainFrame());
  await page.evaluate(() => postMessage({ type: 'bam-lens:set', state: { stage: 1 } }, '*'));
  await page.waitForTimeout(150);
  assert.equal(await hashOf(page.mainFrame()), '');
  await page.context().close();
});
