/** The frame in its page: as high as its content, no trap for the wheel, and nothing fetched before it is in sight. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openBrowser } from '../browser.js';
import { bringNetwork, drawn, insideOf, startBlog } from './blog.js';

/** Of the wheel, at most. */
const NOTCHES = 5;
const browser = await openBrowser();
const blog = await startBlog();
after(() => Promise.all([browser.close(), blog.close()]));

/** How much of the frame's content does not fit into it, once the page has followed it. @param {import('playwright-core').Page} page */
async function hiddenPx(page) {
  const frame = await insideOf(page);
  let hidden;
  for (let i = 0; i < 40; i++) {
    await page.waitForTimeout(50);
    hidden = await frame.evaluate(() => {
      const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
      return { down: scrollHeight - clientHeight, across: scrollWidth - clientWidth };
    });
    if (!hidden.down && !hidden.across) break;
  }
  return hidden;
}

for (const widthPx of [700, 360, 1280]) {
  test(`a frame of ${widthPx} px is as high as it says, with maps, the network and an open cell`, async () => {
    const { page, problems } = await blog.open(
      browser,
      `<iframe src="{host}embed.html" width="${widthPx}" height="400"></iframe>`,
      { viewport: { width: widthPx + 40, height: 900 } },
    );
    const frame = await insideOf(page);
    await drawn(frame);
    const heights = [];
    const check = async () => {
      assert.deepEqual(await hiddenPx(page), { down: 0, across: 0 });
      heights.push((await page.locator('iframe').boundingBox()).height);
    };
    await check();
    const map = frame.locator('.maps .frame:visible').first();
    await map.click();
    await check();
    await bringNetwork(frame);
    await frame.locator('bam-lens .walk .rail-value').first().waitFor();
    await check();
    await frame.locator('bam-lens .walk button').nth(3).click();
    await check();
    await page.setViewportSize({ width: 400, height: 900 });
    await page.locator('iframe').evaluate((frame) => frame.setAttribute('width', '380'));
    await check();
    console.log(`${widthPx} px wide: ${heights.join(', ')} px high`);
    assert.ok(
      heights.every((height) => height > 300 && height < 3000),
      heights.join(),
    );
    assert.deepEqual(problems, []);
    await page.context().close();
  });
}

test('the wheel over a frame scrolls the page, before and after the network is there', async () => {
  const { page, problems } = await blog.open(
    browser,
    '<p>Text</p><iframe src="{host}embed.html" width="700" height="600"></iframe><div style="height: 3000px"></div>',
  );
  const frame = await insideOf(page);
  await drawn(frame);
  const wheel = async () => {
    await page.evaluate(() => scrollTo(0, 0));
    const { x, y, width, height } = await frame.locator('.maps .frame:visible').first().boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    // Chromium may lose a notch while it lays the frame out; a reader turns on. A frame that takes the wheel takes each.
    const scrolled = () => page.evaluate(() => scrollY >= 200);
    for (let notch = 0; notch < NOTCHES && !(await scrolled()); notch++) {
      await page.mouse.wheel(0, 240);
      await page.waitForTimeout(500);
    }
    assert.ok(await scrolled());
  };
  await wheel();
  await page.evaluate(() => scrollTo(0, 0));
  await bringNetwork(frame);
  await wheel();
  assert.deepEqual(problems, []);
  await page.context().close();
});

test('a frame far below fetches neither maps nor photos before it is in sight, and no network after', async () => {
  const earlier = blog.host.requests.length;
  const { page, problems } = await blog.open(
    browser,
    '<div style="height: 6000px"></div><iframe src="{host}embed.html#img=cat" width="700" height="500"></iframe>',
  );
  const asked = (/** @type {RegExp} */ pattern) =>
    blog.host.requests.slice(earlier).filter((path) => pattern.test(path));
  const frame = await insideOf(page);
  await frame.waitForFunction(() => document.querySelector('#full')?.getAttribute('href')?.endsWith('#img=cat'));
  await page.waitForTimeout(700);
  assert.deepEqual(asked(/\.(jpg|webp|safetensors|gzip|wasm)$|element/), []);
  await page.evaluate(() => scrollTo(0, 6000));
  await drawn(frame);
  assert.equal(asked(/\/cat\.r16-.*\.safetensors$/).length, 1);
  assert.deepEqual(asked(/\.(gzip|wasm)$|element/), []);
  assert.deepEqual(problems, []);
  await page.context().close();
});

test('where a browser keeps nothing for a frame of another site, the network runs all the same', async () => {
  const { page, problems } = await blog.open(browser, '<iframe src="{host}embed.html" width="700"></iframe>');
  const frame = await insideOf(page);
  await drawn(frame);
  // A profile like this one blocks what other sites would store, as a private window does.
  const stores = await frame.evaluate(() =>
    Promise.all([
      caches.open('x').then(
        () => 'cache',
        () => 'nothing',
      ),
      new Promise((resolve) => resolve(localStorage.length)).then(
        () => 'storage',
        () => 'nothing',
      ),
    ]),
  );
  assert.deepEqual(stores, ['nothing', 'nothing']);
  await bringNetwork(frame);
  assert.equal(
    await frame.evaluate(() => /** @type {any} */ (document.querySelector('bam-lens')).predictions.length),
    5,
  );
  assert.deepEqual(problems, []);
  await page.context().close();
});

test('what is picked in a poster is opened for what it is: a checkpoint, or a photo', async () => {
  const fixture = (/** @type {string} */ path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
  for (const [file, report, img] of [
    ['tests/fixtures/checkpoints/canonical_resnet18.safetensors', true, 'koala'],
    ['www/samples/cat.jpg', false, 'own'],
  ]) {
    const { page, problems } = await blog.open(browser, '<iframe src="{host}embed.html" width="700"></iframe>');
    const frame = await insideOf(page);
    await drawn(frame);
    await frame.locator('.poster input[type=file]').setInputFiles(fixture(String(file)));
    await frame.locator('bam-lens .lens.ready').waitFor({ timeout: 60_000 });
    const shown = await frame.evaluate(() => {
      const { report, checkpointName, state } = /** @type {any} */ (document.querySelector('bam-lens'));
      return { own: checkpointName !== '' && report !== undefined, img: state.img };
    });
    assert.deepEqual(shown, { own: report, img });
    assert.deepEqual(problems, []);
    await page.context().close();
  }
});
