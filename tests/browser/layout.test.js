/** The page at four widths, light and dark: nothing reaches beyond it, and axe-core finds nothing wrong. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { violations } from './axe.js';
import { openBrowser, openPage } from './browser.js';
import { set, settled } from './lens.js';

const browser = await openBrowser();
after(() => browser.close());

for (const width of [1280, 700, 360, 320]) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`${width} px, ${colorScheme}`, async () => {
      const { page, problems } = await openPage(browser, '', { viewport: { width, height: 800 }, colorScheme });
      await settled(page);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beyond <= 0, `${beyond} px beyond the page`);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(problems, []);
      await page.close();
    });
  }
}

/** What can be opened: its name, how, and the part that is there when it is. */
const VIEWS = /** @type {[string, Record<string, string>, string][]} */ ([
  ...['reduced', 'dilated1', 'spatial', 'pooled', 'channel', 'attention', 'after'].map((step) => [
    `walk at ${step}`,
    { cell: '3,4', side: 'cell', step },
    '.walk',
  ]),
  ['channel', { side: 'channel', channel: '10' }, '.one-channel'],
  ['all channels', { side: 'changes', panel: 'channels' }, '.tile'],
  ['differences', { panel: 'differences' }, '.differences'],
  ['worth', { panel: 'worth' }, '.worth-table tbody tr:last-child td:last-child button'],
  ['nothing kept', { panel: 'compare' }, '.compare-start'],
  ['side by side', { kept: 'img:duck,r:8' }, '.pair'],
  ['swipe', { mode: 'swipe' }, '.swipe'],
  ['difference', { mode: 'difference', cell: '3,4' }, '.compare .map'],
  ['r × d', { panel: 'grid' }, '.setting-cell:last-child canvas'],
  ['cost', { panel: 'cost' }, '.cost'],
  ['files', { panel: 'files' }, '.files code'],
]);

for (const width of [1280, 360]) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`everything opened, ${width} px, ${colorScheme}`, async () => {
      const { page, problems } = await openPage(browser, '', { viewport: { width, height: 800 }, colorScheme });
      await settled(page);
      /** @type {Record<string, string[]>} */
      const wrong = {};
      const look = async (/** @type {string} */ view) => {
        const found = await violations(page);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (beyond > 0) found.push(`${beyond} px beyond the page`);
        // A view of many equal parts would fill the screen with one fault.
        if (found.length) wrong[view] = [`${found.length} in all`, ...found.slice(0, 4)];
      };
      for (const [view, state, part] of VIEWS) {
        await set(page, state);
        await settled(page);
        await page.locator(`bam-lens ${part}`).first().waitFor();
        await look(view);
      }
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await look('keys');
      assert.deepEqual(wrong, {});
      assert.deepEqual(problems, []);
      await page.close();
    });
  }
}

test('the list of keys stays closed when something is drawn before the browser has told that it was closed', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  const opened = await page.evaluate(async () => {
    const lens = /** @type {any} */ (document.querySelector('bam-lens'));
    const list = lens.renderRoot.querySelector('dialog');
    list.close();
    // The pointer on a map draws its cell; `close` comes in a later task.
    const move = new PointerEvent('pointermove', { pointerType: 'mouse', bubbles: true, clientX: 1, clientY: 1 });
    lens.renderRoot.querySelector('.map-before .frame').dispatchEvent(move);
    await lens.updateComplete;
    return list.open;
  });
  assert.equal(opened, false);
  assert.deepEqual(problems, []);
  await page.close();
});

test('the first screen holds the maps, the prediction and the settings', async () => {
  const { page } = await openPage(browser, '', { viewport: { width: 1280, height: 800 } });
  await settled(page);
  for (const part of ['.triptych', '.changes', '.controls']) {
    const box = await page.locator(`bam-lens ${part}`).boundingBox();
    assert.ok(box && box.y + box.height <= 800, `${part} ends at ${box && box.y + box.height}`);
  }
});
