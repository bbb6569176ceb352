/** A poster whose files do not come: words stay in their place, and the network can still be asked for. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser } from '../browser.js';
import { bringNetwork, drawn, insideOf, startBlog } from './blog.js';

const browser = await openBrowser();
after(() => browser.close());

const KOALA = 'A grey koala sits in the fork of a tree and looks up.';
const ABSENT = 'Not computed in advance: the network can show it.';

/** Ways in which requests end badly. @type {Record<string, import('../../../scripts/static-server.js').Answer>} */
const FAILURES = {
  404: { status: 404 },
  500: { status: 500, body: 'broken' },
  'a page instead': { type: 'text/html', body: '<p>Log in' },
  'cut off': { body: Buffer.alloc(120_000), cutAt: 1000 },
  'no connection': { body: Buffer.alloc(120_000), cutAt: 0 },
};

for (const [what, failure] of Object.entries(FAILURES)) {
  test(`maps: ${what}`, async () => {
    const failing = { now: true };
    const blog = await startBlog({
      answer: (path) => (failing.now && path.endsWith('.safetensors') ? failure : undefined),
    });
    const { page, problems } = await blog.open(browser, '<iframe src="{host}embed.html" width="700"></iframe>');
    const frame = await insideOf(page);
    await frame.locator('.poster .look', { hasText: ABSENT }).waitFor();
    assert.equal(await frame.locator('.poster img[alt]:not([alt=""])').first().getAttribute('alt'), KOALA);
    // Another choice tries again.
    failing.now = false;
    await frame.locator('.poster .strip [role=radio]').nth(1).click();
    await drawn(frame);
    failing.now = true;
    await frame.locator('.poster .samples [role=radio]').nth(1).click();
    await frame.locator('.poster .look', { hasText: ABSENT }).waitFor();
    await bringNetwork(frame);
    assert.deepEqual(
      problems.filter((problem) => !problem.includes('Failed to load resource')),
      [],
    );
    await page.context().close();
    await blog.close();
  });
}

test('photos: the maps come, and words for the photo', async () => {
  const blog = await startBlog({
    answer: (path) => (/\.(jpg|webp)$/.test(path) ? { status: 404 } : undefined),
  });
  const { page, problems } = await blog.open(browser, '<iframe src="{host}embed.html" width="700"></iframe>');
  const frame = await insideOf(page);
  await drawn(frame);
  assert.equal(await frame.getByAltText(KOALA).first().isVisible(), true);
  const names = await frame
    .locator('.samples [role=radio]')
    .evaluateAll((radios) => radios.map((radio) => radio.ariaLabel));
  assert.ok(names.length >= 10 && names.every(Boolean), names.join());
  assert.deepEqual(
    problems.filter((problem) => !problem.includes('Failed to load resource')),
    [],
  );
  await page.context().close();
  await blog.close();
});

test('the network’s script: a sentence, and the next press tries again', async () => {
  const failing = { now: true };
  const blog = await startBlog({
    answer: (path) => (failing.now && /\/element-.*\.js$/.test(path) ? { status: 500 } : undefined),
  });
  const { page } = await blog.open(browser, '<iframe src="{host}embed.html" width="700"></iframe>');
  const frame = await insideOf(page);
  await drawn(frame);
  await frame.locator('.poster-status button').click();
  await frame.getByText('The network could not be loaded: the connection failed. Try again.').waitFor();
  await drawn(frame);
  failing.now = false;
  await frame.locator('.poster-status button').focus();
  await frame.locator('.poster-status button').press('Enter');
  await frame.locator('bam-lens .lens.ready').waitFor({ timeout: 60_000 });
  assert.equal(await frame.evaluate(() => document.activeElement?.localName), 'bam-lens', 'the focus stays');
  await page.context().close();
  await blog.close();
});

test('the colours that the author chose are those of the poster and of the network', async () => {
  const blog = await startBlog();
  const { page } = await blog.open(browser, '<iframe src="{host}embed.html?theme=dark" width="700"></iframe>', {
    colorScheme: 'light',
  });
  const frame = await insideOf(page);
  await drawn(frame);
  const dark = (/** @type {string} */ part) =>
    frame.locator(part).evaluate((element) => getComputedStyle(element).backgroundColor);
  const poster = await dark('#poster');
  assert.equal(poster, 'rgb(21, 23, 26)');
  await bringNetwork(frame);
  assert.equal(await dark('bam-lens'), poster);
  await page.context().close();
  await blog.close();
});
