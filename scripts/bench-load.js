/**
 * `npm run bench:load [-- --json FILE]`: how long a reader on a phone's network waits. Builds the page, serves it as a plain
 * host does, and opens it in Chromium at 9 Mbit/s with 60 ms before every answer; medians of several new profiles.
 */

import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findChromium } from './browsers.js';
import { runScript } from './command.js';
import { pack } from './pack.js';
import { prepare } from './prepare.js';
import { serveFolder } from './static-server.js';

/** Slow 4G: in bytes a second and milliseconds. */
const NETWORK = { offline: false, latency: 60, downloadThroughput: 9e6 / 8, uploadThroughput: 9e6 / 8 };
/** As GitHub Pages says it of every file. */
const CACHED = { 'cache-control': 'max-age=600' };
const ROUNDS = 5;
/** The photo of each frame. */
const SAMPLES = ['koala', 'arch', 'red-panda', 'dog', 'coffee', 'cat', 'duck', 'dahlia', 'pagoda', 'raccoon'];

/** @type {{ what: string, key: string, limit: number, unit: 'ms' | 'KB' }[]} */
const BUDGETS = [
  { what: 'first picture', key: 'pictureMs', limit: 1000, unit: 'ms' },
  { what: 'network live', key: 'liveMs', limit: 15_000, unit: 'ms' },
  { what: 'network live on a second visit', key: 'warmMs', limit: 1500, unit: 'ms' },
  { what: 'poster of a frame', key: 'posterMs', limit: 1000, unit: 'ms' },
  { what: 'ten frames in one page, all in sight, from this machine', key: 'framesMs', limit: 5000, unit: 'ms' },
];

runScript(async () => {
  const { values } = parseArgs({ options: { json: { type: 'string' } } });
  await prepare();
  await pack();
  const result = await measure();
  for (const { what, key, limit, unit } of BUDGETS) {
    const kept = result[key] <= limit;
    console.log(
      `${kept ? '✔' : '✖'} ${what}: ${Math.round(result[key])} ${unit} of ${limit} (${ROUNDS} profiles, median)`,
    );
    if (!kept) process.exitCode = 1;
  }
  console.log(
    `  before the first picture ${kilobytes(result.pictureBytes)}, the poster ${kilobytes(result.posterBytes)}`,
  );
  if (values.json) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`);
});

async function measure() {
  const { chromium } = await import('playwright-core');
  const server = await serveFolder({ folder: 'dist', base: '/bam-lens/', headers: CACHED, gzip: true });
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const rounds = [];
    for (let i = 0; i < ROUNDS; i++) {
      const context = await browser.newContext();
      const cold = await visit(context, server.url);
      const warm = await visit(context, server.url);
      await context.close();
      const framed = await browser.newContext();
      const poster = await visitFrame(framed, new URL('embed.html', server.url).href);
      await framed.close();
      const article = await browser.newContext({ viewport: { width: 1800, height: 1000 } });
      const framesMs = await visitFrames(article, server.url);
      await article.close();
      rounds.push({ ...cold, warmMs: warm.liveMs, ...poster, framesMs });
    }
    const keys = Object.keys(rounds[0]);
    return { rounds, ...Object.fromEntries(keys.map((key) => [key, median(rounds.map((round) => round[key]))])) };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** @param {import('playwright-core').BrowserContext} context @param {string} url */
async function visit(context, url) {
  const page = await slowPage(context);
  await page.addInitScript(() => {
    globalThis.live = new Promise((resolve) =>
      addEventListener('bamlens-run', () => requestAnimationFrame(() => resolve(performance.now())), { once: true }),
    );
  });
  await page.goto(url);
  const picture = await pictureIn(page, 'bam-lens');
  const liveMs = await page.evaluate(() => globalThis.live);
  await page.close();
  return { pictureMs: picture.ms, pictureBytes: picture.bytes, liveMs };
}

/** @param {import('playwright-core').BrowserContext} context @param {string} url */
async function visitFrame(context, url) {
  const page = await slowPage(context);
  await page.goto(url);
  const { ms, bytes } = await pictureIn(page, '#poster');
  await page.close();
  return { posterMs: ms, posterBytes: bytes };
}

/** How long ten frames take to show maps; the network is not slowed down. @param {import('playwright-core').BrowserContext} context @param {string} url */
async function visitFrames(context, url) {
  const page = await context.newPage();
  // Any page of the same host: a blank one is from nowhere.
  await page.goto(new URL('files.json', url).href);
  const frames = SAMPLES.map(
    (img, i) => `<iframe src="${url}embed.html#img=${img}&stage=${1 + (i % 3)}" width="340" height="300"></iframe>`,
  );
  const started = performance.now();
  await page.setContent(`<!doctype html><body style="display: flex; flex-wrap: wrap">${frames.join('')}`, {
    waitUntil: 'commit',
  });
  await page
    .locator('iframe')
    .nth(SAMPLES.length - 1)
    .waitFor();
  const maps = '.poster .maps .frame:not(.skeleton) canvas:visible';
  await Promise.all(SAMPLES.map((_, i) => page.frameLocator(`iframe >> nth=${i}`).locator(maps).first().waitFor()));
  return performance.now() - started;
}

/** @param {import('playwright-core').BrowserContext} context */
async function slowPage(context) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  // Also of the worker, which belongs to the page.
  await session.send('Network.emulateNetworkConditions', NETWORK);
  return page;
}

/**
 * When the maps are drawn and their photo is there, since the navigation began.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} host of the shadow root that draws them
 * @returns {Promise<{ ms: number, bytes: number }>}
 */
function pictureIn(page, host) {
  return page.evaluate(
    (host) =>
      new Promise((resolve) => {
        const look = () => {
          const root = document.querySelector(host)?.shadowRoot;
          const photo = root?.querySelector('.map-attention img.photo, .map-attention canvas.photo');
          const drawn = root?.querySelector('.map-attention .frame > canvas:not(.photo)');
          if (!drawn || photo?.complete === false) {
            requestAnimationFrame(look);
            return;
          }
          const entries = performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'));
          const bytes = entries.reduce((sum, { transferSize = 0 }) => sum + transferSize, 0);
          resolve({ ms: performance.now(), bytes });
        };
        look();
      }),
    host,
  );
}

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(0)} KB`;
