/**
 * `npm run bench [-- --json FILE] [--rounds N]`: forward times of our engine and its peers in one headless Chromium, one
 * thread, and what else a reader waits for. Prints a table; the JSON has every number.
 */

import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { printBench } from './bench-table.js';
import { findChromium } from './browsers.js';
import { run, runScript } from './command.js';
import { weight } from './pack.js';
import { prepare } from './prepare.js';
import { serveSources } from './serve.js';
import { changeOfD, hasRun } from '../tests/bench/product.js';

const SIZES_PX = { resnet18: [128, 160, 224, 288], resnet34: [224], resnet50: [224] };
const BENCH = 'tests/bench/index.html';
/** Rounds of a configuration: odd, so that the median is one of them. */
const ROUNDS = 15;
const PARTS = ['www/wasm/bam_lens_bg.wasm', 'www/wasm/bam_lens.js', 'www/models/resnet18-bam-tiny200.safetensors.gzip'];

runScript(async () => {
  const { values } = parseArgs({ options: { json: { type: 'string' }, rounds: { type: 'string' } } });
  await prepare();
  await preparePeers();
  const result = await bench(Number(values.rounds ?? ROUNDS));
  printBench(result);
  if (values.json) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`);
});

/** The peers have a package and a crate of their own: nobody but this script needs them. */
async function preparePeers() {
  if (!existsSync('tests/bench/node_modules/.package-lock.json')) {
    await run('npm', ['ci', '--prefix', 'tests/bench', '--ignore-scripts', '--no-audit', '--no-fund']);
  }
  const target = ['--target', 'wasm32-unknown-unknown', '--target-dir', 'target/bench-candle'];
  const manifest = ['--manifest-path', 'tests/bench/candle/Cargo.toml'];
  await run('cargo', ['build', '--release', '--locked', ...manifest, ...target], {
    env: { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined },
  });
}

/** @param {number} rounds */
async function bench(rounds) {
  const { chromium } = await import('playwright-core');
  const executablePath = await findChromium();
  const server = await serveSources(['index.html', BENCH]);
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  /** Opens a page of its own for each measurement: memory of the last one is gone. */
  const inPage = async (path, ready, measure, options) => {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(new URL(path, server.url).href);
    await page.waitForFunction(ready);
    const result = await page.evaluate(measure, options);
    await page.close();
    return result;
  };
  const inBench = (measure, options) => inPage(BENCH, 'globalThis.bench', measure, options);
  try {
    const rows = [];
    for (const [arch, sizes] of Object.entries(SIZES_PX)) {
      for (const sizePx of sizes) {
        console.error(`${arch} at ${sizePx} px`);
        rows.push(...(await inBench((options) => globalThis.bench.engines(options), { arch, sizePx, rounds })));
      }
    }
    const sizesPx = SIZES_PX.resnet18;
    return {
      simdPeakGflops: await inBench(() => globalThis.bench.simdPeakGflops()),
      rows,
      shipped: await inBench((options) => globalThis.bench.measureShipped(options), { sizesPx, rounds }),
      changeOfD: await inPage('', hasRun, changeOfD, rounds),
      bytes: Object.fromEntries(PARTS.map((path) => [path, weight(path, readFileSync(path))])),
      browser: browser.version(),
      cpu: cpus()[0]?.model,
    };
  } finally {
    await browser.close();
    await server.close();
  }
}
