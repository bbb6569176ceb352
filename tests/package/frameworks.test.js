/** Small pages that use the package as their authors would, built by Vite as it comes, and shown in Chromium. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { collectProblems, launchBrowser } from '../browser/browser.js';
import { inProject, project } from './project.js';

const folder = await project(['package.json', 'package-lock.json', 'apps']);
const { createServer, preview } = await import(
  pathToFileURL(join(folder, 'node_modules/vite/dist/node/index.js')).href
);
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => (browser = await launchBrowser()));
after(() => browser.close());

/** @param {string} url of an app */
async function check(url) {
  const page = await browser.newPage();
  const problems = collectProblems(page.context(), page, url);
  await page.goto(url);
  // Its own handler of `bamlens-run` writes it.
  await page.waitForFunction(() => document.querySelector('output')?.textContent, undefined, { timeout: 30_000 });
  const colours = await page.locator('bam-lens .maps canvas').evaluateAll((canvases) =>
    canvases.map((canvas) => {
      const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
      const { data } = /** @type {HTMLCanvasElement} */ (canvas).getContext('2d').getImageData(0, 0, width, height);
      return new Set(new Uint32Array(data.buffer)).size;
    }),
  );
  assert.ok(colours.length >= 3, `${colours.length} maps`);
  assert.ok(
    colours.every((count) => count > 4),
    `colours of the maps: ${colours}`,
  );
  const next = await page.evaluateHandle(() => ({
    run: new Promise((resolve) => addEventListener('bamlens-run', () => resolve(true), { once: true })),
  }));
  await page.getByRole('button', { name: 'r = 8', exact: true }).click();
  await next.evaluate(({ run }) => run);
  assert.equal(await page.evaluate(() => document.querySelector('bam-lens').state.r), 8);
  assert.deepEqual(problems, []);
  await page.close();
}

for (const app of ['plain', 'react', 'vue', 'svelte']) {
  test(`${app}: built, it shows the maps, follows r and hears of runs`, async () => {
    const root = join(folder, 'apps', app);
    await inProject(folder, 'vite/bin/vite.js', ['build', root, '--logLevel', 'warn']);
    const server = await preview({ root, preview: { port: 0 } });
    try {
      await check(server.resolvedUrls.local[0]);
    } finally {
      await server.close();
    }
  });
}

test('plain: so it does in the development server, which moves modules away from their files', async () => {
  const server = await createServer({ root: join(folder, 'apps/plain'), logLevel: 'warn' });
  try {
    await server.listen(0);
    await check(server.resolvedUrls.local[0]);
  } finally {
    await server.close();
  }
});
