/** Photos of every kind and every way in: what the network sees of them is what the native build sees. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runNative, sample, shippedWeights } from '../support/native.js';
import { relativeError } from '../support/safetensors.js';
import { openBrowser, openPage } from './browser.js';
import { afterRun, pick, settled, stateOf, tap } from './lens.js';

const browser = await openBrowser();
after(() => browser.close());

const { page, problems } = await openPage(browser);
await settled(page);

const fixture = (/** @type {string} */ name) => fileURLToPath(new URL(`../fixtures/images/${name}`, import.meta.url));

for (const name of ['orientation6.jpg', 'orientation3.jpg', 'animated.webp', 'offset.gif', 'cmyk.jpg', 'alpha.png']) {
  test(`${name} reaches the network as in the native build`, async () => {
    await afterRun(page, () => pick(page, fixture(name)));
    const { input } = runNative(['--weights', shippedWeights, '--image', fixture(name)]).taps;
    const { shape, data } = await tap(page, 'input');
    assert.deepEqual(shape, input.shape);
    assert.equal(relativeError(data, input.data), 0);
  });
}

test('an SVG is drawn by the browser', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200" fill="red"/></svg>';
  await afterRun(page, () => pick(page, { name: 'red.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) }));
  const { data } = await tap(page, 'input');
  // Pure red, normalised with the mean and deviation of the weights file: (1 - 0.485) / 0.229.
  assert.ok(Math.abs(data[0] - 2.2489) < 1e-3, String(data[0]));
});

for (const way of /** @type {const} */ (['drop', 'paste'])) {
  test(`a photo can be ${way === 'drop' ? 'dropped' : 'pasted'}`, async () => {
    const id = way === 'drop' ? 'duck' : 'cat';
    const base64 = readFileSync(sample(id)).toString('base64');
    await afterRun(page, () =>
      page.evaluate(
        ({ way, base64 }) => {
          const transfer = new DataTransfer();
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          transfer.items.add(new File([bytes], 'photo.jpg', { type: 'image/jpeg' }));
          const options = { bubbles: true, cancelable: true };
          document.body.dispatchEvent(
            way === 'drop'
              ? new DragEvent('drop', { ...options, dataTransfer: transfer })
              : new ClipboardEvent('paste', { ...options, clipboardData: transfer }),
          );
        },
        { way, base64 },
      ),
    );
    assert.equal((await stateOf(page)).img, 'own');
    const { input } = runNative(['--weights', shippedWeights, '--image', sample(id)]).taps;
    assert.equal(relativeError((await tap(page, 'input')).data, input.data), 0);
  });
}

test('none of that troubled the page', () => assert.deepEqual(problems, []));
