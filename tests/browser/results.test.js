/** The section on the paper's results, below the tool. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { numbersOf } from '../../www/format.js';
import { pairsOf } from '../../www/results/chart.js';
import { SHEETS, sheetOf } from '../../www/results/sheet.js';
import { violations } from './axe.js';
import { openBrowser, openPage } from './browser.js';
import { set, settled } from './lens.js';

const browser = await openBrowser();
after(() => browser.close());

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
async function reached(page) {
  await settled(page);
  await page.locator('#results').scrollIntoViewIfNeeded();
  await page.locator('#results table').waitFor();
}

/** @param {Page} page @param {number} column @returns {Promise<string[]>} without the numbers of notes */
const texts = (page, column) =>
  page.locator(`#results tbody tr > :nth-child(${column + 1})`).evaluateAll((fields) =>
    fields.map((field) => {
      const text = [...field.childNodes].filter(({ nodeName }) => nodeName === '#text');
      return text.map(({ textContent }) => (textContent ?? '').trim()).join('');
    }),
  );

test('nothing of it is fetched before a reader comes near', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  assert.equal(await page.locator('#results').evaluate(({ shadowRoot }) => shadowRoot), null);
  await reached(page);
  assert.deepEqual(problems, []);
  await page.context().close();
});

test('every table is there as the sheet has it, and sorts', async () => {
  const { page, problems } = await openPage(browser);
  await reached(page);
  for (const [i, name] of SHEETS.entries()) {
    await page.locator('#results').getByRole('radiogroup', { name: 'Table' }).getByRole('radio').nth(i).click();
    const { columns, rows } = sheetOf(name, numbersOf('en'));
    assert.equal(await page.locator('#results thead th').count(), columns.length);
    for (let column = 0; column < columns.length; column++) {
      assert.deepEqual(
        await texts(page, column),
        rows.map((row) => row[column].text),
        `${name} ${columns[column].name}`,
      );
    }
  }
  // The last one is this network's: by its error.
  const at = sheetOf('own', numbersOf('en')).columns.findIndex(({ name }) => name === 'top1_error');
  const head = page.locator('#results thead th').nth(at);
  const values = async () => (await texts(page, at)).map(Number);
  const printed = await values();
  const ascending = [...printed].sort((a, b) => a - b);
  for (const [sort, expected] of /** @type {const} */ ([
    ['ascending', ascending],
    ['descending', [...ascending].reverse()],
    ['none', printed],
  ])) {
    await head.getByRole('button').click();
    assert.equal(await head.getAttribute('aria-sort'), sort);
    assert.deepEqual(await values(), expected);
  }
  assert.deepEqual(problems, []);
  await page.context().close();
});

test('the chart says in words what it draws, in both languages', async () => {
  const { page, problems } = await openPage(browser);
  await reached(page);
  const label = () => page.locator('#results svg').getAttribute('aria-label');
  for (const dataset of ['CIFAR-100', 'ImageNet-1K']) {
    await page.locator('#results').getByRole('radio', { name: dataset }).click();
    const pairs = pairsOf(dataset === 'CIFAR-100' ? 'table3a' : 'table3b', 'params_M');
    assert.equal(await page.locator('#results .pair').count(), pairs.length);
    const words = (await label()) ?? '';
    for (const { model, base, attended } of pairs) {
      assert.ok(
        words.includes(model) && words.includes(base.y.toFixed(2)) && words.includes(attended.y.toFixed(2)),
        model,
      );
    }
  }
  assert.match((await label()) ?? '', /with BAM/);
  await set(page, { lang: 'ko' });
  assert.match((await label()) ?? '', /[가-힣]/);
  assert.match(await page.locator('#results h2').innerText(), /논문/);
  assert.deepEqual(problems, []);
  await page.context().close();
});

for (const [width, colorScheme] of /** @type {const} */ ([
  [1280, 'light'],
  [700, 'dark'],
  [360, 'light'],
])) {
  test(`at ${width} px, ${colorScheme}, nothing sticks out and axe finds nothing`, async () => {
    const { page } = await openPage(browser, '', { viewport: { width, height: 900 }, colorScheme });
    await reached(page);
    for (let i = 0; i < SHEETS.length; i++) {
      await page.locator('#results').getByRole('radiogroup', { name: 'Table' }).getByRole('radio').nth(i).click();
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, SHEETS[i]);
    }
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });
}
