/** The page at three widths, light and dark: nothing reaches beyond it, and axe-core finds nothing wrong. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { violations } from './axe.js';
import { openBrowser, openPage } from './browser.js';
import { settled } from './lens.js';

const browser = await openBrowser();
after(() => browser.close());

for (const width of [1280, 700, 360]) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`${width} px, ${colorScheme}`, async () => {
      const { page, problems } = await openPage(browser, '', { viewport: { width, height: 800 }, colorScheme });
      await settled(page);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beyond <= 0, `${beyond} px beyond the page`);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(problems, []);
      await page.context().close();
    });
  }
}

test('the first screen holds the maps, the prediction and the settings', async () => {
  const { page } = await openPage(browser, '', { viewport: { width: 1280, height: 800 } });
  await settled(page);
  for (const part of ['.triptych', '.changes', '.controls']) {
    const box = await page.locator(`bam-lens ${part}`).boundingBox();
    assert.ok(box && box.y + box.height <= 800, `${part} ends at ${box && box.y + box.height}`);
  }
});
