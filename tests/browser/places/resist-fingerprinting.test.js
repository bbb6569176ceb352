/**
 * Firefox with resistFingerprinting, as in Tor Browser: what a page reads back from a canvas is noise. The network's numbers
 * are the same all the same, and what would be computed from noise is refused in a sentence.
 */

import assert from 'node:assert/strict';
import { inFirefoxWith } from './place.js';
import { numbersAt, numbersInNode, numbersOfPhoto } from './same-numbers.js';

const { BAM_LENS_URL: url } = process.env;
const PHOTOS = [
  'rgb.jpg',
  'orientation6.jpg',
  'photo.png',
  'alpha.png',
  'lossy.webp',
  'lossless.webp',
  'photo.bmp',
].map((name) => `tests/fixtures/images/${name}`);
const koala = numbersInNode('www/samples/koala.jpg');
const expected = PHOTOS.map(numbersInNode);

/** Runs in the page: an SVG as a reader's photo, and what came of it. */
async function takeSvg() {
  const lens = /** @type {any} */ (document.querySelector('bam-lens'));
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="red"/></svg>';
  /** @type {{ message: string, code: string } | undefined} */
  let refused;
  lens.addEventListener('bamlens-error', ({ detail }) => (refused = detail), { once: true });
  await lens.loadImage(new File([svg], 'square.svg', { type: 'image/svg+xml' }));
  return { refused, img: lens.state.img };
}

/** Runs in the page: makes a file of the panel of files, and what is said of it. @param {string} row @param {string} kind */
async function takeAway({ row, kind }) {
  HTMLAnchorElement.prototype.click = () => {};
  const root = document.querySelector('bam-lens')?.shadowRoot;
  const rows = [...(root?.querySelectorAll('.files tr') ?? [])];
  const found = rows.find((each) => each.querySelector('th')?.textContent?.includes(row));
  const button = [...(found?.querySelectorAll('button') ?? [])].find((each) => each.textContent?.trim() === kind);
  if (!button) throw new Error(`${row} cannot be had as ${kind}: ${rows.map(({ textContent }) => textContent).join()}`);
  const said = () => root?.querySelector('.files [role=status]')?.textContent ?? '';
  const before = said();
  button.click();
  for (let frame = 0; said() === before && frame < 200; frame++) await new Promise(requestAnimationFrame);
  return said();
}

for (const resisting of [false, true]) {
  const reader = `in Firefox with${resisting ? '' : 'out'} resistFingerprinting`;
  const prefs = { 'privacy.resistFingerprinting': resisting };

  inFirefoxWith(`photos have the network's numbers ${reader}`, prefs, async (open) => {
    const place = await open(url);
    // The preference is what these tests are about: that it does something is not taken for granted.
    const read = await place.evaluate(() => {
      const context = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
      context.fillRect(0, 0, 50, 50);
      return context.getImageData(0, 0, 50, 50).data.some((value, i) => value !== (i % 4 === 3 ? 255 : 0));
    });
    assert.equal(read, resisting);
    assert.deepEqual(await numbersAt(place), koala);
    for (const [i, path] of PHOTOS.entries()) assert.deepEqual(await numbersOfPhoto(place, path), expected[i], path);
    assert.deepEqual(place.problems, []);
  });

  inFirefoxWith(`an SVG is ${resisting ? 'refused' : 'decoded'} ${reader}`, prefs, async (open) => {
    const place = await open(url);
    await numbersAt(place);
    const taken = await place.evaluate(takeSvg);
    if (!resisting) {
      assert.deepEqual(taken, { refused: undefined, img: 'own' });
      return;
    }
    assert.equal(taken.refused?.code, 'photo.noise');
    assert.match(taken.refused?.message, /^The photo could not be used: .*noise.*resistFingerprinting.*JPEG, PNG/);
    // What was on screen stays.
    assert.equal(taken.img, 'koala');
    assert.deepEqual(await numbersAt(place), koala);
    await place.evaluate(() => /** @type {any} */ (document.querySelector('bam-lens')).set({ lang: 'ko' }));
    await place.waitFor('Korean', () => document.documentElement.lang === 'ko');
    const { refused } = await place.evaluate(takeSvg);
    assert.match(refused?.message, /^사진을 사용할 수 없습니다: .*잡음/);
    assert.deepEqual(place.problems, []);
  });

  inFirefoxWith(`what needs a canvas is ${resisting ? 'refused' : 'there'} ${reader}`, prefs, async (open) => {
    const place = await open(url);
    await numbersAt(place);
    await place.evaluate(() => /** @type {any} */ (document.querySelector('bam-lens')).set({ panel: 'files' }));
    await place.waitFor(
      'the files',
      () => !!document.querySelector('bam-lens')?.shadowRoot?.querySelector('.files tr'),
    );
    const said = async (/** @type {string} */ row, /** @type {string} */ kind) =>
      place.evaluate(takeAway, { row, kind });
    const drawn = resisting ? /could not be made: .*noise.*resistFingerprinting/ : /^bam3-\w+\.(png|svg) is saved/;
    assert.match(await said('F, before', 'PNG'), drawn);
    // The photo under this map would go through a canvas.
    assert.match(await said('gain', 'SVG'), drawn);
    assert.match(await said('F, before', 'SVG'), /^bam3-before\.svg is saved/);
    await place.press('.camera-button');
    const phase = resisting ? 'resistFingerprinting' : 'live';
    await place.waitFor(
      'the camera',
      (phase) => {
        const picture = document.querySelector('bam-lens')?.shadowRoot?.querySelector('.camera-picture');
        return picture?.className.includes(phase) || picture?.textContent?.includes(phase);
      },
      phase,
    );
    assert.deepEqual(place.problems, []);
  });
}
