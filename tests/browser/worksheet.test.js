/** The worksheet: two pages of paper at most, whatever is on screen, and nothing else on them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sample } from '../support/native.js';
import { violations } from './axe.js';
import { openBrowser, openContext, openPage } from './browser.js';
import { afterRun, pick, settled } from './lens.js';

const browser = await openBrowser();
after(() => browser.close());

const checkpoint = fileURLToPath(new URL('../fixtures/checkpoints/official_resnet18.safetensors', import.meta.url));

/** @typedef {import('playwright-core').Page} Page */

const PX_PER_MM = 96 / 25.4;
/** Between the margins of 14 mm: A4's width, and the height of Letter, which is lower. */
const PAPER = { widthPx: Math.floor(182 * PX_PER_MM), heightPx: Math.floor((279.4 - 28) * PX_PER_MM) };

/** Opens the page and its worksheet. @param {string} [path] @param {import('playwright-core').BrowserContextOptions} [options] */
async function openSheet(path = '', options) {
  const opened = await openPage(browser, path, options);
  await settled(opened.page);
  return { ...opened, dialog: await open(opened.page) };
}

/** @param {Page} page */
async function open(page) {
  await page.locator('#worksheet').click();
  const dialog = page.locator('dialog.worksheet');
  await dialog.waitFor();
  return dialog;
}

/** Waits for what the network says of every channel. @param {import('playwright-core').Locator} dialog */
const withFeatures = (dialog) => dialog.locator('.question-gain', { hasText: /F = \d/ }).waitFor();

/** @param {import('playwright-core').Locator} dialog @param {boolean} on */
const answers = (dialog, on) => dialog.getByRole('checkbox').setChecked(on);

/** Sheets of a PDF file: objects of the type Page, which must be as many as its tree of pages says. @param {Buffer} pdf */
function pagesOf(pdf) {
  const text = pdf.toString('latin1');
  const objects = text.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;
  const counts = [...text.matchAll(/\/Type\s*\/Pages\b[^]*?\/Count\s+(\d+)/g)].map(([, count]) => Number(count));
  assert.equal(objects, Math.max(...counts), 'the tree of pages');
  return objects;
}

/**
 * How the sheet lies on paper: what is wider than it would be printed smaller, what is higher would take another page.
 *
 * @param {Page} page
 */
async function measured(page) {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: PAPER.widthPx, height: 1000 });
  const found = await page.evaluate(() => {
    const root = document.querySelector('.worksheet-host')?.shadowRoot;
    const sheets = [...(root?.querySelectorAll('.page') ?? [])];
    return {
      heights: sheets.map((sheet) => Math.ceil(sheet.getBoundingClientRect().height)),
      beyond: document.documentElement.scrollWidth - innerWidth,
    };
  });
  // Or a PDF would be of the screen.
  await page.emulateMedia({ media: null });
  return found;
}

test('pages of a PDF are counted', async () => {
  const page = await browser.newPage();
  for (const count of [1, 3]) {
    await page.setContent(Array.from({ length: count }, () => '<p style="break-after: page">text</p>').join(''));
    // What ends the last page does not begin another.
    assert.equal(pagesOf(await page.pdf()), count);
  }
  await page.close();
});

for (const [path, texts] of /** @type {const} */ ([
  ['', ['BAM 3, 256 × 8 × 8', 'σ(Mc + Ms)']],
  ['#stage=1&lang=ko&d=6&r=4', ['BAM 1, 64 × 32 × 32']],
  ['#form=official&stage=2&size=512&d=8', ['squares of 8 × 8', 'borrowed']],
  ['#form=blog&stage=3&img=cat&cell=0,0', ['7×7']],
  ['#form=se&stage=2', ['Each channel has one Mc', 'no spatial branch']],
  ['#merge=channel&lang=ko', []],
  ['#merge=spatial&stage=1&size=224&r=8', ['1×1 convolution']],
  ['#merge=max&size=32&channel=7&scale=stretch', ['gain of channel 7']],
])) {
  test(`two pages at most, with and without answers: ${path || 'as the page opens'}`, async () => {
    const { page, problems, dialog } = await openSheet(path);
    await withFeatures(dialog);
    for (const on of [false, true]) {
      await answers(dialog, on);
      const said = await dialog.innerText();
      for (const text of texts) assert.ok(said.includes(text), text);
      assert.ok(!/NaN|undefined|worksheet\./.test(said), said);
      assert.equal(await dialog.locator('.answer').count().then(Boolean), on);
      const { heights, beyond } = await measured(page);
      assert.equal(heights.length, 2);
      assert.ok(Math.max(...heights) <= PAPER.heightPx, `${heights} px of ${PAPER.heightPx}`);
      assert.ok(beyond <= 0, `${beyond} px beyond the paper`);
      assert.equal(pagesOf(await page.pdf({ preferCSSPageSize: true })), 2);
    }
    assert.deepEqual(problems, []);
    await page.close();
  });
}

test('on Letter paper it is two pages too', async () => {
  const { page, problems, dialog } = await openSheet('#stage=1&d=8');
  await withFeatures(dialog);
  await answers(dialog, true);
  assert.equal(pagesOf(await page.pdf({ format: 'Letter' })), 2);
  assert.deepEqual(problems, []);
  await page.close();
});

test('only the sheet is printed, black on white in a dark theme', async () => {
  const { page, problems } = await openSheet('#theme=dark', { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  const { seen, colors, papers } = await page.evaluate(() => {
    const root = document.querySelector('.worksheet-host')?.shadowRoot;
    const style = (/** @type {string} */ selector) => getComputedStyle(root?.querySelector(selector) ?? document.body);
    return {
      seen: [...document.body.children].filter((child) => child.checkVisibility()).map((child) => child.className),
      colors: ['.page', '.about', '.page figcaption', '.page td', '.legend-ends'].map((name) => style(name).color),
      papers: [document.documentElement, document.body]
        .map((element) => getComputedStyle(element).backgroundColor)
        .concat(style('.page').backgroundColor, style('.worksheet').backgroundColor),
    };
  });
  assert.deepEqual(seen, ['worksheet-host']);
  assert.deepEqual(new Set(colors), new Set(['rgb(0, 0, 0)']));
  assert.deepEqual(new Set(papers), new Set(['rgb(255, 255, 255)']));
  assert.ok(await page.locator('.worksheet .tools').isHidden());
  await page.emulateMedia({ media: null });
  await page.keyboard.press('Escape');
  await page.locator('dialog.worksheet').waitFor({ state: 'detached' });
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('bam-lens').isVisible(), 'without the worksheet the page itself is printed');
  assert.deepEqual(problems, []);
  await page.close();
});

test('where a lesson holds answers back the sheet has none', async () => {
  const { page, problems, dialog } = await openSheet('#tour=1&held=0123abcd');
  await dialog.getByText('holds answers back').waitFor();
  assert.equal(await dialog.getByRole('checkbox').count(), 0);
  assert.equal(await dialog.locator('.answer').count(), 0);
  assert.deepEqual(problems, []);
  await page.close();
});

test('the button prints what is on screen', async () => {
  const { page, problems, dialog } = await openSheet();
  await page.evaluate(() => {
    window.print = () => (document.title = 'printed');
  });
  await dialog.getByRole('button', { name: 'Print' }).click();
  await page.waitForFunction(() => document.title === 'printed');
  assert.deepEqual(problems, []);
  await page.close();
});

test('before the network is here the sheet is made of what was computed in advance', async () => {
  const { context, open: openIn } = await openContext(browser);
  /** @type {() => void} */ let release = () => {};
  const held = new Promise((resolve) => (release = () => resolve(undefined)));
  await context.route('**/*.gzip', async (route) => {
    await held;
    await route.continue();
  });
  const { page, problems } = await openIn('#img=arch&stage=2');
  await page.locator('bam-lens .map-after canvas[role=img]').waitFor();
  const dialog = await open(page);
  const gain = dialog.locator('.question-gain');
  assert.match(await gain.innerText(), /Mc = .* Ms = /);
  assert.doesNotMatch(await gain.innerText(), /F = \d/);
  await answers(dialog, true);
  assert.match(await gain.innerText(), /With all their digits/);
  assert.equal(pagesOf(await page.pdf({ preferCSSPageSize: true })), 2);
  release();
  await withFeatures(dialog);
  assert.match(await gain.innerText(), /The network itself has/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a reader's own photo is on the sheet, and no address", async () => {
  const { page, problems } = await openPage(browser, '#stage=2');
  await settled(page);
  await afterRun(page, () => pick(page, sample('raccoon')));
  const dialog = await open(page);
  await withFeatures(dialog);
  assert.ok(await dialog.locator('.photo-seen canvas').isVisible());
  assert.equal(await dialog.locator('.url').count(), 0);
  await dialog.getByText('no address shows it').waitFor();
  assert.equal(pagesOf(await page.pdf({ preferCSSPageSize: true })), 2);
  assert.deepEqual(problems, []);
  await page.close();
});

test("names of a reader's own files may be long", async () => {
  const { page, problems } = await openPage(browser, '#stage=1&d=3');
  await settled(page);
  const named = (/** @type {string} */ path, /** @type {string} */ extension) => ({
    name: `${'a long name '.repeat(25)}.${extension}`,
    mimeType: '',
    buffer: readFileSync(path),
  });
  await afterRun(page, () => pick(page, { ...named(sample('raccoon'), 'jpg'), mimeType: 'image/jpeg' }));
  await afterRun(page, () => pick(page, named(checkpoint, 'safetensors')));
  const dialog = await open(page);
  await withFeatures(dialog);
  await answers(dialog, true);
  assert.match(await dialog.locator('.about').innerText(), /reader’s own file/);
  const { beyond } = await measured(page);
  assert.ok(beyond <= 0, `${beyond} px beyond the paper`);
  assert.equal(pagesOf(await page.pdf({ preferCSSPageSize: true })), 2);
  assert.deepEqual(problems, []);
  await page.close();
});

test('where BAM is off, or weights are missing, the sheet says what to choose', async () => {
  for (const [path, text] of /** @type {const} */ ([
    ['#form=none', /BAM is off.*Choose another form/],
    ['#r=7', /trained with r = 4, 8, 16, 32/],
  ])) {
    const { page, problems, dialog } = await openSheet(path);
    assert.match(await dialog.getByRole('status').innerText(), text);
    assert.ok(await dialog.getByRole('button', { name: 'Print' }).isDisabled());
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(problems, []);
  }
});

test('it is used with keys alone, and gives the focus back', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  const button = page.locator('#worksheet');
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.locator('dialog.worksheet');
  await dialog.waitFor();
  const box = dialog.getByRole('checkbox');
  assert.ok(await box.evaluate((field) => field.matches(':focus')), 'the first thing in the bar');
  await page.keyboard.press('Space');
  await dialog.locator('.answer').first().waitFor();
  // Keys of the page below are not answered while it is covered.
  const { stage } = await page.evaluate(() => /** @type {any} */ (document.querySelector('bam-lens')).state);
  await page.keyboard.press('1');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  assert.ok(await dialog.getByRole('button', { name: 'Close' }).evaluate((field) => field.matches(':focus')));
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  assert.ok(await button.evaluate((button) => button.matches(':focus')));
  const now = await page.evaluate(() => /** @type {any} */ (document.querySelector('bam-lens')).state);
  assert.equal(now.stage, stage);
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.ok(await button.evaluate((button) => button.matches(':focus')));
  assert.deepEqual(problems, []);
  await page.close();
});

for (const [width, colorScheme, path] of /** @type {const} */ ([
  [1280, 'light', '#stage=2'],
  [700, 'dark', '#form=se'],
  [360, 'dark', '#lang=ko'],
  [360, 'light', '#merge=spatial'],
])) {
  test(`the preview at ${width} px, ${colorScheme}: ${path}`, async () => {
    const { page, problems, dialog } = await openSheet(path, { viewport: { width, height: 800 }, colorScheme });
    await withFeatures(dialog);
    for (const on of [false, true]) {
      await answers(dialog, on);
      const beyond = await dialog
        .locator('.sheets')
        .evaluate((sheets) =>
          Math.max(document.documentElement.scrollWidth - innerWidth, sheets.scrollWidth - sheets.clientWidth),
        );
      assert.ok(beyond <= 0, `${beyond} px beyond`);
      assert.deepEqual(await violations(page), []);
    }
    assert.deepEqual(problems, []);
    await page.close();
  });
}
