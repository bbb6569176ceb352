/** Where the page cannot be kept it runs as it would without, and says nothing about it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, settled } from '../lens.js';
import { PLAIN, idle, kept, line, nameOf, openProfile, registrations, server } from './hosted.js';

for (const [what, path, answer] of /** @type {[string, () => string, object][]} */ ([
  ['no service worker', () => 'sw.js', { status: 404 }],
  ['a web page as service worker', () => 'sw.js', { type: 'text/html', body: '<p>Log in</p>' }],
  ['an error in place of a map', () => nameOf('cat.r16-', '.safetensors'), { status: 500 }],
  [
    'a web page in place of a map',
    () => nameOf('cat.r16-', '.safetensors'),
    { type: 'text/html', body: '<p>Log in</p>' },
  ],
  ['a map that breaks off', () => nameOf('cat.r16-', '.safetensors'), { cutAt: 1000 }],
])) {
  test(`${what} on the server: the page runs and says nothing, and the next visit mends it`, async (t) => {
    const { page, problems } = await openProfile(t);
    server.options.answer = (asked) => (asked === path() ? answer : undefined);
    await page.goto(server.url);
    await settled(page);
    await eventually(page, async () => {
      assert.ok(server.requests.includes(path()));
      assert.deepEqual(await registrations(page), []);
    });
    assert.equal(await line(page).count(), 0);
    assert.equal(await page.locator('bam-lens .notice.shown').count(), 0);
    // The browser itself tells of a script that it could not fetch.
    assert.deepEqual(
      problems.filter((problem) => !/fetching the script|unsupported MIME type/.test(problem)),
      [],
    );
    server.options.answer = undefined;
    await page.reload();
    await settled(page);
    await eventually(page, async () => assert.deepEqual(await registrations(page), ['activated']));
  });
}

test('where nothing may be stored the page runs and says nothing', async (t) => {
  const { page, problems } = await openProfile(t);
  const cdp = await page.context().newCDPSession(page);
  const { origin } = new URL(server.url);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 100_000 });
  for (const times of [1, 2]) {
    await page.goto(server.url);
    await settled(page);
    await eventually(page, async () => {
      assert.equal(server.requests.filter((path) => path === 'sw.js').length, times);
      assert.deepEqual(await registrations(page), []);
    });
    const paths = Object.values(await kept(page)).flat();
    assert.ok(!paths.some((path) => path.endsWith('.gzip')), paths.join(' '));
  }
  assert.equal(await line(page).count(), 0);
  assert.equal(await page.locator('bam-lens .notice.shown').count(), 0);
  assert.deepEqual(problems, []);
});

test('on plain http the page runs as before', async (t) => {
  const { page, problems } = await openProfile(t);
  await page.goto(server.url.replace('localhost', PLAIN));
  await settled(page);
  await idle(page);
  assert.deepEqual(await page.evaluate(() => [isSecureContext, 'caches' in globalThis]), [false, false]);
  assert.ok(!server.requests.includes('sw.js'));
  assert.deepEqual(problems, []);
});

for (const [what, path, html] of [
  ['the page of a frame', 'embed.html?autoload=1', undefined],
  ['the page within another', 'around.html', '<iframe src="./" width="1200" height="800"></iframe>'],
  [
    'the element on another page',
    'around.html',
    '<script type="module" src="element.js"></script><bam-lens></bam-lens>',
  ],
]) {
  test(`${what} registers nothing`, async (t) => {
    const { page, problems } = await openProfile(t);
    const body = `<!doctype html><html lang="en"><title>Around</title><link rel="icon" href="data:,">${html}`;
    server.options.answer = (asked) => (asked === 'around.html' ? { type: 'text/html', body } : undefined);
    await page.goto(server.url + path);
    const place = page.frames().at(-1);
    await place.locator('bam-lens .lens.ready').waitFor({ timeout: 60_000 });
    await idle(place);
    assert.deepEqual(await registrations(page), []);
    assert.ok(!server.requests.includes('sw.js'));
    assert.deepEqual(problems, []);
  });
}
