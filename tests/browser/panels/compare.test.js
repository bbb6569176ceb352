/** A kept run and the newest one: readings, difference, handle, links. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { numbersOf } from '../../../www/format.js';
import { sample } from '../../support/native.js';
import { openBrowser, openPage } from '../browser.js';
import {
  afterRun,
  choose,
  eventually,
  isPoints,
  pick,
  pixelsOf,
  pointAt,
  set,
  settled,
  someTaps,
  stateOf,
} from '../lens.js';
import { TABLES, aroundZero, channelOf, colours, largestFirst, meanMap, softmax } from '../numbers.js';

const { decimal, signedDecimal, times } = numbersOf('en');

const browser = await openBrowser();
after(() => browser.close());

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../numbers.js').Tap} Tap */

/** The readings of A and B. @param {Page} page */
const readings = (page) => page.locator('bam-lens .pair .reading').allInnerTexts();

/** The maps of BAM 3 and the probabilities of the run on screen. @param {Page} page */
async function runOnShow(page) {
  const [before, attention, after, logits] = await someTaps(page, [
    'bam3.before',
    'bam3.attention',
    'bam3.after',
    'logits',
  ]);
  const maps = { before: meanMap(before), gain: meanMap(attention, 1), after: meanMap(after) };
  const [one, channel] = [
    7,
    (/** @type {Tap} */ of, add = 0) => Array.from(channelOf(of, one), (value) => value + add),
  ];
  const ofOne = { before: channel(before), gain: channel(attention, 1), after: channel(after) };
  return { maps, one, ofOne, probabilities: softmax(logits.data) };
}

const compareButton = (/** @type {Page} */ page, /** @type {string} */ name) =>
  page.locator('bam-lens .panel').getByRole('button', { name, exact: true });

test('a kept run and the newest: readings, difference, probabilities, and a link that brings both back', async () => {
  const { page, problems } = await openPage(browser, '#panel=compare&cell=3,4');
  await settled(page);
  const kept = await runOnShow(page);
  await compareButton(page, 'Keep this run').click();
  await page.locator('bam-lens .compare', { hasText: 'Both are the same run' }).waitFor();
  assert.equal((await stateOf(page)).kept, 'same');
  await afterRun(page, () => choose(page, 'Reduction r', '8'));
  const now = await runOnShow(page);
  const at = 3 * 8 + 4;
  for (const [what, format] of /** @type {const} */ ([
    ['before', decimal],
    ['gain', times],
    ['after', decimal],
  ])) {
    await set(page, { compared: what, mode: 'side', channel: 'mean' });
    await settled(page);
    const expected = [kept, now].map(({ maps }) => format(maps[what][at]));
    await eventually(page, async () => assert.deepEqual(await readings(page), expected, what));
    await set(page, { channel: kept.one });
    await settled(page);
    const ofOne = [kept, now].map(({ ofOne }) => format(ofOne[what][at]));
    await eventually(page, async () => assert.deepEqual(await readings(page), ofOne, `${what} of one channel`));
    await set(page, { channel: 'mean', mode: 'difference' });
    await settled(page);
    const difference = now.maps[what].map((value, i) => Math.fround(value) - Math.fround(kept.maps[what][i]));
    const figure = page.locator('bam-lens .compare figure');
    await eventually(page, async () =>
      assert.equal(await figure.locator('.reading').innerText(), signedDecimal(difference[at])),
    );
    const drawn = await pixelsOf(figure.locator('.frame canvas'));
    assert.deepEqual(drawn, colours(difference, TABLES.signed, aroundZero(difference)), what);
  }
  // The pointer on one map reads both.
  await set(page, { compared: 'gain', mode: 'side' });
  await pointAt(page.locator('bam-lens .pair .frame').first(), 7, 0);
  const corner = [kept, now].map(({ maps }) => times(maps.gain[56]));
  await eventually(page, async () => assert.deepEqual(await readings(page), corner));
  await page.mouse.move(0, 0);

  const classes = page.locator('bam-lens .compare-classes tbody tr');
  const [first] = largestFirst(kept.probabilities);
  const [a, b, change] = await classes.first().locator('td').allInnerTexts();
  isPoints(a, kept.probabilities[first]);
  isPoints(b, now.probabilities[first]);
  isPoints(change, now.probabilities[first] - kept.probabilities[first]);

  await eventually(page, async () => assert.match(page.url(), /kept=same/));
  await page.locator('bam-lens .pair').waitFor();
  const sides = await page.locator('bam-lens .pair .map-name').allInnerTexts();
  const shown = [kept, now].map(({ maps }) => times(maps.gain[at]));
  await eventually(page, async () => assert.deepEqual(await readings(page), shown));
  const other = await openPage(browser, new URL(page.url()).hash);
  await settled(other.page);
  await eventually(other.page, async () => assert.deepEqual(await readings(other.page), shown));
  assert.deepEqual(await other.page.locator('bam-lens .pair .map-name').allInnerTexts(), sides);
  assert.deepEqual(
    await other.page.locator('bam-lens .compare-classes td').allInnerTexts(),
    await page.locator('bam-lens .compare-classes td').allInnerTexts(),
  );
  assert.deepEqual([...problems, ...other.problems], []);
  await page.close();
  await other.page.close();
});

test('compare: another photo is kept with the key C and comes back, sizes that differ have no difference, letting go', async () => {
  const { page, problems } = await openPage(browser, '#img=duck&d=2&cell=3,4');
  await settled(page);
  const kept = await runOnShow(page);
  await page.keyboard.press('c');
  await page.locator('bam-lens .compare').waitFor();
  assert.equal((await stateOf(page)).kept, 'img:duck,d:2');
  await afterRun(page, () => set(page, { img: 'cat', d: 4 }));
  const now = await runOnShow(page);
  const shown = [kept, now].map(({ maps }) => times(maps.gain[3 * 8 + 4]));
  await eventually(page, async () => assert.deepEqual(await readings(page), shown));
  const other = await openPage(browser, new URL(page.url()).hash);
  await settled(other.page);
  await eventually(other.page, async () => assert.deepEqual(await readings(other.page), shown));
  assert.match(await other.page.locator('bam-lens .pair .map-name').first().innerText(), /^Duck/);
  // The newest run is of the newest photo, not of the kept one.
  const [top] = largestFirst(now.probabilities);
  isPoints(await other.page.locator('bam-lens .changes .number').first().innerText(), now.probabilities[top]);

  await afterRun(page, () => choose(page, 'Input, px', '160'));
  await page.getByRole('radiogroup', { name: 'Show', exact: true }).getByRole('radio', { name: 'Difference' }).click();
  await page.locator('bam-lens .compare', { hasText: 'The maps differ in size, 8 × 8 and 10 × 10' }).waitFor();
  assert.equal(await page.locator('bam-lens .compare canvas').count(), 0);
  await afterRun(page, () => set(page, { form: 'none' }));
  await page.locator('bam-lens .compare', { hasText: 'One of the two has its BAM off' }).waitFor();
  await compareButton(page, 'Let go').click();
  await compareButton(page, 'Keep this run').waitFor();
  assert.equal((await stateOf(page)).kept, '');
  await eventually(page, async () => assert.doesNotMatch(page.url(), /kept/));
  assert.deepEqual([...problems, ...other.problems], []);
  await page.close();
  await other.page.close();
});

test('the handle between two runs moves with the arrow keys', async () => {
  const { page, problems } = await openPage(browser, '#kept=r:8&panel=compare&mode=swipe');
  await settled(page);
  const handle = page.getByRole('slider', { name: 'How much of A is shown' });
  await handle.focus();
  const cut = () =>
    page
      .locator('bam-lens .swipe-side')
      .last()
      .evaluate((side) => getComputedStyle(side).clipPath);
  for (const [key, share] of [
    ['ArrowRight', 51],
    ['ArrowLeft', 50],
    ['Home', 0],
    ['End', 100],
  ]) {
    await page.keyboard.press(String(key));
    await eventually(page, async () => assert.match(await cut(), new RegExp(`[ (]${share}%?\\b`)));
    assert.equal(await handle.inputValue(), String(share));
  }
  assert.equal((await stateOf(page)).cell, '', 'the maps stay where they are');
  assert.deepEqual(problems, []);
  await page.close();
});

test('an own photo can be kept and is in no link', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  await afterRun(page, () => pick(page, sample('raccoon')));
  const kept = await runOnShow(page);
  await page.keyboard.press('c');
  await page.locator('bam-lens .compare').waitFor();
  await afterRun(page, () => page.locator('bam-lens .samples button').first().click());
  await set(page, { cell: '3,4' });
  await page.locator('bam-lens .compare', { hasText: 'a link does not bring it back' }).waitFor();
  const [a] = await readings(page);
  assert.equal(a, times(kept.maps.gain[3 * 8 + 4]));
  await eventually(page, async () => assert.match(page.url(), /panel=compare/));
  assert.doesNotMatch(page.url(), /kept|own|raccoon/);
  const other = await openPage(browser, new URL(page.url()).hash);
  await settled(other.page);
  await compareButton(other.page, 'Keep this run').waitFor();
  assert.deepEqual([...problems, ...other.problems], []);
  await page.close();
  await other.page.close();
});

test('beside Squeeze-and-Excitation, whose gain is M itself, the one scale holds what both can be', async () => {
  const { page, problems } = await openPage(browser, '#panel=compare&kept=form:se');
  await settled(page);
  const ends = page.locator('bam-lens .pair .legend-ends');
  await eventually(page, async () => assert.equal(await ends.count(), 2));
  for (const text of await ends.allInnerTexts()) assert.match(text, /^×0\.00[^]*×2\.00$/);
  assert.deepEqual(problems, []);
  await page.close();
});
