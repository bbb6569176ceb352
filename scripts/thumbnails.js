/**
 * `node scripts/thumbnails.js`: the sample photos as the row of choices shows them, drawn by Chromium into
 * `www/samples/thumbs/`. Run it after a sample was added; the files are kept, as the photos are.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { findChromium } from './browsers.js';
import { runScript } from './command.js';

/** Twice the 44 px of a choice on a phone. */
const EDGE_PX = 88;
const QUALITY = 0.8;
const FOLDER = 'www/samples/thumbs';

runScript(async () => {
  const samples = JSON.parse(await readFile('www/samples/index.json', 'utf8'));
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const page = await browser.newPage();
  await mkdir(FOLDER, { recursive: true });
  for (const { id, file } of samples) {
    const photo = (await readFile(`www/samples/${file}`)).toString('base64');
    const thumb = await page.evaluate(draw, { photo, edgePx: EDGE_PX, quality: QUALITY });
    await writeFile(`${FOLDER}/${id}.webp`, Buffer.from(thumb, 'base64'));
  }
  await browser.close();
});

/** Runs in the page: the square in the photo's middle, scaled down. @returns {Promise<string>} base64 of a WebP */
async function draw({ photo, edgePx, quality }) {
  const image = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${photo}`)).blob());
  const edge = Math.min(image.width, image.height);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = edgePx;
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  const [left, top] = [(image.width - edge) / 2, (image.height - edge) / 2];
  context.drawImage(image, left, top, edge, edge, 0, 0, edgePx, edgePx);
  return canvas.toDataURL('image/webp', quality).split(',')[1];
}
