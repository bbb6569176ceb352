/** The article below the tool: every link shows what its sentence says, and leads back. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { CHAPTERS, TERMS, idOf } from '../../www/article/contents.js';
import { REFERENCES } from '../../www/article/references.js';
import { partOf } from '../../www/article/tool.js';
import { partsOf } from '../../www/rich.js';
import { fromHash, toHash } from '../../www/url.js';
import { TABLES } from '../support/translator.js';
import { violations } from './axe.js';
import { openBrowser, openPage } from './browser.js';
import { eventually, set, settled, stateOf, textOf } from './lens.js';

const browser = await openBrowser();
after(() => browser.close());

/** @typedef {import('playwright-core').Page} Page */

/** Addresses of the links of a paragraph that set the state. @param {string} key */
const linksOf = (key) =>
  partsOf(TABLES.en[`article.${key}`]).flatMap((part) => (part.kind === 'state' ? [part.href] : []));
const LINKS = [
  'intro',
  ...CHAPTERS.flatMap(({ name, parts }) => parts.filter(Number).map((part) => `${name}.${part}`)),
].flatMap(linksOf);

/** @param {Page} page @param {string} [lang] */
async function reached(page, lang = 'en') {
  await settled(page);
  await page.locator('#article').evaluate((article) => article.scrollIntoView());
  await page.locator('#article h2', { hasText: TABLES[lang]['article.title'] }).waitFor();
}

const links = (/** @type {Page} */ page) => page.locator('#article a.state');
const back = (/** @type {Page} */ page) => page.locator('#article .back');

/** @param {import('playwright-core').Locator} element */
const seenShare = (element) =>
  element.evaluate((element) => {
    const { top, bottom, height } = element.getBoundingClientRect();
    return (Math.min(bottom, innerHeight) - Math.max(top, 0)) / Math.min(height, innerHeight);
  });

/** What can be read on the tool when a link says so. @type {[wanted: Record<string, string>, selector: string, text: RegExp][]} */
const READ = [
  [{ stage: '1', view: 'before', cell: '' }, '.maps', /64 × 32 × 32/],
  [{ stage: '2', view: 'before', cell: '' }, '.maps', /128 × 16 × 16/],
  [{ stage: '3', view: 'before', cell: '' }, '.maps', /256 × 8 × 8/],
  [{ stage: '2' }, '.maps', /BAM 2/],
  [{ r: '16', view: 'channel' }, '.branch-channel', /pooled 256.*hidden 16.*Mc 256/],
  [{ r: '32', view: 'channel' }, '.branch-channel', /hidden 8 /],
  [{ side: 'channel', channel: '0' }, '.side', /Channel 0 of 256/],
  [{ d: '4', cell: '3,4', view: 'spatial' }, '.branch-spatial', /4 of 25 cells/],
  [{ d: '6', cell: '3,3', view: 'spatial' }, '.branch-spatial', /1 of 25 cells/],
  [{ step: 'attention' }, '.side', /8 of 9: attention.*The page computes 0\./],
  [{ step: 'after' }, '.side', /9 of 9: amplify.*The page computes/],
  [{ step: 'dilated1' }, '.side', /2 of 9: first dilated 3×3.*The page computes/],
  [{ merge: 'channel' }, '.side', /./],
  [{ panel: 'cost' }, '.panel', /ResNet-50|ResNet50/],
  [{ panel: 'worth' }, '.panel', /Class activation.*Gain of BAM 3.*25 % would be chance/],
  [{ panel: 'differences' }, '.panel', /F′ − F, mean over channels/],
  [{ panel: 'grid' }, '.panel', /56\.9/],
  [{ panel: 'files' }, '.panel', /PyTorch/i],
  [{ img: 'koala', side: 'changes' }, '.side', /koala 59\.3 % \+/],
  [{ img: 'coffee', side: 'changes' }, '.side', /espresso 94\.8 % −/],
  [{ img: 'raccoon', side: 'changes' }, '.side', /koala.*55\.2/],
];

test('every link sets what it promises, nothing else, and the tool shows it', async () => {
  const { page, problems } = await openPage(browser, '', { reducedMotion: 'reduce' });
  await reached(page);
  const hrefs = await links(page).evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.deepEqual(hrefs, LINKS);
  const read = new Set();
  for (const [i, href] of LINKS.entries()) {
    const partial = fromHash(href);
    const before = await stateOf(page);
    await links(page).nth(i).click();
    await settled(page);
    const state = await stateOf(page);
    const said = Object.fromEntries(Object.entries(state).map(([name, value]) => [name, String(value)]));
    const expected = Object.fromEntries(Object.entries(before).map(([name, value]) => [name, String(value)]));
    // A cell that is chosen keeps its place on the photo when the map becomes another one.
    assert.deepEqual(said, { ...expected, cell: said.cell, ...partial }, href);
    assert.equal(await page.locator('bam-lens .notice.shown').count(), 0, href);
    assert.match(await page.locator('bam-lens .badge').innerText(), /^Trained for this setting/, href);
    const part = page.locator('bam-lens').locator(partOf(partial));
    await eventually(page, async () => assert.ok((await seenShare(part)) > 0.85, href));
    for (const wanted of READ) {
      const [names, selector, text] = wanted;
      if (!Object.entries(names).every(([name, value]) => partial[name] === value)) continue;
      read.add(wanted);
      const place = page.locator('bam-lens').locator(selector);
      await eventually(page, async () => assert.match(await textOf(place), text, href));
    }
    await eventually(page, async () => assert.equal(decodeURIComponent(new URL(page.url()).hash), toHash(state)));
  }
  assert.deepEqual(
    READ.filter((wanted) => !read.has(wanted)),
    [],
  );
  assert.deepEqual(problems, []);
  await page.close();
});

test('a lattice is on the map of the sentence that speaks of it', async () => {
  const { page } = await openPage(browser, '', { reducedMotion: 'reduce' });
  await reached(page);
  for (const [d, edge] of [
    [4, 17],
    [1, 5],
  ]) {
    await page.locator(`#article a.state[href*="d=${d}&cell=16,16"]`).click();
    await settled(page);
    const map = page.locator('bam-lens .map-attention');
    assert.equal(await map.locator('circle.reached').count(), 25);
    assert.equal(await map.locator('rect.field').getAttribute('width'), String(edge));
  }
  await page.close();
});

test('back to the text, by mouse and by keys, and the button goes when it is of no more use', async () => {
  const { page, problems } = await openPage(browser, '', { reducedMotion: 'reduce' });
  await reached(page);
  const link = links(page).nth(LINKS.indexOf('#panel=grid'));
  await link.click();
  await back(page).waitFor();
  assert.ok((await seenShare(link)) <= 0);
  await back(page).click();
  await back(page).waitFor({ state: 'detached' });
  assert.ok((await seenShare(link)) > 0.9);
  const focused = () =>
    page.evaluate(() => document.querySelector('#article')?.shadowRoot?.activeElement?.textContent?.trim());
  assert.equal(await focused(), await textOf(link));

  // By keys the button has the focus, as the link is out of sight.
  const [other, next] = [links(page).nth(10), links(page).nth(11)];
  await other.focus();
  await page.keyboard.press('Enter');
  await eventually(page, async () => assert.equal(await focused(), TABLES.en['article.back']));
  await page.keyboard.press('Enter');
  await eventually(page, async () => assert.equal(await focused(), await textOf(other)));
  await back(page).waitFor({ state: 'detached' });
  assert.ok((await seenShare(other)) > 0.9);

  // Whoever scrolls back alone needs no button.
  await next.click();
  await back(page).waitFor();
  await next.scrollIntoViewIfNeeded();
  await back(page).waitFor({ state: 'detached' });

  // A second link, followed from beside the first one's way.
  await link.click();
  await back(page).waitFor();
  await next.evaluate((/** @type {HTMLElement} */ next) => next.scrollIntoView({ block: 'center' }));
  await next.click();
  await back(page).click();
  await back(page).waitFor({ state: 'detached' });
  assert.ok((await seenShare(next)) > 0.9);
  assert.deepEqual(problems, []);
  await page.close();
});

test('a link is one: another tab opens with its state', async () => {
  const { page, problems } = await openPage(browser, '#r=8', { reducedMotion: 'reduce' });
  await reached(page);
  const href = '#stage=2';
  const [other] = await Promise.all([
    page.context().waitForEvent('page'),
    links(page)
      .nth(LINKS.indexOf(href))
      .click({ modifiers: ['ControlOrMeta'] }),
  ]);
  await settled(other);
  assert.equal((await stateOf(other)).stage, 2);
  assert.equal((await stateOf(other)).r, 16);
  assert.equal((await stateOf(page)).stage, 3);
  await other.close();
  assert.deepEqual(problems, []);
  await page.close();
});

test('a card of the tour does not hide what a link shows', async () => {
  const { page } = await openPage(browser, '#tour=5', { reducedMotion: 'reduce' });
  await reached(page);
  await links(page).nth(LINKS.indexOf('#stage=2')).click();
  await settled(page);
  assert.deepEqual([(await stateOf(page)).tour, (await stateOf(page)).stage], [0, 2]);
  await page.close();
});

test('terms and sections have addresses, and leave what is chosen as it is', async () => {
  const { page, problems } = await openPage(browser, '#at=gain&stage=2', { reducedMotion: 'reduce' });
  const term = (/** @type {typeof TERMS[number]} */ name) => page.locator(`#article #${idOf(name)}`);
  await term('gain').waitFor();
  await eventually(page, async () => assert.ok((await seenShare(term('gain'))) > 0.9));
  await settled(page);
  assert.equal((await stateOf(page)).stage, 2);
  assert.equal(await page.locator('bam-lens .notice.shown').count(), 0);
  await eventually(page, async () => assert.equal(new URL(page.url()).hash, '#stage=2'));

  for (const place of await page.locator('#article p a.place').all()) {
    const { at } = fromHash(/** @type {string} */ (await place.getAttribute('href')));
    await place.scrollIntoViewIfNeeded();
    await place.click();
    const goal = /^(forms|results)$/.test(at) ? page.locator(`#${at}`) : term(/** @type {any} */ (at));
    await eventually(page, async () => {
      assert.ok((await seenShare(goal)) > 0.9, at);
      assert.equal(new URL(page.url()).hash, '#stage=2');
    });
  }
  // The browser's own way back leads to the text as well.
  const place = page.locator('#article a.place[href="#at=forms"]');
  await page.goBack();
  await page.goBack();
  await eventually(page, async () => assert.ok((await seenShare(place.first())) > 0.9));
  assert.equal((await stateOf(page)).stage, 2);
  assert.deepEqual(problems, []);
  await page.close();
});

test('formulas are MathML, references numbered, terms defined', async () => {
  const { page } = await openPage(browser);
  await reached(page);
  const article = page.locator('#article');
  assert.equal(await article.locator('math[display=block]').count(), 4);
  const outside = await article
    .locator('math, math *')
    .evaluateAll(
      (all) => all.filter(({ namespaceURI }) => namespaceURI !== 'http://www.w3.org/1998/Math/MathML').length,
    );
  assert.equal(outside, 0);
  assert.equal(await article.locator('.references li').count(), Object.keys(REFERENCES).length);
  for (const [i, { href }] of Object.values(REFERENCES).entries()) {
    const cited = article.locator(`.cite a[href="${href}"]`).first();
    assert.equal(await cited.innerText(), String(i + 1));
  }
  assert.equal(await article.locator('dl dt').count(), TERMS.length);
  assert.equal(await article.locator('dl dd').count(), TERMS.length);
  await page.close();
});

test('in Korean, before and after it was English', async () => {
  const { page, problems } = await openPage(browser, '#lang=ko', { reducedMotion: 'reduce' });
  await reached(page, 'ko');
  const hrefs = () => links(page).evaluateAll((all) => all.map((link) => link.getAttribute('href')).sort());
  assert.deepEqual(await hrefs(), [...LINKS].sort());
  assert.equal(await page.locator('#article').getAttribute('lang'), 'ko');
  for (const text of await page.locator('#article :is(h2, h3, p, dt, dd)').allInnerTexts()) {
    assert.match(text, /[가-힣]/);
    assert.doesNotMatch(text, /[[\]*$]|#at/);
  }
  await page.locator('#article a.state[href="#panel=grid"]').click();
  await back(page).waitFor();
  assert.equal(await back(page).innerText(), TABLES.ko['article.back']);
  // The link is gone when the text speaks another language; the button does no harm.
  await set(page, { lang: 'en' });
  await page.locator('#article h2', { hasText: TABLES.en['article.title'] }).waitFor();
  await back(page).click();
  await back(page).waitFor({ state: 'detached' });
  assert.deepEqual(problems, []);
  await page.close();
});

for (const [width, colorScheme, lang] of /** @type {const} */ ([
  [1280, 'light', 'en'],
  [700, 'dark', 'ko'],
  [360, 'light', 'en'],
  [360, 'dark', 'ko'],
])) {
  test(`at ${width} px, ${colorScheme}, in ${lang}, nothing sticks out and axe finds nothing`, async () => {
    const { page } = await openPage(browser, `#lang=${lang}`, {
      viewport: { width, height: 800 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    await reached(page, lang);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
    const wide = await page
      .locator('#article :is(math, p, h2, h3, li, dd)')
      .evaluateAll(
        (all, width) => all.filter((one) => one.getBoundingClientRect().right > width).map((one) => one.textContent),
        width,
      );
    assert.deepEqual(wide, []);
    assert.deepEqual(await violations(page), []);
    const link = page.locator('#article a.state[href="#panel=grid"]');
    await link.click();
    await back(page).waitFor();
    assert.deepEqual(await violations(page), []);
    await back(page).click();
    await back(page).waitFor({ state: 'detached' });
    assert.ok((await seenShare(link)) > 0.9);
    await page.close();
  });
}
