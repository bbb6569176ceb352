/** Photos and networks in which nothing differs from anything: every map can be flat, and every number still is one. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { altered, readTensors } from '../../support/safetensors.js';
import { openBrowser, openPage } from '../browser.js';
import { afterRun, eventually, set, settled, textOf } from '../lens.js';

const browser = await openBrowser();
after(() => browser.close());

const PANELS = ['channels', 'differences', 'worth', 'compare', 'grid', 'cost', 'files'];
const NETWORK = new URL('../../fixtures/checkpoints/canonical_resnet18.safetensors', import.meta.url);

/** Shows a photo of one colour. @param {import('playwright-core').Page} page @param {string} colour */
const show = (page, colour) =>
  page.evaluate(async (colour) => {
    const canvas = new OffscreenCanvas(300, 200);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.fillStyle = colour;
    context.fillRect(0, 0, 300, 200);
    await /** @type {any} */ (document.querySelector('bam-lens')).loadImage(await canvas.convertToBlob());
  }, colour);

/** Opens every part of the page, and reads it. @param {import('playwright-core').Page} page */
async function readAll(page) {
  const lens = page.locator('bam-lens .lens');
  await set(page, { cell: '3,3', side: 'cell', step: 'dilated2', kept: '' });
  await eventually(page, async () => assert.equal(await page.locator('bam-lens .rail .tick.agrees').count(), 9));
  await set(page, { side: 'channel', channel: '3' });
  for (const scale of ['fixed', 'stretch']) {
    for (const panel of PANELS) {
      await set(page, { panel, scale });
      await settled(page);
      await page.locator('bam-lens .panel').waitFor();
      const text = await textOf(lens);
      assert.doesNotMatch(text, /NaN|∞|Infinity|undefined|\[object/, `${panel}, ${scale}`);
    }
  }
}

for (const colour of ['black', 'white', 'rgb(127 127 127)']) {
  test(`a photo that is ${colour} all over`, async () => {
    const { page, problems } = await openPage(browser);
    await settled(page);
    await afterRun(page, () => show(page, colour));
    await readAll(page);
    assert.deepEqual(problems, []);
    await page.close();
  });
}

for (const [what, value] of /** @type {const} */ ([
  ['zeros', 0],
  ['denormal numbers', 1e-40],
])) {
  test(`a network of ${what}`, async () => {
    const { page, problems } = await openPage(browser);
    await settled(page);
    const names = Object.keys(readTensors(NETWORK)).filter((name) => name.endsWith('.weight'));
    const file = altered(NETWORK, Object.fromEntries(names.map((name) => [name, () => value])));
    await afterRun(page, () =>
      page.evaluate(async (base64) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        await /** @type {any} */ (document.querySelector('bam-lens')).loadWeights(
          new File([bytes], 'flat.safetensors'),
        );
      }, file.toString('base64')),
    );
    await readAll(page);
    assert.deepEqual(problems, []);
    await page.close();
  });
}
