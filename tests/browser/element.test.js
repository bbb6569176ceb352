/** The element as any page uses it: comes and goes, moves, in numbers, with attributes that change and that make no sense. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './browser.js';
import { allReady, countsOf, openHost, serveElsewhere, states } from './host.js';
import { eventually } from './lens.js';

const browser = await openBrowser();
after(() => browser.close());

const ONE = '<bam-lens></bam-lens>';
const WEIGHTS = /\.gzip$/;
const MODULE = /\.wasm$/;
const OFFICIAL = fileURLToPath(new URL('../fixtures/checkpoints/official_resnet18.safetensors', import.meta.url));

/** The names of what the last run recorded. @param {import('playwright-core').Page} page @param {string} [selector] */
const tapNames = (page, selector = 'bam-lens') => page.$eval(selector, (lens) => /** @type {any} */ (lens).tapNames());

/** @param {import('playwright-core').Page} page @param {string} name @param {string | null} value null takes it away */
const attribute = (page, name, value) =>
  page.$eval(
    'bam-lens',
    (lens, [name, value]) => (value === null ? lens.removeAttribute(name) : lens.setAttribute(name, value)),
    /** @type {[string, string | null]} */ ([name, value]),
  );

/** Does something and waits for the event that follows. @param {import('playwright-core').Page} page @param {string} name @param {() => Promise<unknown>} action */
async function awaited(page, name, action) {
  const next = await page.evaluateHandle(
    (name) => ({ event: new Promise((resolve) => addEventListener(name, () => resolve(true), { once: true })) }),
    name,
  );
  await action();
  await next.evaluate(({ event }) => event);
}

for (const many of [2, 10]) {
  test(`${many} elements share one worker, one module and one copy of the weights`, async () => {
    const { page, problems, fetched } = await openHost(browser, '<bam-lens></bam-lens>'.repeat(many));
    await allReady(page);
    assert.equal((await countsOf(page)).workers, 1);
    assert.equal(fetched(WEIGHTS), 1);
    assert.equal(fetched(MODULE), 1);

    // Each has a setting of its own.
    await page.$eval('bam-lens', (lens) => /** @type {any} */ (lens).set({ r: 4 }));
    assert.deepEqual(
      (await states(page)).map(({ r }) => r),
      [4, ...Array(many - 1).fill(16)],
    );
    await page.context().close();
    assert.deepEqual(problems, []);
  });
}

test('the worker ends with the last element, and another starts with the next', async () => {
  const { page, problems, fetched } = await openHost(browser, ONE + ONE);
  await allReady(page);
  await page.$eval('bam-lens', (lens) => lens.remove());
  assert.equal(page.workers().length, 1);
  assert.ok((await tapNames(page)).includes('bam3.attention'));
  const last = await page.$('bam-lens');
  await last?.evaluate((lens) => lens.remove());
  await eventually(page, async () => assert.equal(page.workers().length, 0));
  assert.equal((await countsOf(page)).listeners, 0, 'listeners stay behind');

  await awaited(page, 'bamlens-run', () => page.evaluate((lens) => document.body.append(lens), last));
  await allReady(page);
  // What only the new worker can answer.
  assert.ok((await tapNames(page)).includes('bam3.attention'));
  await page.evaluate(() => document.body.append(document.createElement('bam-lens')));
  await allReady(page);
  assert.equal((await countsOf(page)).workers, 2);
  assert.equal(fetched(WEIGHTS), 1, 'the weights were kept, and not fetched again');
  await page.context().close();
  assert.deepEqual(problems, []);
});

test('moved within the page, an element keeps its network and what was chosen', async () => {
  const { page, problems } = await openHost(browser, `<div></div>${ONE}<p></p>`);
  await allReady(page);
  await page.$eval('bam-lens', (lens) => /** @type {any} */ (lens).set({ r: 8, cell: '3,4', side: 'cell' }));
  await page.evaluate(() => {
    const lens = /** @type {Element} */ (document.querySelector('bam-lens'));
    for (const place of ['div', 'p', 'div']) document.querySelector(place)?.append(lens);
  });
  await allReady(page);
  assert.equal((await countsOf(page)).workers, 1);
  const [state] = await states(page);
  assert.deepEqual([state.r, state.cell], [8, '3,4']);
  assert.ok((await tapNames(page, 'div bam-lens')).includes('bam3.attention'));
  await page.locator('bam-lens .walk').waitFor();
  await page.context().close();
  assert.deepEqual(problems, []);
});

test('taken away while everything is on its way, an element goes on where it is put back', async () => {
  const { page, problems } = await openHost(browser, ONE);
  for (const phase of ['waiting', 'loading', 'running']) {
    await page.evaluate(async (phase) => {
      const lens = /** @type {any} */ (document.querySelector('bam-lens') ?? document.createElement('bam-lens'));
      if (!lens.isConnected) document.body.append(lens);
      const arrived = () => lens.shadowRoot?.querySelector(`.lens.${phase}, .lens.ready`);
      while (!arrived()) await new Promise((resolve) => setTimeout(resolve));
      lens.remove();
      await new Promise((resolve) => setTimeout(resolve, 50));
      document.body.append(lens);
    }, phase);
  }
  await allReady(page);
  assert.ok((await tapNames(page)).includes('bam3.attention'));
  assert.equal(page.workers().length, 1);
  assert.deepEqual(await page.locator('bam-lens .notice.shown').allInnerTexts(), []);
  await page.context().close();
  assert.deepEqual(problems, []);
});

test('an element outside any page fetches nothing', async () => {
  const { page, problems, fetched } = await openHost(browser, '');
  await page.evaluate(async () => {
    await customElements.whenDefined('bam-lens');
    const lens = document.createElement('bam-lens');
    lens.setAttribute('r', '8');
    lens.setAttribute('src', 'nowhere.jpg');
    await new Promise((resolve) => setTimeout(resolve, 200));
  });
  assert.equal(fetched(/assets\/.*(?<!\.js)$|nowhere/), 0);
  assert.equal((await countsOf(page)).workers, 0);
  await page.context().close();
  assert.deepEqual(problems, []);
});

test('a module that is imported twice does no harm', async () => {
  const { page, problems } = await openHost(browser, ONE);
  const same = await page.evaluate(async () => {
    const [one, other] = await Promise.all(
      ['./element.js', './element.js?again'].map((path) => import(new URL(path, location.href).href)),
    );
    return [one.BamLens, other.BamLens].filter((each) => each === customElements.get('bam-lens')).length;
  });
  assert.ok(same >= 1);
  await allReady(page);
  await page.context().close();
  assert.deepEqual(problems, []);
});

test('attributes that change later are followed', async () => {
  const { page, problems, fetched } = await openHost(browser, '<bam-lens autoload="0"></bam-lens>');
  await page.locator('bam-lens .lens.waiting .status button').waitFor();
  const sample = await page.locator('bam-lens .samples img').nth(4).getAttribute('src');

  // A photo alone wakes no network, and one that comes too late does not win.
  await page.route('**/late.jpg', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.fulfill({ status: 404, body: '' }).catch(() => {});
  });
  await attribute(page, 'src', 'late.jpg');
  await awaited(page, 'bamlens-statechange', () => attribute(page, 'src', sample));
  assert.equal((await states(page))[0].img, 'own');
  assert.equal(fetched(WEIGHTS), 0);

  await awaited(page, 'bamlens-run', () => attribute(page, 'autoload', null));
  for (const [name, value, expected] of /** @type {const} */ ([
    ['r', '8', 8],
    ['d', '2', 2],
    ['stage', '1', 1],
    ['form', 'official', 'official'],
    ['theme', 'dark', 'dark'],
    ['form', null, 'paper'],
    ['r', null, 16],
  ])) {
    await attribute(page, name, value);
    assert.equal((await states(page))[0][name], expected);
  }
  await allReady(page);
  assert.equal(await page.$eval('bam-lens', (lens) => getComputedStyle(lens).colorScheme), 'dark');

  await attribute(page, 'hide', 'strip branches r');
  await page.locator('bam-lens .strip').waitFor({ state: 'detached' });
  assert.equal(await page.locator('bam-lens .branches').count(), 0);
  await attribute(page, 'hide', 'keys');
  await page.locator('bam-lens .strip').waitFor();
  assert.equal(await page.locator('bam-lens .keys-button').count(), 0);
  await page.locator('bam-lens .map-before .frame').focus();
  await page.keyboard.press('2');
  assert.equal((await states(page))[0].stage, 1, 'keys of one letter do nothing');
  await attribute(page, 'hide', '');
  await page.locator('bam-lens .keys-button').waitFor();
  await page.keyboard.press('2');
  assert.equal((await states(page))[0].stage, 2);
  const buttons = page.locator('bam-lens .controls [role=radiogroup]').first().locator('[role=radio]');
  assert.equal(
    await buttons
      .first()
      .getAttribute('aria-disabled')
      .catch(() => null),
    null,
  );
  await attribute(page, 'lock', 'form');
  await page.locator('bam-lens .controls :disabled, bam-lens .controls [aria-disabled=true]').first().waitFor();

  // Another network, and the shipped one again.
  const weights = new URL('weights.safetensors', page.url()).href;
  await page.route(weights, (route) => route.fulfill({ path: OFFICIAL }));
  await awaited(page, 'bamlens-ready', () => attribute(page, 'weights', 'weights.safetensors'));
  assert.equal(fetched(/weights\.safetensors$/), 1);
  await allReady(page);
  await awaited(page, 'bamlens-ready', () => attribute(page, 'weights', null));
  await allReady(page);
  await page.context().close();
  // The browser itself reports the photo that was not there.
  assert.deepEqual(
    problems.filter((problem) => !problem.includes('404')),
    [],
  );
});

test('attributes that make no sense change nothing and are named', async () => {
  const { page, problems } = await openHost(
    browser,
    '<bam-lens r="many" d="-1" form="<b>" stage="9" view="" lang="!" theme="pink" hide="?? nothing" lock=",,"></bam-lens>',
  );
  await allReady(page);
  const [{ r, d, form, stage, view, lang, theme }] = await states(page);
  assert.deepEqual(
    { r, d, form, stage, view, lang, theme },
    {
      r: 16,
      d: 4,
      form: 'paper',
      stage: 3,
      view: 'all',
      lang: 'en',
      theme: 'auto',
    },
  );
  for (const [name, value] of [
    ['weights', 'http://['],
    ['src', 'http://['],
    ['src', 'data:,no photo'],
  ]) {
    await awaited(page, 'bamlens-error', () => attribute(page, name, value));
    await allReady(page);
    assert.equal((await states(page))[0].img, 'koala');
  }
  assert.ok((await tapNames(page)).includes('bam3.attention'));
  await page.context().close();
  assert.deepEqual(problems, []);
});

test('a page sets colours and parts from outside', async () => {
  const { page, problems } = await openHost(
    browser,
    `<style>bam-lens { --accent: rgb(1, 2, 3); --paper: rgb(4, 5, 6) } bam-lens::part(strip) { outline: 7px solid }</style>${ONE}`,
  );
  await allReady(page);
  const parts = ['photos', 'status', 'strip', 'maps', 'side', 'branches', 'panels', 'controls'];
  const found = await page.$eval('bam-lens', (lens) => {
    const strip = /** @type {Element} */ (lens.shadowRoot?.querySelector('[part=strip]'));
    return {
      accent: getComputedStyle(/** @type {Element} */ (lens.shadowRoot?.querySelector('.lens'))).getPropertyValue(
        '--accent',
      ),
      background: getComputedStyle(lens).backgroundColor,
      outline: getComputedStyle(strip).outlineWidth,
      parts: [...(lens.shadowRoot?.querySelectorAll('[part]') ?? [])].map((element) => element.getAttribute('part')),
    };
  });
  assert.equal(found.accent, 'rgb(1, 2, 3)');
  assert.equal(found.background, 'rgb(4, 5, 6)');
  assert.equal(found.outline, '7px');
  assert.deepEqual(found.parts.sort(), parts.sort());
  await page.context().close();
  assert.deepEqual(problems, []);
});

test('from another origin and under a strict policy it works as well', async (t) => {
  // As docs/ELEMENT.md asks for.
  const policy = [
    "default-src 'none'",
    "script-src HOST 'wasm-unsafe-eval'",
    'worker-src blob:',
    'connect-src HOST',
    'img-src HOST blob: data:',
  ].join('; ');
  const { at, close } = await serveElsewhere(ONE, policy);
  t.after(close);
  const { page, problems } = await openHost(browser, ONE, at);
  await allReady(page);
  for (const panel of ['channels', 'files', 'grid']) {
    await page.$eval('bam-lens', (lens, panel) => /** @type {any} */ (lens).set({ panel }), panel);
    await page.locator('bam-lens .panel canvas, bam-lens .panel table').first().waitFor();
  }
  assert.ok((await tapNames(page)).includes('bam3.attention'));
  await page.context().close();
  // What it fetches comes from its own host, and from nowhere else.
  const { origin } = new URL(process.env.BAM_LENS_URL ?? '');
  assert.deepEqual(
    problems.filter((problem) => !problem.startsWith(`request to ${origin}/`)),
    [],
  );
});
