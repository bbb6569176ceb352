/** A photo from the camera, in a Chromium with two cameras that show a pattern; and what is said where there is none. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { violations } from './axe.js';
import { openBrowser, openPage } from './browser.js';
import { afterRun, nextFrame, set, settled, stateOf, tap } from './lens.js';

/** @typedef {import('playwright-core').Page} Page */

const browser = await openBrowser(['--use-fake-device-for-media-stream=device-count=2']);
after(() => browser.close());

/** @param {import('playwright-core').BrowserContextOptions} [options] without a permission it is refused */
async function openLens(options = { permissions: ['camera'] }) {
  const opened = await openPage(browser, '', { viewport: { width: 1280, height: 800 }, ...options });
  await settled(opened.page);
  // Every stream that the page gets, and answers that wait until a test lets them go.
  await opened.page.evaluate(() => {
    const page = /** @type {any} */ (globalThis);
    page.streams = [];
    const media = navigator.mediaDevices;
    const real = media.getUserMedia.bind(media);
    media.getUserMedia = async (constraints) => {
      const stream = await real(constraints);
      page.streams.push(stream);
      await page.held;
      return stream;
    };
  });
  return opened;
}

/** Makes the camera's answers wait. @param {Page} page @returns {Promise<() => Promise<void>>} lets them go */
async function holdAnswers(page) {
  const answer = await page.evaluateHandle(() => {
    let letGo;
    /** @type {any} */ (globalThis).held = new Promise((resolve) => (letGo = resolve));
    return { letGo };
  });
  return () => answer.evaluate(({ letGo }) => letGo());
}

/** @param {Page} page @returns {Promise<string[]>} `live` or `ended`, of every track the page ever got */
const tracks = (page) =>
  page.evaluate(() =>
    /** @type {any} */ (globalThis).streams.flatMap((stream) => stream.getTracks().map(({ readyState }) => readyState)),
  );

/** @param {Page} page @param {(states: string[]) => boolean} wanted */
async function tracksBecome(page, wanted) {
  const until = performance.now() + 10_000;
  while (!wanted(await tracks(page))) {
    if (performance.now() > until) assert.fail(`tracks: ${await tracks(page)}`);
    await nextFrame(page);
  }
}

/** @param {Page} page @param {string} name */
const button = (page, name) => page.getByRole('button', { name, exact: true });
/** @param {Page} page */
const dialog = (page) => page.getByRole('dialog', { name: 'Camera' });
/** @param {Page} page */
const live = (page) => page.locator('bam-lens .camera-picture.live').waitFor();

/** @param {Page} page @param {RegExp} expected */
async function says(page, expected) {
  await dialog(page).getByRole('status').filter({ hasText: expected }).waitFor();
  assert.equal(await button(page, 'Try again').count(), 1);
}

/** The browser refuses a camera with this name. @param {Page} page @param {string} name */
const failWith = (page, name) =>
  page.evaluate((name) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('the reason', name));
  }, name);

test('a photo is taken, is the own one, and the camera is off', async () => {
  const { page, problems } = await openLens();
  await button(page, 'Camera').click();
  await live(page);
  assert.deepEqual(await violations(page), []);
  const [width, height] = await page.evaluate(() => {
    const video = document.querySelector('bam-lens').shadowRoot.querySelector('video');
    return [video.videoWidth, video.videoHeight];
  });
  await afterRun(page, () => button(page, 'Take the photo').click());
  assert.equal(await dialog(page).count(), 0);
  assert.deepEqual(await tracks(page), ['ended']);
  assert.equal((await stateOf(page)).img, 'own');
  assert.ok(!/own|camera/.test(page.url()), page.url());

  const own = page.locator('bam-lens').getByRole('radio', { name: 'Your photo' });
  assert.equal(await own.getAttribute('aria-checked'), 'true');
  assert.equal(await own.getAttribute('title'), 'camera.png');
  const size = await own.locator('img').evaluate(async (/** @type {HTMLImageElement} */ image) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  assert.deepEqual(size, [width, height]);
  assert.ok(height >= 720, `${width} x ${height}`);
  // Chromium's pattern is green: the network saw the picture, not an empty canvas.
  const { shape, data } = await tap(page, 'input');
  const middle = (/** @type {number} */ channel) => data[(channel * shape[2] + shape[2] / 4) * shape[3] + shape[3] / 2];
  assert.ok(middle(1) > middle(0) + 1 && middle(1) > middle(2) + 1, [0, 1, 2].map(middle).join(' '));
  // Where the focus was before.
  assert.equal(await button(page, 'Camera').evaluate((element) => element.matches(':focus')), true);
  // The bar holds the photo beside the samples, and is no higher for it.
  assert.ok((await page.locator('bam-lens div.bar').boundingBox()).height <= 40);
  assert.deepEqual(problems, []);
  await page.close();
});

test('the other camera; one at a time', async () => {
  const { page, problems } = await openLens();
  const device = () =>
    page.evaluate(() => /** @type {any} */ (globalThis).streams.at(-1).getVideoTracks()[0].getSettings().deviceId);
  await button(page, 'Camera').click();
  await live(page);
  const first = await device();
  await button(page, 'Switch camera').click();
  await tracksBecome(page, (states) => states.join() === 'ended,live');
  await live(page);
  const second = await device();
  assert.notEqual(second, first);
  await button(page, 'Switch camera').click();
  await tracksBecome(page, (states) => states.join() === 'ended,ended,live');
  await live(page);
  assert.equal(await device(), first);
  await button(page, 'Cancel').click();
  await tracksBecome(page, (states) => states.join() === 'ended,ended,ended');
  assert.equal(await dialog(page).count(), 0);
  assert.notEqual((await stateOf(page)).img, 'own');
  assert.deepEqual(problems, []);
  await page.close();
});

test('refused: a sentence, nothing else; allowed then, it goes on', async () => {
  const { page, problems } = await openLens({});
  const before = await stateOf(page);
  await button(page, 'Camera').click();
  await says(page, /not allowed.*refused.*embeds/);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(await stateOf(page), before);
  assert.equal(await page.locator('bam-lens .notice.shown').count(), 0);
  await page.context().grantPermissions(['camera']);
  await button(page, 'Try again').click();
  await live(page);
  await afterRun(page, () => button(page, 'Take the photo').click());
  assert.equal((await stateOf(page)).img, 'own');
  await page.context().clearPermissions();
  assert.deepEqual(problems, []);
  await page.close();
});

test('every other failure has its sentence', async () => {
  const { page, problems } = await openLens();
  await failWith(page, 'NotFoundError');
  await button(page, 'Camera').click();
  await says(page, /There is no camera/);
  for (const [name, expected] of /** @type {[string, RegExp][]} */ ([
    ['NotReadableError', /another program/],
    ['UnknownError', /could not be used: the reason\./],
  ])) {
    await failWith(page, name);
    await button(page, 'Try again').click();
    await says(page, expected);
  }
  assert.deepEqual(problems, []);
  await page.close();
});

test('a camera that is pulled out while it is on', async () => {
  const { page, problems } = await openLens();
  await button(page, 'Camera').click();
  await live(page);
  // `stop` is silent; a camera that goes away is not.
  await page.evaluate(() => {
    const [track] = /** @type {any} */ (globalThis).streams[0].getTracks();
    track.dispatchEvent(new Event('ended'));
  });
  await says(page, /has stopped/);
  assert.deepEqual(await tracks(page), ['ended']);
  await button(page, 'Try again').click();
  await live(page);
  assert.deepEqual(await tracks(page), ['ended', 'live']);
  assert.deepEqual(problems, []);
  await page.close();
});

test('Esc while the browser asks: the answer comes too late, and the camera is off', async () => {
  const { page, problems } = await openLens();
  const letGo = await holdAnswers(page);
  await button(page, 'Camera').click();
  await dialog(page).getByRole('status').filter({ hasText: 'Waiting for the camera' }).waitFor();
  // Nothing to take yet: Enter on the button does nothing.
  assert.equal(await button(page, 'Take the photo').getAttribute('aria-disabled'), 'true');
  await page.keyboard.press('Enter');
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await tracksBecome(page, (states) => states.join() === 'live');
  await letGo();
  await tracksBecome(page, (states) => states.join() === 'ended');
  assert.equal(await dialog(page).count(), 0);
  assert.notEqual((await stateOf(page)).img, 'own');
  // And again.
  await button(page, 'Camera').click();
  await live(page);
  assert.deepEqual(problems, []);
  await page.close();
});

test('keys behind the dialog stay quiet, also after a click on the picture', async () => {
  const { page, problems } = await openLens();
  await set(page, { panel: 'cost' });
  await button(page, 'Camera').click();
  await live(page);
  await page.locator('bam-lens video').click();
  const before = await stateOf(page);
  await page.keyboard.press('1');
  await page.keyboard.press('Escape');
  await tracksBecome(page, (states) => states.join() === 'ended');
  assert.equal(await dialog(page).count(), 0);
  assert.deepEqual(await stateOf(page), before);
  assert.deepEqual(problems, []);
  await page.close();
});

test('an element that is taken away takes its camera along', async () => {
  const { page, problems } = await openLens();
  await button(page, 'Camera').click();
  await live(page);
  await page.evaluate(() => {
    const lens = document.querySelector('bam-lens');
    lens.remove();
    document.querySelector('main').prepend(lens);
  });
  await tracksBecome(page, (states) => states.join() === 'ended');
  assert.equal(await dialog(page).count(), 0);
  await button(page, 'Camera').click();
  await live(page);
  assert.deepEqual(problems, []);
  await page.close();
});

test('a canvas that gives back noise: nobody is asked for a camera', async () => {
  const { page, problems } = await openLens();
  await page.evaluate(() => {
    const real = OffscreenCanvasRenderingContext2D.prototype.getImageData;
    OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...where) {
      const image = real.apply(this, where);
      crypto.getRandomValues(image.data);
      return image;
    };
  });
  await button(page, 'Camera').click();
  await says(page, /resistFingerprinting/);
  assert.deepEqual(await tracks(page), []);
  assert.deepEqual(problems, []);
  await page.close();
});

test('without a secure context there is no camera to offer', async () => {
  const context = await browser.newContext();
  await context.addInitScript(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined }));
  const page = await context.newPage();
  await page.goto(/** @type {string} */ (process.env.BAM_LENS_URL));
  await settled(page);
  assert.equal(await button(page, 'Camera').count(), 0);
  await context.close();
});

test('a camera that faces the reader is a mirror; the photo is none', async () => {
  const { page, problems } = await openLens();
  await page.evaluate(() => {
    const real = MediaStreamTrack.prototype.getSettings;
    MediaStreamTrack.prototype.getSettings = function () {
      return { ...real.call(this), facingMode: 'user' };
    };
  });
  await button(page, 'Camera').click();
  await live(page);
  const transform = await page.locator('bam-lens video').evaluate((video) => getComputedStyle(video).transform);
  assert.equal(transform, 'matrix(-1, 0, 0, 1, 0, 0)');
  await afterRun(page, () => button(page, 'Take the photo').click());
  // Chromium writes the time at the left, in a green that the pattern has nowhere else in these lines.
  const written = await page
    .locator('bam-lens')
    .getByRole('radio', { name: 'Your photo' })
    .locator('img')
    .evaluate(async (/** @type {HTMLImageElement} */ image) => {
      await image.decode();
      const { naturalWidth: width, naturalHeight: height } = image;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context.drawImage(image, 0, 0);
      const bright = (/** @type {number} */ from) => {
        const { data } = context.getImageData(from, 0, width / 4, height / 10);
        return data.filter((value, i) => i % 4 === 0 && value > 40).length;
      };
      return [bright(0), bright(width * 0.75)];
    });
  assert.ok(written[0] > 100 && written[1] === 0, written.join(' '));
  assert.deepEqual(problems, []);
  await page.close();
});

test('the open dialog at three widths, light and dark', async () => {
  const { page, problems } = await openLens();
  await button(page, 'Camera').click();
  await live(page);
  for (const width of [1280, 700, 360]) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await violations(page), [], `${width} px, ${colorScheme}`);
      const { x, width: wide } = await dialog(page).boundingBox();
      assert.ok(x >= 0 && x + wide <= width, `${x} to ${x + wide}`);
    }
  }
  assert.deepEqual(problems, []);
  await page.close();
});
