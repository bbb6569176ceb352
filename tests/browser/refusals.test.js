/** What the page says to a file it cannot use. Whatever was on screen stays, and the next file works. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { runNative, sample, shippedWeights } from '../support/native.js';
import { relativeError } from '../support/safetensors.js';
import { openBrowser, openPage } from './browser.js';
import { afterRun, choose, compared, pick, sentence, set, settled, stateOf, tap } from './lens.js';

const browser = await openBrowser();
after(() => browser.close());

const { page, problems } = await openPage(browser);
await settled(page);
await compared(page);

const photo = readFileSync(sample('koala'));
const weights = readFileSync(new URL('../fixtures/checkpoints/official_resnet18.safetensors', import.meta.url));
const named = (/** @type {string} */ name, /** @type {Buffer | string} */ content) => ({
  name,
  mimeType: name.endsWith('.jpg') ? 'image/jpeg' : 'application/octet-stream',
  buffer: Buffer.from(content),
});
/** The smallest PNG there is. */
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** One byte of a weight becomes part of a NaN. */
function withNaN() {
  const copy = Buffer.from(weights);
  copy.writeUInt32LE(0x7fc00000, copy.length - 4);
  return copy;
}

/** @type {[string, ReturnType<typeof named>, RegExp][]} */
const cases = [
  ['text named as a photo', named('notes.jpg', 'Dear reader'), /could not be used: .*not an image/],
  ['an empty photo', named('empty.jpg', ''), /could not be used: the file is empty/],
  ['a truncated JPEG', named('cut.jpg', photo.subarray(0, 9000)), /could not be used: the jpeg is cut off/],
  ['a single pixel', { ...named('dot.png', onePixel), mimeType: 'image/png' }, /1 x 1 px, at least 16 px/],
  ['an empty checkpoint', named('empty.pth', ''), /empty\.pth could not be loaded: the file is empty/],
  [
    'a truncated checkpoint',
    named('cut.safetensors', weights.subarray(0, 40_000)),
    /cut off: expected \d+ bytes, got 40000/,
  ],
  ['a checkpoint with a NaN', named('nan.safetensors', withNaN()), /could not be loaded: key ".*" .*(NaN|not finite)/],
];

for (const [what, file, expected] of cases) {
  test(`${what} gets a sentence and changes nothing`, async () => {
    const before = await stateOf(page);
    const prediction = await page.locator('bam-lens .changes').innerText();
    await pick(page, file);
    await page.locator('bam-lens .notice.shown').waitFor();
    assert.match(await sentence(page), expected);
    await settled(page);
    assert.deepEqual(await stateOf(page), before);
    assert.equal(await page.locator('bam-lens .changes').innerText(), prediction);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    assert.equal(await page.locator('bam-lens .notice.shown').count(), 0);
  });
}

test("a refusal is said in the reader's language", async () => {
  await set(page, { lang: 'ko' });
  await pick(page, named('cut.jpg', photo.subarray(0, 9000)));
  await page.locator('bam-lens .notice.shown').waitFor();
  assert.match(await sentence(page), /^사진을 사용할 수 없습니다: jpeg 파일이 잘려 있습니다.*9000바이트/);
  await set(page, { lang: 'en' });
  await page.getByRole('button', { name: 'Dismiss' }).click();
});

test('a good photo works after all of that', async () => {
  await afterRun(page, () => pick(page, sample('dog')));
  assert.equal((await stateOf(page)).img, 'own');
  assert.deepEqual(problems, []);
});

test('a photo of 50 megapixels works', async () => {
  const ran = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(8660, 5774);
    const context = canvas.getContext('2d');
    context.fillStyle = 'teal';
    context.fillRect(0, 0, 8660, 5774);
    context.fillStyle = 'orange';
    context.fillRect(3000, 1000, 2000, 3000);
    const lens = /** @type {any} */ (document.querySelector('bam-lens'));
    await lens.loadImage(await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 }));
    return lens.predictions.length;
  });
  assert.ok(ran > 0);
  assert.equal(await page.locator('bam-lens .notice.shown').count(), 0);
  assert.deepEqual(problems, []);
});

test('nonsense in the address is named and left out', async () => {
  const { page, problems } = await openPage(browser, '#r=banana&stage=9&d=2&constructor=1');
  await settled(page);
  const said = await sentence(page);
  for (const part of ['r = "banana"', 'stage = "9"', 'constructor = "1"']) assert.ok(said.includes(part), said);
  const { r, stage, d } = await stateOf(page);
  assert.deepEqual([r, stage, d], [16, 3, 2]);
  assert.deepEqual(problems, []);
});

test('a worker that dies is replaced, with its weights and its photo', async () => {
  const { page } = await openPage(browser);
  await settled(page);
  await afterRun(page, () => pick(page, sample('duck')));
  const [worker] = page.workers();
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
  });
  await page.waitForFunction(() => !document.querySelector('bam-lens')?.shadowRoot?.querySelector('.running'));
  await afterRun(page, () => choose(page, 'Reduction r', '8'));
  assert.notEqual(page.workers()[0], worker);
  const { input, logits } = runNative([
    '--weights',
    shippedWeights,
    '--image',
    sample('duck'),
    '--variant',
    'r8_d4',
  ]).taps;
  assert.equal(relativeError((await tap(page, 'input')).data, input.data), 0);
  assert.ok(relativeError((await tap(page, 'logits')).data, logits.data) <= 1e-4);
});
