/** `npm run bench [-- --json FILE]`: forward times of the shipped network in headless Chromium, as JSON. */

import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findChromium } from './chromium.js';
import { runScript } from './command.js';
import { prepare } from './prepare.js';

const SIZES_PX = [128, 224];
const RUNS = 20;

runScript(async () => {
  const { values } = parseArgs({ options: { json: { type: 'string' } } });
  await prepare();
  const json = `${JSON.stringify(await bench(), null, 2)}\n`;
  process.stdout.write(json);
  if (values.json) await writeFile(values.json, json);
});

async function bench() {
  const { createServer } = await import('vite');
  const { chromium } = await import('playwright-core');
  const executablePath = await findChromium();
  const server = await createServer({ logLevel: 'warn', server: { hmr: false } });
  await server.listen();
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(new URL('tests/bench/index.html', server.resolvedUrls.local[0]).href);
    await page.waitForFunction('globalThis.bench');
    return await page.evaluate((options) => globalThis.bench(options), { sizesPx: SIZES_PX, runs: RUNS });
  } finally {
    await browser.close();
    await server.close();
  }
}
