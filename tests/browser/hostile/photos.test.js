/** Awkward photos in which the browser takes part, each as docs/PHOTOS.md says, and what must not happen on the way. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { GROUPS, read } from '../../hostile/awkward.js';
import { runNative, shippedWeights } from '../../support/native.js';
import { relativeError } from '../../support/safetensors.js';
import { openBrowser, openContext } from '../browser.js';
import { afterRun, sentence, set, settled, stateOf, tap } from '../lens.js';

const MEAN = [0.485, 0.456, 0.406];
const STD = [0.229, 0.224, 0.225];
/** Of an AVIF's colours, which are stored with loss; a normalised level is about 1/57. */
const LEVELS = 2;

const browser = await openBrowser();
after(() => browser.close());

const { context, open } = await openContext(browser);
/** @type {string[]} */
const outside = [];
context.on('request', (request) => {
  if (request.url().includes('example.org')) outside.push(request.url());
});
await context.addInitScript(() => {
  // Every address of a file that is given out must be given back, but for those on show.
  const given = new Set();
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (what) => {
    const url = createObjectURL.call(URL, what);
    if (what instanceof Blob) given.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    given.delete(url);
    revokeObjectURL.call(URL, url);
  };
  Object.assign(window, { given });
});
const { page, problems } = await open();
await settled(page);
const before = await page.evaluate(() => /** @type {any} */ (window).given.size);

/** Drops a file on the page, with whatever name and type. @param {string} name @param {string} type @param {Uint8Array} bytes */
const drop = (name, type, bytes) =>
  page.evaluate(
    ({ name, type, base64 }) => {
      const file = new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type });
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(file);
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
    },
    { name, type, base64: Buffer.from(bytes).toString('base64') },
  );

/** @param {string} color hexadecimal digits */
async function assertColor(color) {
  const { shape, data } = await tap(page, 'input');
  const plane = shape[2] * shape[3];
  const levels = [0, 1, 2].map((channel) => 255 * (STD[channel] * data[channel * plane + plane / 2] + MEAN[channel]));
  const wanted = [...Buffer.from(color, 'hex')];
  assert.ok(
    levels.every((level, i) => Math.abs(level - wanted[i]) <= LEVELS),
    `${levels.map(Math.round)} and ${wanted}`,
  );
}

/** Width and height of the photo as the worker was given it. */
const size = () =>
  page.evaluate(() => {
    const { width, height } = /** @type {any} */ (window).drawn ?? {};
    return [width, height];
  });
await page.evaluate(() => {
  const { drawImage } = OffscreenCanvasRenderingContext2D.prototype;
  OffscreenCanvasRenderingContext2D.prototype.drawImage = function (/** @type {any[]} */ ...args) {
    Object.assign(window, { drawn: { width: this.canvas.width, height: this.canvas.height } });
    return /** @type {any} */ (drawImage).apply(this, args);
  };
});

for (const { file, name, what, browser: handed } of GROUPS.flatMap(({ cases }) => cases)) {
  if (!handed) continue;
  test(`${name}: ${what}`, async () => {
    await page.evaluate(() => Object.assign(window, { drawn: undefined }));
    const give = () => drop(handed.name, handed.type, read(file));
    if (handed.sentence) {
      const { img } = await stateOf(page);
      await give();
      await page.locator('bam-lens .notice.shown').waitFor();
      assert.equal(await sentence(page), `The photo could not be used: ${handed.sentence}.`);
      assert.equal((await stateOf(page)).img, img);
      await page.getByRole('button', { name: 'Dismiss' }).click();
      return;
    }
    await afterRun(page, give);
    assert.equal((await stateOf(page)).img, 'own');
    if (handed.input) {
      // No canvas had a part in it: the numbers are those of the native build.
      const path = fileURLToPath(new URL(`../../fixtures/images/${file}`, import.meta.url));
      const { input } = runNative(['--weights', shippedWeights, '--image', path]).taps;
      assert.equal(relativeError((await tap(page, 'input')).data, input.data), 0);
      assert.deepEqual(await size(), [undefined, undefined]);
      return;
    }
    assert.deepEqual(await size(), handed.size);
    await assertColor(handed.color ?? '');
    // Also what the reader sees of it.
    const shown = await page.locator('bam-lens .samples [aria-checked=true] img').evaluate(async (image) => {
      await /** @type {HTMLImageElement} */ (image).decode();
      return true;
    });
    assert.ok(shown);
  });
}

test('a photo that the browser drew is there again after its worker has died', async () => {
  const green = GROUPS.flatMap(({ cases }) => cases).find(({ name }) => name === 'svg');
  await afterRun(page, () => drop('green.svg', 'image/svg+xml', read(green?.file ?? '')));
  const [worker] = page.workers();
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
  });
  await page.waitForFunction(() => !document.querySelector('bam-lens')?.shadowRoot?.querySelector('.running'));
  await afterRun(page, () => set(page, { r: 8 }));
  assert.notEqual(page.workers()[0], worker);
  await assertColor(green?.browser?.color ?? '');
});

test('no script ran, nothing was fetched, every address was given back', async () => {
  assert.equal(await page.evaluate(() => 'ran' in window), false);
  assert.deepEqual(outside, []);
  // The photo on show has one.
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).given.size), before + 1);
  // The death was on purpose.
  assert.deepEqual(
    problems.filter((problem) => !problem.includes('unreachable')),
    [],
  );
});
