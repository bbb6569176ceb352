/** A new version is told; the reader decides when the page changes to it. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { deploy } from '../../support/deployments.js';
import { sample } from '../../support/native.js';
import { violations } from '../axe.js';
import { afterRun, choose, pick, set, settled, stateOf } from '../lens.js';
import { WEIGHTS, idle, kept, line, openTab, server, visit, weightsAsked } from './hosted.js';

/** @typedef {import('playwright-core').Page} Page */

const second = await deploy(2);
after(() => second.remove());

const deployment = (/** @type {Page} */ page) => page.evaluate(() => /** @type {any} */ (globalThis).deployment);

test('a new version is told, runs after Reload, and leaves nothing of the old one', async (t) => {
  const { context, page, problems } = await visit(t);
  const before = Object.keys(await kept(page));
  server.options.folder = second.folder;
  await page.goto(`${server.url}#img=cat`);
  await page.reload();
  await settled(page);
  assert.equal(await deployment(page), 1, 'the page and its scripts are of one version');
  await line(page).waitFor();
  assert.equal(await line(page).innerText(), 'A new version of BAM Lens is ready.');
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Later' }).click();
  assert.equal(await line(page).count(), 0);
  await afterRun(page, () => choose(page, 'Reduction r', '8'));
  assert.equal(await line(page).count(), 0, 'it stays away');
  await page.reload();
  await settled(page);
  assert.equal(await deployment(page), 1);
  await line(page).waitFor();
  await afterRun(page, () => pick(page, sample('duck')));
  assert.match(await line(page).innerText(), /Your own photo would have to be opened again\.$/);
  await afterRun(page, () => set(page, { img: 'cat' }));
  const checkpoint = 'tests/fixtures/checkpoints/official_resnet18.legacy.pth.tar';
  await afterRun(page, () => pick(page, checkpoint));
  assert.match(await line(page).innerText(), /Your own checkpoint would have to be opened again\.$/);
  await afterRun(page, () => page.getByRole('button', { name: 'Back to the shipped network' }).click());
  assert.equal(await line(page).innerText(), 'A new version of BAM Lens is ready.');
  await afterRun(page, () => choose(page, 'Reduction r', '8'));

  // The other tab does not lose what it shows; it is told, and decides for itself.
  const other = await openTab(context);
  await other.page.goto(server.url);
  await settled(other.page);
  await line(other.page).waitFor();
  await other.page.getByRole('button', { name: 'Later' }).click();

  await page.getByRole('button', { name: 'Reload' }).click();
  await page.waitForFunction(() => /** @type {any} */ (globalThis).deployment === 2);
  await settled(page);
  const { img, r } = await stateOf(page);
  assert.deepEqual([img, r], ['cat', 8]);
  const names = Object.keys(await kept(page));
  assert.equal(names.length, 2);
  assert.deepEqual(
    names.filter((name) => before.includes(name)),
    [WEIGHTS],
  );

  await line(other.page).waitFor();
  assert.equal(await deployment(other.page), 1);
  await other.page.getByRole('button', { name: 'Reload' }).click();
  await other.page.waitForFunction(() => /** @type {any} */ (globalThis).deployment === 2);
  await settled(other.page);

  await page.reload();
  await settled(page);
  await idle(page);
  assert.equal(await line(page).count(), 0, 'the newest version has nothing to tell');
  assert.equal(weightsAsked(), 1, 'the weights stayed');
  assert.deepEqual([...problems, ...other.problems], []);
});

test('the line about a new version at three widths, light and dark', async (t) => {
  const { page, problems } = await visit(t);
  server.options.folder = second.folder;
  await page.reload();
  await settled(page);
  await afterRun(page, () => pick(page, sample('duck')));
  await line(page).waitFor();
  for (const width of [1280, 700, 360]) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      const box = await page.locator('.version-line').boundingBox();
      assert.ok(box.x >= 16 && box.x + box.width <= width - 16 && box.y + box.height <= 800, JSON.stringify(box));
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beyond <= 0, `${beyond} px beyond the page`);
      const covered = await page.evaluate(() => {
        const lens = document.querySelector('bam-lens')?.shadowRoot;
        const { left, right, top, bottom } = document.querySelector('.version-line').getBoundingClientRect();
        return [...lens.querySelectorAll('.bar button, .bar label, .controls button, .controls input')]
          .filter((control) => {
            const box = control.getBoundingClientRect();
            return box.left < right && box.right > left && box.top < bottom && box.bottom > top;
          })
          .map(({ outerHTML }) => outerHTML.slice(0, 100));
      });
      assert.deepEqual(covered, [], `${width} px`);
      assert.deepEqual(await violations(page), [], `${width} px, ${colorScheme}`);
    }
  }
  assert.deepEqual(problems, []);
});
