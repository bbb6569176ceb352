/**
 * Pictures for where the page itself cannot be: a poster of each sample and BAM for feeds, mail and readers without scripts,
 * and the card that chats show with a link. All are drawn from the built page.
 */

/* global document, devicePixelRatio, requestAnimationFrame, CSSStyleSheet -- parts of this run in the page */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { POSTER, posterName } from '../www/share/code.js';
import { DEFAULTS, STAGES } from '../www/state.js';
import { CARD } from './vite/home.js';

/** Pixels for each CSS pixel: a poster is sharp on the screens of today, a card is a page of 800 px, enlarged. */
const POSTER_SCALE = 2;
const CARD_SCALE = 1.5;
const POSTER_CODING = /** @type {const} */ ({ format: 'webp', quality: 70 });
const CARD_CODING = /** @type {const} */ ({ format: 'jpeg', quality: 88 });

/** Nothing but the maps. */
const BARE = '.caption, .links { display: none } main { display: grid; align-content: center; height: 100vh }';
const BARE_MAPS = '.poster-foot { display: none } .strip { border-top: 0; padding-top: 0 }';
/** The page's name and what it is, above the maps. */
const CARD_LOOK = `
  ${BARE}
  main { gap: 18px; padding: 0 40px }
  .card-head { display: flex; align-items: baseline; gap: 16px; margin: 0; font-size: 17px; color: var(--soft) }
  .card-head b { color: var(--ink); font-size: 34px; letter-spacing: -0.02em; white-space: nowrap }
`;
const CARD_MAPS = '.heading, .poster-foot { display: none }';
const CARD_HEAD = ['BAM Lens', 'what attention does to a photo, in your browser'];

/**
 * Draws all of them.
 *
 * @param {string} url of the built page
 * @param {string} folder it was built into
 * @param {string} executablePath of Chromium
 * @returns {Promise<{ name: string, bytes: number }[]>}
 */
export async function drawPosters(url, folder, executablePath) {
  const { chromium } = await import('playwright-core');
  // Chromium's sandbox refuses to run as root.
  const chromiumSandbox = process.getuid?.() !== 0;
  const browser = await chromium.launch({ executablePath, args: ['--disable-gpu'], chromiumSandbox });
  try {
    const samples = JSON.parse(await readFile('www/samples/index.json', 'utf8'));
    const pictures = [{ name: CARD.name, bytes: await drawCard(browser, url) }];
    // One page for all: it has what all of them need.
    const page = await posterPage(browser);
    for (const { id } of samples) {
      for (const stage of STAGES) {
        pictures.push({ name: posterName(id, stage), bytes: await drawPoster(page, url, id, stage) });
      }
    }
    await mkdir(join(folder, 'posters'), { recursive: true });
    for (const { name, bytes } of pictures) await writeFile(join(folder, name), bytes);
    return pictures.map(({ name, bytes }) => ({ name, bytes: bytes.length }));
  } finally {
    await browser.close();
  }
}

/** @param {import('playwright-core').Browser} browser */
export const posterPage = (browser) => pageOf(browser, POSTER, POSTER_SCALE);

/**
 * @param {import('playwright-core').Page} page
 * @param {string} url of the built page
 * @param {string} img
 * @param {number} stage
 * @returns {Promise<Buffer>} WebP
 */
export async function drawPoster(page, url, img, stage) {
  const state = `img=${img}&stage=${stage}&hide=samples,controls,status`;
  await show(page, new URL(`embed.html?${state}`, url), { look: BARE, maps: BARE_MAPS });
  return capture(page, POSTER_CODING);
}

/** @param {import('playwright-core').Browser} browser @param {string} url of the built page @returns {Promise<Buffer>} JPEG */
export async function drawCard(browser, url) {
  const page = await pageOf(
    browser,
    { widthPx: CARD.widthPx / CARD_SCALE, heightPx: CARD.heightPx / CARD_SCALE },
    CARD_SCALE,
  );
  const state = `img=${DEFAULTS.img}&hide=samples,strip,controls,status`;
  await show(page, new URL(`embed.html?${state}`, url), { look: CARD_LOOK, maps: CARD_MAPS, head: CARD_HEAD });
  return capture(page, CARD_CODING);
}

/** @param {import('playwright-core').Browser} browser @param {{ widthPx: number, heightPx: number }} size @param {number} scale */
function pageOf(browser, { widthPx: width, heightPx: height }, scale) {
  const viewport = { width, height };
  return browser.newPage({ viewport, deviceScaleFactor: scale, colorScheme: 'light' });
}

/**
 * @param {import('playwright-core').Page} page
 * @param {URL} address
 * @param {{ look: string, maps: string, head?: string[] }} dressing styles of the page and of what shows the maps; a line above
 */
async function show(page, address, dressing) {
  await page.goto(address.href);
  await page.locator('.map-after canvas[role=img]').waitFor();
  await page.evaluate(dress, dressing);
}

/** @param {import('playwright-core').Page} page @param {{ format: 'webp' | 'jpeg', quality: number }} coding */
async function capture(page, coding) {
  const session = await page.context().newCDPSession(page);
  // What a session did not set itself it does not know: a picture in CSS pixels.
  const deviceScaleFactor = await page.evaluate(() => devicePixelRatio);
  const metrics = { ...page.viewportSize(), deviceScaleFactor, mobile: false };
  await session.send('Emulation.setDeviceMetricsOverride', metrics);
  const { data } = await session.send('Page.captureScreenshot', coding);
  await session.detach();
  return Buffer.from(data, 'base64');
}

/** Runs in the page: adds what is around the maps, and waits until all of it is on screen. */
async function dress({ look, maps, head }) {
  const { shadowRoot } = document.querySelector('#poster');
  for (const [root, text] of [
    [document, look],
    [shadowRoot, maps],
  ]) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets.push(sheet);
  }
  if (head) {
    const line = document.createElement('p');
    const name = document.createElement('b');
    [name.textContent] = head;
    line.className = 'card-head';
    line.append(name, head[1]);
    document.querySelector('main').prepend(line);
  }
  await Promise.all([...shadowRoot.querySelectorAll('img')].map((image) => image.decode()));
  // Maps are drawn again when their size has changed: one frame to see it, one to draw.
  for (let frames = 0; frames < 2; frames += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
}
