/** The section that puts four formulas side by side, below the tool. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CODE } from '../../www/forms/code.js';
import { FOUR } from '../../www/forms/four.js';
import { COPIED, chainOf } from '../../www/forms/shrink.js';
import { violations } from './axe.js';
import { openBrowser, openContext, openPage } from './browser.js';
import { afterRun, eventually, pick, pixelsOf, set, settled, stateOf, textOf } from './lens.js';
import { numberOf } from './numbers.js';

const browser = await openBrowser();
after(() => browser.close());

/** @typedef {import('playwright-core').Page} Page */

const fixture = (/** @type {string} */ name) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
/** Rows of a card's numbers. */
const ROWS = /** @type {const} */ (['spread', 'range', 'alike', 'top', 'parameters', 'accuracy']);

/** @param {Page} page @param {number} i */
const card = (page, i) => page.locator('#forms .form-card').nth(i);
/** @param {Page} page @param {number} i */
const button = (page, i) => card(page, i).locator('button');
/** @param {Page} page @param {number} i */
const canvas = (page, i) => card(page, i).locator('.small-map .frame canvas');

/** @param {Page} page @param {number} i @returns {Promise<Record<(typeof ROWS)[number], string>>} */
async function numbersOf(page, i) {
  const values = await card(page, i).locator('dd').allInnerTexts();
  return /** @type {any} */ (Object.fromEntries(ROWS.map((name, n) => [name, values[n].trim()])));
}

/** Goes there again and again: what is above it comes when a reader is near, and takes its room. @param {Page} page */
const near = (page) =>
  eventually(page, async () => {
    await page.locator('#forms').scrollIntoViewIfNeeded();
    assert.equal(await page.locator('#forms .form-card').count(), FOUR.length);
    await card(page, 0).locator('.form-map').scrollIntoViewIfNeeded();
  });

/** Waits for the maps of all four. @param {Page} page */
const answered = (page) =>
  eventually(page, async () => {
    await near(page);
    assert.equal(await page.locator('#forms .form-map canvas[role=img]').count(), FOUR.length);
  });

/** What the tool itself shows. @param {Page} page */
async function shown(page) {
  const top = page.locator('bam-lens table.top tbody tr').first();
  return {
    spread: await textOf(page.locator('bam-lens .changes .spread b')),
    top: `${await textOf(top.locator('th'))} ${await textOf(top.locator('td.number').first())}`,
    range: await page.evaluate(() => {
      const { gain } = /** @type {any} */ (document.querySelector('bam-lens')).lens.lastShown.detail;
      return [gain.min, gain.max].map((value) => `×${value.toFixed(2)}`).join(' – ');
    }),
    pixels: await pixelsOf(page.locator('bam-lens .map-attention .frame > canvas:not(.photo)')),
  };
}

const photos = /** @type {[string, string, (page: Page) => Promise<unknown>][]} */ ([
  ['a bundled photo', '#img=duck&stage=2', async () => {}],
  ['an uploaded photo', '', (page) => afterRun(page, () => pick(page, fixture('images/orientation6.jpg')))],
]);
for (const [what, path, prepare] of photos) {
  test(`${what}: each card shows what the tool shows under that form, and its button chooses it`, async () => {
    const { page, problems } = await openPage(browser, path);
    await settled(page);
    await prepare(page);
    await answered(page);
    const cards = [];
    for (const i of FOUR.keys()) cards.push({ ...(await numbersOf(page, i)), pixels: await pixelsOf(canvas(page, i)) });
    for (const [i, form] of FOUR.entries()) {
      // The paper's form is on screen already.
      await (i ? afterRun(page, () => button(page, i).click()) : button(page, i).click());
      const { merge, r, ...state } = await stateOf(page);
      assert.deepEqual([state.form, merge, r], [form, 'sum', 16]);
      const { spread, range, top, pixels } = await shown(page);
      assert.deepEqual([cards[i].spread, cards[i].range, cards[i].top], [spread, range, top], form);
      assert.deepEqual(cards[i].pixels, pixels, form);
      for (const other of FOUR.keys()) {
        assert.equal(await button(page, other).getAttribute('aria-pressed'), String(other === i), FOUR[other]);
      }
      assert.equal(await page.locator('#forms .form-card.chosen').count(), 1);
    }
    // Nothing of it has changed: the photo is the same.
    for (const i of FOUR.keys()) assert.equal((await numbersOf(page, i)).spread, cards[i].spread);
    assert.deepEqual(problems, []);
    await page.close();
  });
}

test('the numbers are those of the bottleneck, r and d in the tool', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  await answered(page);
  // FACTS.md, section 5: one module at C = 256, here r = 16 at BAM 3.
  const parameters = async () => Promise.all(FOUR.map(async (_, i) => numberOf((await numbersOf(page, i)).parameters)));
  assert.deepEqual(await parameters(), [17_875, 17_361, 8_290, 8_464]);
  const accuracies = await Promise.all(FOUR.map(async (_, i) => (await numbersOf(page, i)).accuracy));
  assert.deepEqual(accuracies, ['56.9 %', '54.8 %', '53.2 %', '51.7 %']);
  assert.deepEqual([(await numbersOf(page, 0)).alike, (await numbersOf(page, 3)).alike], ['itself', '–']);
  assert.match((await numbersOf(page, 1)).alike, /^[−]?[01]\.\d\d$/);

  await afterRun(page, () => set(page, { r: 8, d: 2, stage: 1 }));
  await eventually(page, async () => assert.match(await card(page, 3).innerText(), /Trained at r = 16 only/));
  assert.match(await card(page, 0).innerText(), /r = 8, d = 2[^]*Weights trained for this setting/);
  assert.match(await card(page, 1).innerText(), /r = 16, d = 2[^]*Borrowed weights: trained at d = 4, run at d = 2/);
  assert.equal((await numbersOf(page, 1)).accuracy, '–');
  await button(page, 2).click();
  await eventually(page, async () => assert.equal((await stateOf(page)).form, 'blog'));
  assert.equal((await stateOf(page)).r, 16, 'the r that it was shown with');
  assert.deepEqual(problems, []);
  await page.close();
});

test('the run on screen stays, and nothing is asked for while the section is far', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  const counted = () =>
    page.evaluate(() => {
      const lens = /** @type {any} */ (document.querySelector('bam-lens')).lens;
      globalThis.trials ??= 0;
      const trial = lens.inquiry.trial.bind(lens.inquiry);
      lens.inquiry.trial = (/** @type {any[]} */ ...args) => {
        globalThis.trials += 1;
        return trial(...args);
      };
    });
  await counted();
  await answered(page);
  const before = await page.evaluate(() => globalThis.trials);
  assert.equal(before, FOUR.length);
  const number = () => page.evaluate(() => /** @type {any} */ (document.querySelector('bam-lens')).lens.run.number);
  assert.equal(await number(), 1);
  await page.evaluate(() => scrollTo(0, 0));
  await eventually(page, async () => assert.equal(await page.evaluate(() => scrollY), 0));
  for (const img of ['dog', 'cat', 'duck']) await afterRun(page, () => set(page, { img }));
  assert.equal(await page.evaluate(() => globalThis.trials), before);
  await answered(page);
  assert.equal(await page.evaluate(() => globalThis.trials), before + FOUR.length);
  assert.deepEqual(problems, []);
  await page.close();
});

test('before the network is here, what was computed in advance is shown; the network shows the same', async () => {
  const { context, open } = await openContext(browser);
  /** @type {(value: unknown) => void} */
  let arrive = () => {};
  const arrived = new Promise((resolve) => (arrive = resolve));
  await context.route('**/*.gzip', async (route) => {
    await arrived;
    await route.continue();
  });
  const { page, problems } = await open('#img=dog&stage=2');
  await page.getByText('computed in advance', { exact: true }).waitFor();
  await answered(page);
  const early = await Promise.all(FOUR.map((_, i) => numbersOf(page, i)));
  const maps = await Promise.all(FOUR.map((_, i) => pixelsOf(canvas(page, i))));
  assert.ok(early.every(({ spread, top, parameters, accuracy }) => /\d/.test(spread + top + parameters + accuracy)));
  // For another size there is nothing, and that is said.
  await set(page, { size: 160 });
  await eventually(page, async () => assert.match(await card(page, 1).innerText(), /comes with the network/));
  await set(page, { size: 128 });
  await answered(page);
  arrive(undefined);
  await settled(page);
  assert.deepEqual(await Promise.all(FOUR.map((_, i) => numbersOf(page, i))), early);
  // Asked of the network itself: another photo, and back.
  await afterRun(page, () => set(page, { img: 'cat' }));
  await afterRun(page, () => set(page, { img: 'dog' }));
  await answered(page);
  assert.deepEqual(await Promise.all(FOUR.map((_, i) => numbersOf(page, i))), early);
  assert.deepEqual(await Promise.all(FOUR.map((_, i) => pixelsOf(canvas(page, i)))), maps);
  assert.deepEqual(problems, []);
  await context.close();
});

test('a checkpoint with one form keeps formula, code and cost of the others', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  await afterRun(page, () => pick(page, fixture('checkpoints/official_resnet18.safetensors')));
  await eventually(page, async () => {
    await near(page);
    await canvas(page, 1).waitFor({ timeout: 1000 });
    for (const i of [0, 2, 3]) assert.match(await card(page, i).innerText(), /no weights for this form/);
  });
  for (const i of FOUR.keys()) {
    assert.equal(await canvas(page, i).count(), i === 1 ? 1 : 0, FOUR[i]);
    assert.match((await numbersOf(page, i)).parameters, /\d/);
    assert.equal((await card(page, i).locator('math').count()) > 1, true);
  }
  const own = await page.locator('#forms').evaluate(({ shadowRoot }) => shadowRoot?.textContent);
  assert.match(own ?? '', /official_resnet18\.safetensors[^]*has weights for: [^]*The authors’ released code/);
  assert.deepEqual(problems, []);
  await page.close();
});

test('code and warning are there as the data has them', async () => {
  const { page, problems } = await openPage(browser, '#size=224');
  await settled(page);
  await near(page);
  for (const [i, form] of FOUR.entries()) {
    const code = (await card(page, i).locator('pre').first().locator('code > *').allTextContents()).join('\n');
    assert.equal(code, CODE[form].forward);
    await card(page, i).locator('summary').click();
    assert.equal(await card(page, i).locator('details code').textContent(), CODE[form].layers);
  }
  const rows = page.locator('#forms .padding-rows [role=row]');
  assert.equal(await rows.count(), 1 + 1 + 3, 'a size stands once');
  for (const [i, edge] of [7, 56, 28, 14].entries()) {
    const cells = rows.nth(i + 1).getByRole('cell');
    assert.match(await cells.nth(0).innerText(), new RegExp(chainOf(edge, COPIED).join(' → ')));
    assert.match(await cells.nth(0).innerText(), edge === 7 ? /one number/ : /an error/);
    assert.match(await cells.nth(1).innerText(), /the size stays/);
  }
  assert.deepEqual(problems, []);
  await page.close();
});

test('it speaks Korean', async () => {
  const { page, problems } = await openPage(browser, '#lang=ko');
  await settled(page);
  await answered(page);
  const text = await page.locator('#forms').evaluate(({ shadowRoot }) => {
    const copy = /** @type {HTMLElement} */ (shadowRoot?.querySelector('.forms')?.cloneNode(true));
    for (const part of copy.querySelectorAll('math, pre, svg, a')) part.remove();
    return copy.textContent ?? '';
  });
  assert.match(text, /네 가지 식/);
  assert.doesNotMatch(text, /forms\.\w|\{\w+\}|undefined|NaN/);
  assert.doesNotMatch(text, /\b(the|of|with|and) /, 'an English word was left');
  assert.deepEqual(problems, []);
  await page.close();
});

for (const [width, colorScheme, lang, columns] of /** @type {const} */ ([
  [1280, 'light', 'en', 4],
  [1280, 'dark', 'ko', 4],
  [700, 'dark', 'en', 2],
  [360, 'light', 'ko', 1],
])) {
  test(`at ${width} px, ${colorScheme}, ${lang}, nothing sticks out, rows stand in line, axe finds nothing`, async () => {
    const { page } = await openPage(browser, `#lang=${lang}`, { viewport: { width, height: 900 }, colorScheme });
    await settled(page);
    await answered(page);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
    const tops = (/** @type {string} */ part) =>
      page
        .locator(`#forms ${part}`)
        .evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().y)));
    for (const part of [
      'h3[id^=form-]',
      '.form-formula',
      'article > .form-code',
      '.form-map',
      'dl > :first-child',
      'footer',
    ]) {
      const found = await tops(part);
      assert.equal(found.length, 4, part);
      const bands = Array.from({ length: 4 / columns }, (_, i) => found.slice(i * columns, (i + 1) * columns));
      for (const band of bands) assert.equal(new Set(band).size, 1, `${part}: ${found}`);
      assert.equal(new Set(found).size, 4 / columns, `${part}: ${found}`);
    }
    const cut = await page
      .locator('#forms :is(.form-formula, article > .form-code)')
      .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length);
    assert.equal(cut, 0, 'a formula or a line of code is cut');
    assert.deepEqual(await violations(page), []);
    await page.close();
  });
}
