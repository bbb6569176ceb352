/** The page in one file, opened from the disk: with its weights, and with a weights file that the reader picks. */

import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { shippedWeights } from '../../support/native.js';
import { bytes } from '../../wasm/module.js';
import { inEachBrowser } from './place.js';
import { numbersAt, numbersInNode, numbersOfPhoto } from './same-numbers.js';

const RACCOON = 'www/samples/raccoon.jpg';
const [koala, raccoon] = ['www/samples/koala.jpg', RACCOON].map(numbersInNode);

/** @param {string} name @param {string} [hash] */
const address = (name, hash = '') => pathToFileURL(resolve(join('dist', name))).href + hash;

/** What the page asked for that does not lie inside it. @param {import('./place.js').Place} place */
const fetched = (place) =>
  place.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => !/^(data|blob):/.test(name)),
  );

inEachBrowser("a file from the disk shows the network's numbers", async (open) => {
  const started = performance.now();
  const place = await open(address('bam-lens.html'));
  const numbers = await numbersAt(place);
  console.log(`${Math.round(performance.now() - started)} ms until the network's first run`);
  assert.deepEqual(numbers, koala);
  assert.deepEqual(await numbersOfPhoto(place, RACCOON), raccoon);
  assert.deepEqual(await fetched(place), []);
  assert.deepEqual(place.problems, []);
});

inEachBrowser('a file from the disk takes its state from the address and writes it there', async (open) => {
  const place = await open(address('bam-lens.html', '#img=dog&stage=2&theme=dark'));
  await numbersAt(place);
  const lens = await place.evaluate(() => {
    const { state } = /** @type {any} */ (document.querySelector('bam-lens'));
    return { img: state.img, stage: state.stage, theme: document.documentElement.dataset.theme };
  });
  assert.deepEqual(lens, { img: 'dog', stage: 2, theme: 'dark' });
  await place.evaluate(() => /** @type {any} */ (document.querySelector('bam-lens')).set({ r: 8, theme: 'light' }));
  await place.waitFor('the address', () => location.hash === '#img=dog&stage=2&r=8&theme=light');
  await place.evaluate(() => (location.hash = '#img=cat'));
  await place.waitFor('the cat', () => /** @type {any} */ (document.querySelector('bam-lens')).state.img === 'cat');
  const licences = await place.evaluate(() =>
    [...document.querySelectorAll('details pre')].map((text) => text.textContent ?? ''),
  );
  assert.match(licences[0], /^# .*[\s\S]*koala/i);
  assert.match(licences[1], /BSD-3-Clause/);
  assert.equal(await place.evaluate(() => document.querySelector('[href$=".md"]')), null);
  assert.deepEqual(place.problems, []);
});

inEachBrowser('a file without weights shows what was computed in advance, then runs on picked ones', async (open) => {
  const started = performance.now();
  const place = await open(address('bam-lens-without-weights.html', '#img=duck'));
  const inside = (/** @type {string} */ text) =>
    document.querySelector('bam-lens')?.shadowRoot?.textContent?.includes(text);
  await place.waitFor(
    'maps',
    () => !!document.querySelector('bam-lens')?.shadowRoot?.querySelector('.map-attention .frame > canvas:not(.photo)'),
  );
  console.log(`${Math.round(performance.now() - started)} ms until the maps that were computed in advance`);
  await place.waitFor('the question for the file', inside, 'resnet18-bam-tiny200.safetensors.gzip');
  const early = await place.evaluate(
    async (photo) => {
      const lens = /** @type {any} */ (document.querySelector('bam-lens'));
      await lens.loadImage(new Blob([Uint8Array.from(atob(photo), (c) => c.charCodeAt(0))]));
      return lens.predictions.length;
    },
    Buffer.from(bytes(RACCOON)).toString('base64'),
  );
  assert.equal(early, 0);
  await place.waitFor('the sentence', inside, 'needs its weights file first');
  await place.pick(
    () => document.querySelector('bam-lens')?.shadowRoot?.querySelector('input.weights-file'),
    shippedWeights,
  );
  // The reader's photo is still the one on show.
  assert.deepEqual(await numbersAt(place), raccoon);
  await place.evaluate(async () => {
    const lens = /** @type {any} */ (document.querySelector('bam-lens'));
    const run = new Promise((resolve) => lens.addEventListener('bamlens-run', resolve, { once: true }));
    lens.set({ img: 'koala' });
    await run;
  });
  assert.deepEqual(await numbersAt(place), koala);
  const said = await place.evaluate(() => document.querySelector('bam-lens')?.shadowRoot?.textContent ?? '');
  assert.doesNotMatch(said, /Your checkpoint|Back to the shipped|comes without/);
  assert.deepEqual(await fetched(place), []);
  assert.deepEqual(place.problems, []);
});
