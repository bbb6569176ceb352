/**
 * A worker that dies, in every way and at every moment: the page goes on, and shows the same again. What is measured stands
 * in docs/RELIABILITY.md; a test only waits for it.
 */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sample } from '../../support/native.js';
import { openBrowser, openContext, openPage } from '../browser.js';
import { afterRun, badge, pick, sentence, set, settled, stateOf } from '../lens.js';
import { MOMENTS, breakAt } from './faults.js';

/** @typedef {import('./faults.js').Fault} Fault */
/** @typedef {keyof typeof MOMENTS} Moment */
/** @typedef {import('playwright-core').Page} Page */

const browser = await openBrowser();
after(() => browser.close());

/** @type {{ usableMs: number, againMs: number }[]} */
const times = [];
after(() => {
  const most = (/** @type {'usableMs' | 'againMs'} */ name) => Math.max(...times.map((time) => time[name])).toFixed();
  console.log(
    `${times.length} deaths: page usable after at most ${most('usableMs')} ms, result again after ${most('againMs')}`,
  );
});

/** @param {Page} page @returns {Promise<number>} how many failures there have been */
const failures = (page) => page.evaluate(() => /** @type {any} */ (window).faults.failedMs.length);

/** How long a change of what is chosen takes to be drawn, whatever the network does. @param {Page} page */
const usable = (page) =>
  page.evaluate(async () => {
    const lens = /** @type {any} */ (document.querySelector('bam-lens'));
    const started = performance.now();
    lens.set({ theme: 'dark' });
    await lens.updateComplete;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    lens.set({ theme: 'auto' });
    return performance.now() - started;
  });

/** What is on screen. @param {Page} page */
async function shown(page) {
  const answer = await page.evaluate(() => {
    const { predictions } = /** @type {any} */ (document.querySelector('bam-lens'));
    return predictions.map((/** @type {any} */ { label, probability }) => `${label} ${probability}`);
  });
  return { state: await stateOf(page), answer };
}

/** What the reader does at each moment; at the start the page does it by itself. @type {Record<Moment, (page: Page) => Promise<unknown>>} */
const ACTS = {
  start: async () => {},
  load: (page) => pick(page, sample('duck')),
  run: (page) => set(page, { r: 8 }),
  draw: (page) => set(page, { channel: 7 }),
};

/** What is on screen where nothing died: a photo that was refused has changed nothing. @type {Record<string, object>} */
const expected = {};
for (const moment of /** @type {const} */ (['run', 'draw'])) {
  const { page } = await openPage(browser);
  await settled(page);
  expected.start = expected.load = await shown(page);
  await afterRun(page, () => ACTS[moment](page));
  expected[moment] = await shown(page);
  await page.close();
}

/** A promise of the element's own, given while the worker is busy or dead. @param {Page} page */
const ask = (page) =>
  page.evaluate(() => {
    const lens = /** @type {any} */ (document.querySelector('bam-lens'));
    Object.assign(window, { asked: lens.tapNames().then(Boolean, () => false) });
  });
/** Waits until it is settled, and with it every call before. @param {Page} page */
const answered = (page) => page.evaluate(() => /** @type {any} */ (window).asked);

/**
 * Waits for the result of everything and compares it with that of a page where nothing happened.
 *
 * @param {import('node:test').TestContext} t
 * @param {Page} page
 * @param {{ moment: Moment, usableMs: number, noticed: number }} so far
 */
async function same(t, page, { moment, usableMs, noticed }) {
  await settled(page);
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('bam-lens')).predictions.length === 5);
  const againMs = performance.now() - noticed;
  times.push({ usableMs, againMs });
  t.diagnostic(`usable ${usableMs.toFixed()} ms, again ${againMs.toFixed()} ms`);
  assert.deepEqual(await shown(page), expected[moment]);
}

/** A page that works, and will meet a fault at the next moment of a kind. @param {import('node:test').TestContext} t @param {Moment} moment @param {Fault} fault */
async function doomed(t, moment, fault) {
  const { context, open } = await openContext(browser);
  t.after(() => context.close());
  await breakAt(context, moment, fault, moment === 'start' ? 1 : 0);
  return { context, open };
}

/** @param {Page} page */
const failed = (page) => page.waitForFunction(() => /** @type {any} */ (window).faults.failedMs.length === 1);
/** @param {Page} page @param {number} times */
const arm = (page, times) => page.evaluate((times) => /** @type {any} */ (window).arm(times), times);
/** @param {Page} page @param {string} name */
const press = (page, name) => page.locator('bam-lens .status').getByRole('button', { name }).click();

for (const fault of /** @type {Fault[]} */ (['panic', 'memory', 'stack', 'loop', 'terminated'])) {
  for (const moment of /** @type {Moment[]} */ (Object.keys(MOMENTS))) {
    test(`${fault}, ${moment}`, async (t) => {
      const { context, open } = await doomed(t, moment, fault);
      // What takes long is said after three seconds, which the clock of the page makes shorter.
      if (fault === 'loop') await context.clock.install();
      const { page } = await open();
      if (moment !== 'start') {
        await settled(page);
        await arm(page, 1);
      }
      await ACTS[moment](page);
      await failed(page);
      await ask(page);
      const usableMs = await usable(page);
      let noticed = performance.now();
      if (fault === 'loop') {
        await page.clock.fastForward(4000);
        noticed = performance.now();
        await press(page, 'Stop');
        if (moment === 'run' || moment === 'draw') await press(page, 'Try again');
      }
      if (moment === 'start' || moment === 'load') {
        await page.locator('bam-lens .notice.shown').waitFor();
        assert.match(await sentence(page), /could not be (loaded|used)/);
        if (fault === 'memory') assert.match(await sentence(page), /more than the 1073741824 bytes of memory/);
      }
      if (moment === 'start') await press(page, 'Try again');
      await same(t, page, { moment, usableMs, noticed });
      await answered(page);
      assert.equal(await failures(page), 1);
    });
  }
}

/** What a host may send in place of the module. @type {Record<string, (route: import('playwright-core').Route) => Promise<void>>} */
const MODULES = {
  404: (route) => route.fulfill({ status: 404 }),
  'cut off': async (route) => {
    const response = await route.fetch();
    const whole = await response.body();
    await route.fulfill({ contentType: 'application/wasm', body: whole.subarray(0, whole.length >> 1) });
  },
  'of another type': async (route) => route.fulfill({ response: await route.fetch(), contentType: 'text/plain' }),
};

for (const [what, answer] of Object.entries(MODULES)) {
  for (const moment of /** @type {Moment[]} */ (Object.keys(MOMENTS))) {
    test(`a module that is ${what} when a worker is started, ${moment}`, async (t) => {
      const { context, open } = await doomed(t, moment, 'panic');
      let spoilt = moment === 'start';
      await context.route('**/*.wasm', (route) => (spoilt ? answer(route) : route.continue()));
      const { page } = await open();
      if (moment === 'start') await page.evaluate(() => /** @type {any} */ (window).disarm());
      else {
        await settled(page);
        await arm(page, 1);
        spoilt = true;
        await ACTS[moment](page);
        await failed(page);
      }
      await ask(page);
      const usableMs = await usable(page);
      let noticed = performance.now();
      if (what !== 'of another type') {
        await page.locator('bam-lens .notice', { hasText: 'WebAssembly module' }).waitFor();
        // What was asked may have started a worker of its own, whose failure would be that of the next try.
        await answered(page);
        spoilt = false;
        noticed = performance.now();
        await press(page, 'Try again');
      }
      await same(t, page, { moment, usableMs, noticed });
      await answered(page);
    });
  }
}

test('a run without an end that nobody stops is ended after a minute, and run again', async (t) => {
  const { context, open } = await doomed(t, 'run', 'loop');
  await context.clock.install();
  const { page } = await open();
  await settled(page);
  await arm(page, 1);
  await ACTS.run(page);
  await failed(page);
  await page.clock.fastForward(70_000);
  await same(t, page, { moment: 'run', usableMs: 0, noticed: performance.now() });
});

test('a worker that the browser ends while it has nothing to do is replaced', async (t) => {
  const { context, open } = await openContext(browser);
  t.after(() => context.close());
  const { page, problems } = await open();
  await settled(page);
  const [worker] = page.workers();
  await afterRun(page, () => worker.evaluate(() => close()));
  assert.notEqual(page.workers()[0], worker);
  assert.deepEqual(await shown(page), expected.start);
  assert.deepEqual(problems, []);
});

test('a network that dies three times in a row stops, says why, and the next choice tries again', async (t) => {
  const { context, open } = await openContext(browser);
  t.after(() => context.close());
  await breakAt(context, 'run', 'panic');
  const { page } = await open();
  await settled(page);
  await page.evaluate(() => /** @type {any} */ (window).arm(3));
  await set(page, { r: 8 });
  await page.locator('bam-lens .notice.shown').waitFor();
  assert.match(await sentence(page), /stopped three times in a row: divide by zero/);
  assert.match(await badge(page), /stopped: what is shown is from before/);
  assert.equal(await failures(page), 3);
  await afterRun(page, () => set(page, { r: 4 }));
  assert.equal((await stateOf(page)).r, 4);
  assert.doesNotMatch(await badge(page), /stopped/);
});
