/** Before the network is here: maps that were computed in advance, what loading says, and what becomes of it when it fails. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { sample } from '../support/native.js';
import { openBrowser, openContext } from './browser.js';
import { badge, choose, pick, pixelsOf, sentence, set, settled, stateOf } from './lens.js';

const browser = await openBrowser();
after(() => browser.close());

const WEIGHTS = '**/*.gzip';
/** A drawn map: no photo below it, no legend. */
const MAP = '.frame > canvas:not(.photo)';
const weights = readFileSync(new URL('../../www/models/resnet18-bam-tiny200.safetensors.gzip', import.meta.url));

/** The page, its weights answered by the test. @param {string} path @param {(route: any) => unknown} [answer] none: never */
async function openWith(path, answer = () => {}) {
  const { context, open } = await openContext(browser);
  /** @type {number} */
  let asked = 0;
  await context.route(WEIGHTS, (route) => {
    asked += 1;
    return answer(route);
  });
  const { page, problems } = await open(path);
  return { page, problems, asked: () => asked };
}

/** @param {import('playwright-core').Page} page */
const pictured = (page) => page.locator(`bam-lens .map-attention ${MAP}`).waitFor();

/** The pixels of the three maps, the strip and Ms. @param {import('playwright-core').Page} page */
async function pixels(page) {
  const canvases = await page.locator(`bam-lens .map ${MAP}, bam-lens .thumb canvas:not([role])`).all();
  return Promise.all(canvases.map(pixelsOf));
}

/** @param {import('playwright-core').Page} page */
const predictions = (page) => page.locator('bam-lens table.top').innerText();

for (const path of ['', '#img=dog&stage=2&r=8&d=6', '#img=duck&form=se&stage=1', '#img=cat&form=none']) {
  test(`"${path}" is shown before the network, and the network shows the same`, async () => {
    /** @type {(value: unknown) => void} */
    let arrive = () => {};
    const arrived = new Promise((resolve) => (arrive = resolve));
    const { page, problems } = await openWith(path, async (route) => {
      await arrived;
      await route.continue();
    });
    await page.getByText('computed in advance', { exact: true }).waitFor();
    const early = { pixels: await pixels(page), predictions: await predictions(page) };
    assert.ok(early.pixels.length >= 5 && early.pixels.flat().length > 1000);
    assert.match(await badge(page), /^Loading the network/);
    arrive(undefined);
    await settled(page);
    assert.equal(await page.getByText('computed in advance', { exact: true }).count(), 0);
    assert.deepEqual(await pixels(page), early.pixels);
    assert.equal(await predictions(page), early.predictions);
    assert.deepEqual(problems, []);
    await page.context().close();
  });
}

test('while what was computed in advance is on its way, nothing says that there is none', async () => {
  const { context, open } = await openContext(browser);
  /** @type {(value: unknown) => void} */
  let arrive = () => {};
  const arrived = new Promise((resolve) => (arrive = resolve));
  await context.route('**/koala.r16*.safetensors', async (route) => {
    await arrived;
    await route.continue();
  });
  const { page, problems } = await open();
  assert.equal(await badge(page), 'The network is not loaded yet');
  arrive(undefined);
  await pictured(page);
  assert.deepEqual(problems, []);
  await context.close();
});

test('the megabytes follow the first picture', async () => {
  const { page } = await openWith('', (route) => route.continue());
  await settled(page);
  const { drawn, asked } = await page.evaluate(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0].startTime;
    const entries = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource'));
    const maps = entries.find(({ name }) => name.includes('koala.r16'));
    return {
      drawn: [paint, maps?.responseEnd ?? NaN],
      asked: performance.getEntriesByName('bam-lens:load')[0].startTime,
    };
  });
  assert.ok(
    drawn.every((time) => time < asked),
    `${drawn} before ${asked}`,
  );
  await page.context().close();
});

test('what was not computed in advance says so until the network is here', async () => {
  const { page } = await openWith('#d=3');
  await page.locator('bam-lens .lens.loading').waitFor();
  assert.equal(await page.locator(`bam-lens .map ${MAP}`).count(), 0);
  await set(page, { d: 4 });
  await pictured(page);
  await set(page, { size: 224 });
  await page.locator(`bam-lens .map ${MAP}`).first().waitFor({ state: 'detached' });
  await page.context().close();
});

test('what needs the network waits for it, and comes with it', async () => {
  /** @type {(value: unknown) => void} */
  let arrive = () => {};
  const arrived = new Promise((resolve) => (arrive = resolve));
  const { page, problems } = await openWith('#cell=3,4&side=cell&panel=channels', async (route) => {
    await arrived;
    await route.continue();
  });
  await pictured(page);
  assert.match(await page.locator('bam-lens .side .absent').innerText(), /on their way/);
  assert.match(await page.locator('bam-lens .panel .absent').innerText(), /on their way/);
  arrive(undefined);
  await settled(page);
  await page.locator('bam-lens .walk').waitFor();
  await page.locator('bam-lens .tile').first().waitFor();
  assert.deepEqual(problems, []);
  await page.context().close();
});

/** @type {[string, (route: any) => unknown, RegExp][]} */
const FAILURES = [
  ['404', (route) => route.fulfill({ status: 404, body: 'not here' }), /the server answered 404/],
  ['500', (route) => route.fulfill({ status: 500 }), /the server answered 500/],
  [
    'HTML instead of weights',
    (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: '<!doctype html><p>Log in' }),
    /sent a web page instead of the weights/,
  ],
  [
    'weights cut in half',
    (route) => route.fulfill({ contentType: 'application/octet-stream', body: weights.subarray(0, 5e6) }),
    /cut off or another file: 5000000 bytes came, expected 10228206/,
  ],
  [
    'damaged weights',
    (route) => {
      const damaged = Buffer.from(weights);
      damaged[5e6] ^= 1;
      return route.fulfill({ contentType: 'application/octet-stream', body: damaged });
    },
    /damaged: their SHA-256 is not the one/,
  ],
  ['no connection', (route) => route.abort('internetdisconnected'), /the connection failed/],
];

for (const [what, answer, expected] of FAILURES) {
  test(`${what}: a sentence, three tries at most, and the maps stay`, async () => {
    const { page, asked } = await openWith('', answer);
    const again = page.getByRole('button', { name: 'Try again' });
    for (const tries of [1, 2, 3]) {
      await page.locator('bam-lens .lens.failed').waitFor();
      assert.equal(asked(), tries);
      assert.match(await sentence(page), expected);
      if (tries < 3) await again.click();
      else await page.getByText('Three tries failed').waitFor();
      if (tries < 3)
        await page.waitForFunction(() =>
          document.querySelector('bam-lens')?.shadowRoot?.querySelector('.loading, .failed'),
        );
    }
    assert.equal(await again.count(), 0);
    await pictured(page);
    const before = await pixels(page);
    await choose(page, 'Dilation d', '1');
    await page.waitForFunction(() => location.hash.includes('d=1'));
    await pictured(page);
    assert.notDeepEqual(await pixels(page), before);
    await page.context().close();
  });
}

test('a module of the wrong type runs: some hosts know no WebAssembly', async () => {
  const { context, open } = await openContext(browser);
  await context.route('**/*.wasm', async (route) =>
    route.fulfill({ response: await route.fetch(), contentType: 'application/octet-stream' }),
  );
  const { page, problems } = await open();
  await settled(page);
  assert.deepEqual(problems, []);
  await context.close();
});

for (const [what, answer, expected] of /** @type {typeof FAILURES} */ ([
  [
    '404 in place of the module',
    (route) => route.fulfill({ status: 404 }),
    /WebAssembly module: the server answered 404/,
  ],
  [
    'HTML in place of the module',
    (route) => route.fulfill({ contentType: 'text/html', body: '<p>Log in' }),
    /WebAssembly module/,
  ],
  [
    'a module cut off',
    (route) => route.fulfill({ contentType: 'application/wasm', body: Buffer.from('0061736d01000000016', 'hex') }),
    /WebAssembly module/,
  ],
  ['no connection to the module', (route) => route.abort('internetdisconnected'), /WebAssembly module/],
])) {
  test(`${what}: a sentence, and the next try runs`, async () => {
    const { context, open } = await openContext(browser);
    let fails = true;
    await context.route('**/*.wasm', (route) => (fails ? answer(route) : route.continue()));
    const { page } = await open();
    await page.locator('bam-lens .lens.failed').waitFor();
    assert.match(await sentence(page), expected);
    await pictured(page);
    // What is asked meanwhile starts a worker, whose module cannot be had either: the next try is another's.
    const code = await page.evaluate(() =>
      /** @type {any} */ (document.querySelector('bam-lens'))
        .tapNames()
        .then(String, (/** @type {any} */ { code }) => code),
    );
    assert.equal(code, 'module');
    fails = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await settled(page);
    assert.equal(await page.locator('bam-lens .notice.shown').count(), 0);
    await page.context().close();
  });
}

test('the second try succeeds, and an own photo picked meanwhile runs', async () => {
  let fails = true;
  const { page } = await openWith('', (route) => (fails ? route.fulfill({ status: 503 }) : route.continue()));
  await page.locator('bam-lens .lens.failed').waitFor();
  fails = false;
  await pick(page, sample('dog'));
  await settled(page);
  assert.equal((await stateOf(page)).img, 'own');
  assert.equal(await page.locator('bam-lens .notice.shown').count(), 0);
  await page.context().close();
});

test('progress stays between 0 and 100 % and never goes back', async () => {
  const { page, problems } = await openWith('', (route) => route.continue());
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 20,
    downloadThroughput: 4e6,
    uploadThroughput: 4e6,
  });
  await page.reload();
  const said = await page.evaluate(
    () =>
      new Promise((resolve) => {
        /** @type {string[]} */
        const said = [];
        const look = () => {
          const root = document.querySelector('bam-lens')?.shadowRoot;
          const text = root?.querySelector('.badge')?.textContent ?? '';
          if (/%/.test(text) && said.at(-1) !== text) said.push(text);
          if (root?.querySelector('.lens.ready')) resolve(said);
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  const percents = said.map((text) => Number(/(\d+) % of/.exec(text)?.[1])).filter((value) => !Number.isNaN(value));
  assert.ok(percents.length > 3, `${said}`);
  assert.ok(
    percents.every((value, i) => value <= 100 && value >= (percents[i - 1] ?? 0)),
    `${percents}`,
  );
  assert.deepEqual(problems, []);
  await page.context().close();
});

test('autoload="0" fetches nothing until it is asked', async () => {
  const { page, problems, asked } = await openWith('', (route) => route.continue());
  await settled(page);
  const before = asked();
  await page.evaluate(() => {
    document.querySelector('bam-lens')?.remove();
    const lens = document.createElement('bam-lens');
    lens.setAttribute('autoload', '0');
    lens.setAttribute('r', '8');
    document.querySelector('main')?.prepend(lens);
  });
  await pictured(page);
  const load = page.getByRole('button', { name: /Load the network \(11\.\d MB\)/ });
  await load.waitFor();
  await page.getByText(/Your photo \(11\.\d MB\)/).waitFor();
  await page.locator('bam-lens .map-before .frame').click();
  const inside = page.locator('bam-lens .side .absent').getByRole('button', { name: /Load the network/ });
  await inside.waitFor();
  assert.equal(asked(), before);
  await inside.click();
  await settled(page);
  await page.locator('bam-lens .walk').waitFor();
  assert.equal((await stateOf(page)).r, 8);
  assert.deepEqual(problems, []);
  await page.context().close();
});
