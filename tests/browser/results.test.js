/** The section on the paper's results, below the tool. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { numbersOf } from '../../www/format.js';
import { pairsOf } from '../../www/results/chart.js';
import { APART, BEST, OWN, PLAIN, addedBy, alike, ownOf, ownSheet } from '../../www/results/own.js';
import { SHEETS, sheetOf } from '../../www/results/sheet.js';
import { translatorOf } from '../../www/strings.js';
import { violations } from './axe.js';
import { openBrowser, openPage } from './browser.js';
import { afterRun, eventually, pick, set, settled, stateOf } from './lens.js';

const CHECKPOINT = fileURLToPath(new URL('../fixtures/checkpoints/official_resnet18.safetensors', import.meta.url));
const en = JSON.parse(readFileSync(new URL('../../www/locales/en.json', import.meta.url), 'utf8'));
const t = translatorOf({ en }, 'en');
const browser = await openBrowser();
after(() => browser.close());

/** @typedef {import('playwright-core').Page} Page */

/** The paper's part and this network's. @param {Page} page */
const partsOf = (page) => {
  const sections = page.locator('#results section');
  return { paper: sections.nth(0), own: sections.nth(1) };
};

/** @param {Page} page */
async function reached(page) {
  await settled(page);
  await page.locator('#results').scrollIntoViewIfNeeded();
  await partsOf(page).own.locator('table').waitFor();
}

/** @param {Page} page @param {number} i */
const chooseSheet = (page, i) =>
  partsOf(page).paper.getByRole('radiogroup', { name: 'Table' }).getByRole('radio').nth(i).click();

/** @param {import('playwright-core').Locator} part @param {number} column @returns {Promise<string[]>} without the numbers of notes */
const texts = (part, column) =>
  part.locator(`tbody tr > :nth-child(${column + 1})`).evaluateAll((fields) =>
    fields.map((field) => {
      const text = [...(field.querySelector('button') ?? field).childNodes].filter(
        ({ nodeName }) => nodeName === '#text',
      );
      return text.map(({ textContent }) => (textContent ?? '').trim()).join('');
    }),
  );

test('nothing of it is fetched before a reader comes near', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  assert.equal(await page.locator('#results').evaluate(({ shadowRoot }) => shadowRoot), null);
  await reached(page);
  assert.deepEqual(problems, []);
  await page.close();
});

test('every table is there as the sheet has it, with what is said of its fields', async () => {
  const { page, problems } = await openPage(browser);
  await reached(page);
  const { paper, own } = partsOf(page);
  /** @param {import('playwright-core').Locator} part @param {import('../../www/results/sheet.js').Sheet} sheet @param {string} name */
  async function shows(part, { columns, rows }, name) {
    assert.equal(await part.locator('thead th').count(), columns.length);
    for (let column = 0; column < columns.length; column++) {
      const fields = rows.map((row) => row[column].text);
      assert.deepEqual(await texts(part, column), fields, `${name} ${columns[column].name}`);
    }
    const said = new Set(rows.flat().map(({ notes }) => notes.map(({ key, values }) => t(key, values)).join(' ')));
    said.delete('');
    assert.deepEqual(await part.locator('.notes li').allInnerTexts(), [...said], name);
  }
  for (const [i, name] of SHEETS.entries()) {
    await chooseSheet(page, i);
    await shows(paper, sheetOf(name, numbersOf('en')), name);
  }
  await shows(own, ownSheet(t), 'own');
  assert.deepEqual(problems, []);
  await page.close();
});

test('a table sorts', async () => {
  const { page, problems } = await openPage(browser);
  await reached(page);
  const { own } = partsOf(page);
  const at = ownSheet(t).columns.findIndex(({ name }) => name === 'top1_error');
  const head = own.locator('thead th').nth(at);
  const values = async () => (await texts(own, at)).map(Number);
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
  await page.close();
});

test('the row and the mark of what the tool shows are marked, and each of them opens its variant', async () => {
  const { page, problems } = await openPage(browser);
  await reached(page);
  const { own } = partsOf(page);
  const current = () =>
    own
      .locator('tr[aria-current=true]')
      .evaluateAll((rows) => rows.map((row) => row.querySelector('th')?.innerText.trim()));
  const checked = () =>
    own.locator('.own-mark[aria-checked=true]').evaluateAll((marks) => marks.map((mark) => mark.ariaLabel));
  /** @param {string} [name] */
  async function shows(name) {
    assert.deepEqual(await current(), name ? [name] : []);
    assert.equal((await checked()).length, name ? 1 : 0);
    const { form, merge, r, d } = await stateOf(page);
    assert.equal(ownOf({ form, merge, r, d })?.name, name);
  }
  await shows('r16_d4');
  await afterRun(page, () => own.getByRole('button', { name: 'Open r8_d2 in the tool' }).click());
  await shows('r8_d2');
  assert.match((await checked())[0] ?? '', /r = 8, d = 2: 44\.28 % error, 58,529 parameters/);
  await afterRun(page, () => own.getByRole('radio', { name: /^Product/ }).click());
  await shows('product');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('bam-lens')).state.merge === 'max');
  await settled(page);
  await shows('max');
  assert.ok(await own.getByRole('radio', { name: /^Max/ }).evaluate((mark) => mark.matches(':focus')));
  // The form reads no d: the same variant.
  await set(page, { form: 'se', d: 6, r: 16 });
  await shows('se');
  await set(page, { form: 'paper', merge: 'sum', d: 3 });
  await shows(undefined);
  assert.match(await own.locator('.open-line').innerText(), /none of these/);
  await own.getByRole('button', { name: 'Go to the tool' }).click();
  assert.ok(
    await page.evaluate(() => Math.abs(document.querySelector('bam-lens')?.getBoundingClientRect().top ?? 99) < 2),
  );
  assert.deepEqual(problems, []);
  await page.close();
});

test('with a checkpoint of the reader no row is marked, and none can be opened', async () => {
  const { page, problems } = await openPage(browser);
  await reached(page);
  const { own } = partsOf(page);
  await afterRun(page, () => pick(page, CHECKPOINT));
  assert.match(await own.locator('.open-line').innerText(), /Another network/);
  assert.equal(await own.locator('[aria-current]').count(), 0);
  assert.equal(await own.locator('.own-mark[aria-checked=true]').count(), 0);
  assert.equal(await own.locator('tbody button').count(), 0);
  const before = await stateOf(page);
  await own.getByRole('radio', { name: /^Product/ }).click({ force: true });
  assert.deepEqual(await stateOf(page), before);
  assert.deepEqual(problems, []);
  await page.close();
});

test('the chart of this network says in words what it draws, and what it cannot tell apart', async () => {
  const { page, problems } = await openPage(browser, '', { viewport: { width: 1280, height: 900 } });
  await reached(page);
  const { own } = partsOf(page);
  const marks = own.locator('.own-mark');
  assert.equal(await marks.count(), OWN.length);
  const boxes = [];
  for (const [i, variant] of OWN.entries()) {
    const label = (await marks.nth(i).getAttribute('aria-label')) ?? '';
    assert.ok(label.includes(numbersOf('en').decimal(variant.error)), label);
    assert.ok(label.includes(numbersOf('en').whole(addedBy(variant, 'parameters'))), label);
    boxes.push(await marks.nth(i).boundingBox());
  }
  const centre = (/** @type {typeof boxes[number]} */ box) => ({
    x: (box?.x ?? 0) + (box?.width ?? 0) / 2,
    y: (box?.y ?? 0) + (box?.height ?? 0) / 2,
  });
  const centres = boxes.map(centre);
  centres.forEach((a, i) => {
    for (const b of centres.slice(i + 1)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > 15, 'none covers another');
  });
  // Heights are errors: a straight line through the first and the last.
  const [top, low] = [OWN.indexOf(PLAIN), OWN.indexOf(BEST)];
  const pxPerPoint = (centres[low].y - centres[top].y) / (PLAIN.error - BEST.error);
  OWN.forEach(({ error }, i) =>
    assert.ok(Math.abs(centres[top].y + pxPerPoint * (PLAIN.error - error) - centres[i].y) < 1),
  );
  // The one that is pointed at, or in focus, has its name and the band of what cannot be told from it.
  const band = async () => Number(await own.locator('.band').getAttribute('height'));
  const product = OWN.findIndex(({ name }) => name === 'product');
  await marks.nth(product).hover();
  assert.match(await own.locator('.named-line').innerText(), /^Product: 47\.56 % error/);
  assert.match(await own.locator('.named-line').innerText(), new RegExp(`: ${alike(OWN[product]).length}\\.$`));
  assert.ok(Math.abs((await band()) - 2 * APART * pxPerPoint) < 0.5);
  assert.equal(await own.locator('.arrow').count(), OWN.length - 1);
  await page.mouse.move(0, 0);
  assert.match(await own.locator('.named-line').innerText(), /^r = 16, d = 4: /);
  await own.locator('.own-mark[tabindex="0"]').focus();
  assert.equal(await own.locator('.tip').innerText(), 'r = 16, d = 4');
  await set(page, { lang: 'ko' });
  await eventually(page, async () => assert.match((await marks.nth(0).getAttribute('aria-label')) ?? '', /[가-힣]/));
  assert.deepEqual(problems, []);
  await page.close();
});

test('the chart says in words what it draws, in both languages', async () => {
  const { page, problems } = await openPage(browser);
  await reached(page);
  const label = () => partsOf(page).paper.locator('svg').getAttribute('aria-label');
  for (const dataset of ['CIFAR-100', 'ImageNet-1K']) {
    await partsOf(page).paper.getByRole('radio', { name: dataset }).click();
    const pairs = pairsOf(dataset === 'CIFAR-100' ? 'table3a' : 'table3b', 'params_M');
    assert.equal(await page.locator('#results .pair').count(), pairs.length);
    const words = (await label()) ?? '';
    for (const { model, base, attended } of pairs) {
      assert.ok(words.includes(model) && words.includes(base.error) && words.includes(attended.error), model);
    }
  }
  assert.match((await label()) ?? '', /with BAM/);
  await set(page, { lang: 'ko' });
  await eventually(page, async () => assert.match((await label()) ?? '', /[가-힣]/));
  assert.match(await partsOf(page).paper.locator('h2').innerText(), /논문/);
  assert.match(await partsOf(page).own.locator('h2').innerText(), /이 네트워크/);
  assert.deepEqual(problems, []);
  await page.close();
});

for (const [width, colorScheme] of /** @type {const} */ ([
  [1280, 'light'],
  [700, 'dark'],
  [360, 'light'],
])) {
  test(`at ${width} px, ${colorScheme}, nothing sticks out and axe finds nothing`, async () => {
    const { page } = await openPage(browser, '', { viewport: { width, height: 900 }, colorScheme });
    await reached(page);
    const tops = await partsOf(page)
      .paper.getByRole('radiogroup', { name: 'Table' })
      .getByRole('radio')
      .evaluateAll((radios) => radios.map((radio) => radio.getBoundingClientRect().top));
    assert.equal(new Set(tops).size, 1, 'the tables are in one row');
    for (let i = 0; i < SHEETS.length; i++) {
      await chooseSheet(page, i);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, SHEETS[i]);
    }
    assert.deepEqual(await violations(page), []);
    await page.close();
  });
}
