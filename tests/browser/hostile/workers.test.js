/**
 * A worker that dies, in every way and at every moment: the page goes on, and shows the same again. What is measured stands
 * in docs/RELIABILITY.md; a test only waits for it. A module that does not come (404, cut off, of the wrong type) is in
 * startup.test.js.
 */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sample } from '../../support/native.js';
import { openBrowser, openContext, openPage } from '../browser.js';
import { afterRun, pick, sentence, set, settled, stateOf } from '../lens.js';
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
  await page.context().close();
}

for (const fault of /** @type {Fault[]} */ (['panic', 'memory', 'stack', 'loop', 'terminated'])) {
  for (const moment of /** @type {Moment[]} */ (Object.keys(MOMENTS))) {
    test(`${fault}, ${moment}`, async (t) => {
      const { context, open } = await openContext(browser);
      t.after(() => context.close());
      await breakAt(context, moment, fault, moment === 'start' ? 1 : 0);
      // One that never answers is noticed after a minute, which the clock of the page makes shorter.
      const mute = fault === 'loop' || fault === 'terminated';
      if (mute) await context.clock.install();
      const { page } = await open();
      /** @type {(action: () => Promise<unknown>) => Promise<unknown>} */
      let then = (action) => action();
      if (moment !== 'start') {
        await settled(page);
        // A refused photo is told of; a run that died is run again.
        if (moment !== 'load') then = (action) => afterRun(page, action);
        await page.evaluate(() => /** @type {any} */ (window).arm(1));
      }
      let usableMs = NaN;
      let noticed = NaN;
      await then(async () => {
        await ACTS[moment](page);
        await page.waitForFunction(() => /** @type {any} */ (window).faults.failedMs.length === 1);
        usableMs = await usable(page);
        noticed = performance.now();
        if (mute) await page.clock.fastForward(70_000);
      });
      if (moment === 'start' || moment === 'load') {
        await page.locator('bam-lens .notice.shown').waitFor();
        assert.match(await sentence(page), /could not be (loaded|used)/);
        if (fault === 'memory') assert.match(await sentence(page), /more than the 1073741824 bytes of memory/);
      }
      // What was refused is given again.
      if (moment === 'start') await page.getByRole('button', { name: /again/i }).first().click();
      await settled(page);
      await page.waitForFunction(
        () => /** @type {any} */ (document.querySelector('bam-lens')).predictions.length === 5,
      );
      const againMs = performance.now() - noticed;
      times.push({ usableMs, againMs });
      t.diagnostic(`usable ${usableMs.toFixed()} ms, again ${againMs.toFixed()} ms`);
      assert.deepEqual(await shown(page), expected[moment]);
      assert.equal(await failures(page), 1);
    });
  }
}

test('a worker that the browser ends while it has nothing to do is replaced at the next choice', async (t) => {
  const { context, open } = await openContext(browser);
  t.after(() => context.close());
  const { page, problems } = await open();
  await settled(page);
  const [worker] = page.workers();
  await worker.evaluate(() => close());
  await afterRun(page, () => set(page, { r: 8 }));
  assert.notEqual(page.workers()[0], worker);
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
  assert.equal(await failures(page), 3);
  await afterRun(page, () => set(page, { r: 4 }));
  assert.equal((await stateOf(page)).r, 4);
});
