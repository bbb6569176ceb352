/** A poster whose files do not come: words stay in their place, and the network can still be asked for. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser } from '../browser.js';
import { bringNetwork, drawn, insideOf, startBlog } from './blog.js';

const browser = await openBrowser();
after(() => browser.close());

const KOALA = 'A grey koala sits in the fork of a tree and looks up.';
const ABSENT = 'Not computed in advance: the network can show it.';

/** Ends a request in one of the ways in which requests end badly. */
const FAILURES = {
  404: (response) => response.writeHead(404).end('not here'),
  500: (response) => response.writeHead(500).end('broken'),
  'a page instead': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Log in'),
  'cut off': (response) => {
    response.writeHead(200, { 'content-length': 120_000 });
    response.write(Buffer.alloc(1000));
    setTimeout(() => response.destroy(), 50);
  },
  'no connection': (response) => response.destroy(),
};

for (const [what, fail] of Object.entries(FAILURES)) {
  test(`maps: ${what}`, async () => {
    const failing = { now: true };
    const blog = await startBlog({
      answer: (path, response) => {
        if (!failing.now || !path.endsWith('.safetensors')) return false;
        // Readable, as the file itself would be.
        response.setHeader('access-control-allow-origin', '*');
        fail(response);
        return true;
      },
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
    answer: (path, response) => {
      if (!/\.(jpg|webp)$/.test(path)) return false;
      response.writeHead(404).end('not here');
      return true;
    },
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
