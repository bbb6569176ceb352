/** The languages of the page: chosen, remembered, in the address, and whole. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { TABLES } from '../support/translator.js';
import { openBrowser, openContext, openPage } from './browser.js';
import { eventually, set, settled, stateOf } from './lens.js';

const browser = await openBrowser();
after(() => browser.close());

/** Variants and taps, called in every language as they are in files. */
const NAMES = ['product', 'channel', 'pooled', 'logits'];

/** What stands on the page, also in what is closed to scripts but open to readers. @param {import('playwright-core').Page} page */
const words = (page) =>
  page.evaluate(() => {
    const found = [];
    const read = (/** @type {ParentNode} */ root) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) read(element.shadowRoot);
        for (const name of ['title', 'aria-label', 'alt', 'placeholder']) found.push(element.getAttribute(name) ?? '');
        if (element.matches('style, script, pre, code, math, math *, cite')) continue;
        for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? '');
      }
    };
    read(document);
    return [...new Set(found.map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean))];
  });

test('a language is chosen at the top, stands in the address, and is remembered', async () => {
  const { context, open } = await openContext(browser);
  const { page, problems } = await open();
  await settled(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  const select = page.locator('#language');
  assert.deepEqual(await select.locator('option').allInnerTexts(), ['English', '한국어']);
  await select.selectOption('ko');
  await eventually(page, async () => assert.equal(await page.locator('#share').innerText(), TABLES.ko['page.share']));
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'ko');
  assert.equal(await page.title(), TABLES.ko['page.title']);
  assert.equal(new URL(page.url()).hash, '#lang=ko');

  // The next visit, with a plain address.
  const later = await open();
  await settled(later.page);
  assert.equal((await stateOf(later.page)).lang, 'ko');
  await eventually(later.page, async () =>
    assert.equal(await later.page.locator('#share').innerText(), TABLES.ko['page.share']),
  );
  // A link says otherwise.
  const linked = await open('#lang=en');
  await settled(linked.page);
  assert.equal((await stateOf(linked.page)).lang, 'en');
  assert.deepEqual([...problems, ...later.problems, ...linked.problems], []);
  await context.close();
});

test('a first visit speaks the browser’s language', async () => {
  const { page, problems } = await openPage(browser, '', { locale: 'ko-KR' });
  await settled(page);
  assert.equal((await stateOf(page)).lang, 'ko');
  assert.deepEqual(problems, []);
  await page.close();
});

test('the element does not show English first', async () => {
  const { context, open } = await openContext(browser);
  await context.addInitScript(() => {
    const seen = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { seen });
    const look = () => {
      const text = document.querySelector('bam-lens')?.shadowRoot?.querySelector('.heading-controls')?.textContent;
      if (text?.trim()) seen.push(text);
      requestAnimationFrame(look);
    };
    look();
  });
  const { page, problems } = await open('#lang=ko');
  await settled(page);
  const seen = await page.evaluate(() => /** @type {any} */ (globalThis).seen);
  assert.ok(seen.length > 0);
  assert.deepEqual(
    seen.filter((/** @type {string} */ text) => text.includes(TABLES.en['heading.mean'])),
    [],
  );
  assert.deepEqual(problems, []);
  await context.close();
});

test('a language that cannot be had stays English, and comes with the next wish', async () => {
  const { context, open } = await openContext(browser);
  await context.route(/\/ko-[^/]*\.js/, (route) => route.abort());
  const { page } = await open('#lang=ko');
  await settled(page);
  assert.match(await page.locator('bam-lens .heading').innerText(), /Mean/);
  await context.unroute(/\/ko-[^/]*\.js/);
  await set(page, { stage: 1 });
  await settled(page);
  // A browser remembers a module that it could not fetch for as long as the page lives; no reader is worse off than before.
  assert.match(await page.locator('bam-lens .heading').innerText(), /Mean|평균/);
  await context.close();
});

for (const width of [1280, 360]) {
  test(`everything speaks Korean at ${width} px, and nothing sticks out`, async () => {
    const { page, problems } = await openPage(browser, '#lang=ko', { viewport: { width, height: 900 } });
    await settled(page);
    const panels = ['channels', 'differences', 'worth', 'grid', 'cost', 'files'];
    /** @type {Set<string>} */
    const all = new Set();
    for (const panel of ['', ...panels]) {
      await set(page, { panel, cell: '3,4', side: panel ? 'channel' : 'cell', channel: '5' });
      await settled(page);
      await page.waitForTimeout(300);
      for (const text of await words(page)) all.add(text);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, panel);
    }
    for (const id of ['article', 'forms', 'results']) {
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      await page.locator(`#${id} :is(h2, table, p)`).first().waitFor();
      for (const text of await words(page)) all.add(text);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, id);
    }
    const english = new Set(Object.values(TABLES.en));
    const korean = new Set(Object.values(TABLES.ko));
    assert.deepEqual(
      [...all].filter(
        (text) => english.has(text) && !korean.has(text) && /[a-z]{3}/.test(text) && !NAMES.includes(text),
      ),
      [],
    );
    assert.deepEqual(
      [...all].filter((text) => text in TABLES.en || /\{\w+\}/.test(text)),
      [],
    );
    assert.deepEqual(problems, []);
    await page.close();
  });
}

test('the worksheet’s and the share dialog’s buttons are on the page in the language they speak', async () => {
  const { page, problems } = await openPage(browser, '#lang=ko');
  await settled(page);
  await page.locator('#share').click();
  await page.getByRole('heading', { name: TABLES.ko['share.title'] }).waitFor();
  await page.keyboard.press('Escape');
  assert.deepEqual(problems, []);
  await page.close();
});
