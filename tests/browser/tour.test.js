/** The tour: a newcomer walks through it, on a bundled photo and on an own one, in every language. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { CARDS } from '../../www/tour/cards.js';
import { TABLES } from '../support/translator.js';
import { violations } from './axe.js';
import { openBrowser, openPage } from './browser.js';
import { afterRun, eventually, pick, set, settled, stateOf, tap, textOf } from './lens.js';

/** @typedef {import('playwright-core').Page} Page */

const browser = await openBrowser();
after(() => browser.close());

const card = (/** @type {Page} */ page) => page.locator('bam-lens .tour');
const next = (/** @type {Page} */ page) => card(page).locator('footer button').last().click();

/** Guesses whatever is asked: the first option, or a cell. @param {Page} page */
async function guess(page) {
  // It is asked once there is a run to ask about.
  await card(page).locator('.options').waitFor();
  const options = card(page).locator('.option');
  if (await options.count()) await options.first().click();
  else await page.locator('bam-lens .map-attention .frame').click({ position: { x: 30, y: 30 } });
  await card(page).locator('.right, .wrong').waitFor();
}

/** What the card is about can be seen: it stands above the card, or begins there where it is taller than the window. @param {Page} page */
async function assertMarked(page) {
  await eventually(page, async () => {
    const { marks, marked, card, width } = await page.evaluate(() => {
      const root = document.querySelector('bam-lens')?.shadowRoot;
      const [mark, ...others] = root.querySelectorAll('.highlit');
      return {
        marks: mark ? 1 + others.length : 0,
        marked: mark?.getBoundingClientRect().toJSON(),
        card: root.querySelector('.tour').getBoundingClientRect().toJSON(),
        width: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      };
    });
    assert.equal(marks, 1);
    assert.ok(marked.width > 40 && marked.height > 30, `it is ${marked.width} x ${marked.height} px`);
    assert.ok(marked.top >= 0 && marked.top < card.top, `it begins at ${marked.top}, the card at ${card.top}`);
    assert.ok(card.bottom <= innerHeightOf(page) + 1, `the card ends at ${card.bottom}`);
    assert.equal(width, 0);
  });
}

const innerHeightOf = (/** @type {Page} */ page) => page.viewportSize()?.height ?? 0;

/** @param {Page} page @param {string} lang @param {() => Promise<void>} [check] of every card, before it is answered and after */
async function walk(page, lang, check = async () => {}) {
  const table = TABLES[lang];
  for (const [i, { name, question }] of CARDS.entries()) {
    await card(page)
      .getByRole('heading', { name: table[`tour.title.${name}`] })
      .waitFor();
    assert.equal((await stateOf(page)).tour, i + 1);
    await settled(page);
    await assertMarked(page);
    await check();
    if (question) {
      assert.equal(await page.locator('bam-lens .branches').count(), 0, 'the answer is in sight');
      await guess(page);
      await assertMarked(page);
      await check();
    }
    const words = await textOf(card(page));
    assert.doesNotMatch(words, /\b(tour|look|place|region)\.\w|[{}]|NaN|undefined/, name);
    if (lang === 'ko') assert.match(words, /[가-힣]/, name);
    await next(page);
  }
  assert.equal(await card(page).count(), 0, 'after the last card it is closed');
  assert.equal(await page.locator('bam-lens .highlit').count(), 0);
}

for (const [lang, width, colorScheme] of /** @type {const} */ ([
  ['en', 1280, 'light'],
  ['ko', 360, 'dark'],
])) {
  test(`a walk in ${lang} at ${width} px, ${colorScheme}, on a bundled photo and on an own one`, async () => {
    const { page, problems } = await openPage(browser, `#lang=${lang}`, {
      viewport: { width, height: 800 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    await settled(page);
    await page.locator('#tour').click();
    await walk(page, lang, async () => assert.deepEqual(await violations(page), []));
    // Five questions, each on this photo.
    await set(page, { tour: 10 });
    assert.match(await textOf(card(page).locator('header')), /5/);
    await afterRun(page, () => pick(page, 'www/samples/coffee.jpg'));
    await set(page, { tour: 1 });
    await walk(page, lang);
    await set(page, { tour: 10 });
    assert.match(await textOf(card(page).locator('header')), /10/);
    assert.deepEqual(problems, []);
    await page.close();
  });
}

test('what is asked is hidden, and the answer is the network’s', async () => {
  const { page, problems } = await openPage(browser, '#img=cat&tour=5');
  await settled(page);
  assert.equal(await page.locator('bam-lens .map-after canvas').count(), 0);
  assert.equal(await page.locator('bam-lens .side').count(), 0);
  assert.equal(await page.locator('bam-lens .panels').count(), 0);
  // Pointing at a cell tells nothing, and keys for cells open none.
  await page.locator('bam-lens .map-attention .frame').hover();
  assert.equal(await textOf(page.locator('bam-lens .map-attention .reading')), '');
  await page.keyboard.press('ArrowDown');
  assert.equal((await stateOf(page)).cell, '');

  const { data } = await tap(page, 'bam3.attention');
  const cells = Array.from({ length: 64 }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < 256; c++) sum += data[c * 64 + i];
    return sum / 256;
  });
  const best = cells.indexOf(Math.max(...cells));
  const [row, column] = [Math.floor(best / 8), best % 8];
  // With keys: the cursor starts in the middle, arrows move it, Enter is the guess.
  await page.locator('bam-lens .map-attention .frame').focus();
  await page.mouse.move(0, 0);
  await page.keyboard.press('ArrowUp');
  const steps = [
    ...Array(Math.abs(row - 4)).fill(row < 4 ? 'ArrowUp' : 'ArrowDown'),
    ...Array(Math.abs(column - 4)).fill(column < 4 ? 'ArrowLeft' : 'ArrowRight'),
  ];
  for (const key of steps) await page.keyboard.press(key);
  await page.keyboard.press('Enter');
  await card(page).locator('.right').waitFor();
  const words = await textOf(card(page));
  assert.match(words, /number 1 of 64/);
  assert.match(words, new RegExp(`row ${row + 1}, column ${column + 1}`));
  assert.match(words, /1 of 1 guessed right/);
  assert.ok(await page.locator('bam-lens .branches').count());
  assert.deepEqual(problems, []);
  await page.close();
});

test('keys turn the cards, Escape closes, and the address brings a card back', async () => {
  const { page, problems } = await openPage(browser, '#tour=6');
  await settled(page);
  const { view } = await stateOf(page);
  assert.equal(view, 'spatial', 'the card shows what it speaks of');
  await page.keyboard.press('n');
  assert.equal((await stateOf(page)).tour, 7);
  await page.keyboard.press('b');
  await page.keyboard.press('b');
  assert.equal((await stateOf(page)).tour, 5);
  await card(page).getByRole('button', { name: 'Next' }).focus();
  await page.keyboard.press('ArrowRight');
  await eventually(page, async () => assert.equal((await stateOf(page)).tour, 6));
  await set(page, { tour: 7 });
  await set(page, { stage: 3 });
  await eventually(page, async () => assert.equal(new URL(page.url()).hash, '#stage=3&tour=7'));
  await page.reload();
  await settled(page);
  const { tour, stage, cell } = await stateOf(page);
  assert.deepEqual({ tour, stage, cell }, { tour: 7, stage: 3, cell: '0,0' });
  await card(page).getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Escape');
  assert.equal((await stateOf(page)).tour, 0);
  // A visit later, without the card in the address.
  await page.goto(page.url().replace(/#.*/, ''));
  await page.reload();
  await settled(page);
  assert.match(await page.locator('#tour').innerText(), /Resume.*7\/10/);
  await page.locator('#tour').click();
  assert.equal((await stateOf(page)).tour, 7);
  assert.deepEqual(problems, []);
  await page.close();
});

test('before the network is here the tour goes by what was computed in advance', async () => {
  const { page, problems } = await openPage(browser, 'embed.html?steps=5-7&img=duck', {
    viewport: { width: 700, height: 700 },
  });
  await guess(page);
  assert.match(await textOf(card(page)), /1 of 3/);
  await next(page);
  await next(page);
  await guess(page);
  assert.match(await textOf(card(page)), /3 of 3/);
  assert.equal(await page.locator('bam-lens .lens.waiting').count(), 1, 'nothing was fetched for it');
  await next(page);
  assert.equal(await card(page).count(), 0);
  assert.deepEqual(problems, []);
  await page.close();
});

test('a teacher’s link: answers come with the word, and what a lesson does not need is left out', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  await page.locator('#share').click();
  await page.getByText('For a lesson').click();
  await page.getByRole('checkbox', { name: 'Open the tour' }).check();
  await page.getByRole('textbox', { name: /Hold the answers back/ }).fill('Apple');
  const lesson = page.locator('.lesson');
  await lesson.getByRole('checkbox', { name: 'what opens below' }).check();
  await lesson.getByRole('checkbox', { name: /cannot change/ }).check();
  const link = await page.getByRole('textbox', { name: 'Link', exact: true }).inputValue();
  assert.doesNotMatch(link, /apple/i, 'the word stands in the link');
  await page.goto('about:blank');
  await page.goto(link.replace('tour=1', 'tour=9'));
  await settled(page);
  assert.equal(await page.locator('bam-lens .panels').count(), 0);
  await card(page).locator('.option').first().click();
  assert.match(await textOf(card(page)), /Your guess is kept/);
  assert.equal(await card(page).locator('.right, .wrong, .fact').count(), 0);
  assert.equal(await page.locator('bam-lens .branches').count(), 0);
  for (const [word, shown] of /** @type {const} */ ([
    ['pear', false],
    [' APPLE ', true],
  ])) {
    await card(page).getByRole('textbox').fill(word);
    await card(page).getByRole('button', { name: 'Show the answers' }).click();
    assert.equal(await card(page).locator('.right, .wrong').count(), shown ? 1 : 0, word);
  }
  assert.ok(await page.locator('bam-lens .branches').count());
  const r = page.getByRole('radiogroup', { name: /Reduction r/ });
  assert.equal(await r.getAttribute('aria-disabled'), 'true');
  assert.deepEqual(problems, []);
  await page.close();
});

test('another form is asked only what it has, and told what it lacks', async () => {
  const { page, problems } = await openPage(browser, '#tour=7&form=se');
  await settled(page);
  assert.equal(await card(page).locator('.question').count(), 0);
  assert.match(await textOf(card(page).locator('.fact')), /no dilated convolution/);
  await set(page, { tour: 9 });
  await card(page).locator('.fact').waitFor();
  await afterRun(page, () => set(page, { form: 'none' }));
  assert.match(await textOf(card(page).locator('.fact')), /BAM is off/);
  assert.deepEqual(problems, []);
  await page.close();
});
