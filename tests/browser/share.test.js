/** Sharing: what the dialog gives works where it is pasted. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { drawPoster, posterPage } from '../../scripts/posters.js';
import { serveFolder } from '../../scripts/static-server.js';
import { sample } from '../support/native.js';
import { violations } from './axe.js';
import { openBrowser, openPage } from './browser.js';
import { afterRun, pick, settled, stateOf } from './lens.js';

const { BAM_LENS_URL: base } = process.env;
const browser = await openBrowser();
after(() => browser.close());

const STATE = '#img=cat&stage=2&r=8&theme=light';
const checkpoint = fileURLToPath(new URL('../fixtures/checkpoints/official_resnet18.safetensors', import.meta.url));
/** Reading the clipboard needs a permission, which a reader is asked for; a test is not. */
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

/** @typedef {import('playwright-core').Page} Page */

/** Opens the page and its dialog. @param {string} [path] @param {import('playwright-core').BrowserContextOptions} [options] */
async function openShare(path = STATE, options) {
  const opened = await openPage(browser, path, options);
  const { page } = opened;
  await settled(page);
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  // Its last word about the poster comes with the poster's maps.
  await page.waitForFunction(() =>
    [...document.querySelectorAll('body > div')].some((host) =>
      /amplifies/.test(host.shadowRoot?.querySelector('textarea')?.value),
    ),
  );
  return { ...opened, dialog };
}

/** @param {import('playwright-core').Locator} dialog */
const codeIn = (dialog) => dialog.getByRole('textbox', { name: 'Code for your own page' }).inputValue();

/**
 * The code as a blog shows it.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} code
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function paste(t, code, options = { viewport: { width: 740, height: 900 } }) {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A blog</title><link rel="icon" href="data:,"><p>Before.</p>
${code}
<p>After.</p></html>`;
  const blog = await serveFolder({ folder: 'no folder', answer: () => ({ body, type: 'text/html' }) });
  t.after(() => blog.close());
  const { page, problems } = await openPage(browser, 'about:blank', options);
  // This build has no posters yet.
  await page.route('**/posters/*.webp', async (route) => {
    const [, img, stage] = /posters\/(.+)-(\d)\.webp/.exec(route.request().url()) ?? [];
    await route.fulfill({ contentType: 'image/webp', body: await poster(img, Number(stage)) });
  });
  await page.goto(blog.url);
  // The blog itself is another host than the page's.
  return { page, problems: () => problems.filter((problem) => problem !== `request to ${blog.url}`) };
}

/** @param {string} img @param {number} stage */
async function poster(img, stage) {
  const page = await posterPage(browser);
  try {
    return await drawPoster(page, base, img, stage);
  } finally {
    await page.close();
  }
}

test('the copied link brings the state back', async () => {
  const { page, problems, dialog } = await openShare('#img=cat&stage=2&r=8&cell=3,4&panel=cost', CLIPBOARD);
  const state = await stateOf(page);
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await dialog.getByRole('status').getByText('Copied').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, page.url());
  const other = await openPage(browser, link);
  await settled(other.page);
  assert.deepEqual(await stateOf(other.page), state);
  assert.deepEqual([...problems, ...other.problems], []);
});

test('where the browser refuses to copy, the text is selected and the dialog says so', async () => {
  const { page, problems, dialog } = await openShare();
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
  });
  await dialog.getByRole('button', { name: 'Copy code' }).click();
  await dialog.getByRole('status').getByText('Ctrl+C').waitFor();
  assert.equal(await page.evaluate(() => String(getSelection()) || 'none'), await codeIn(dialog));
  assert.deepEqual(problems, []);
});

test('a pasted frame shows the state, and is as high as it says', async (t) => {
  const { problems, dialog } = await openShare();
  const caption = `A "caption" with <b> & {{ more }}`;
  await dialog.getByRole('textbox', { name: 'Caption' }).fill(caption);
  const code = await codeIn(dialog);
  const { page, problems: inBlog } = await paste(t, code);
  const frame = page.frameLocator('iframe');
  await frame.locator('.map-after canvas[role=img]').waitFor();
  assert.equal(await frame.getByRole('heading').innerText(), 'BAM 2');
  assert.equal(await frame.getByRole('radio', { name: '8', exact: true }).getAttribute('aria-checked'), 'true');
  assert.equal(await frame.locator('#full').evaluate((/** @type {HTMLAnchorElement} */ link) => link.hash), STATE);
  assert.ok((await page.locator('figcaption').innerText()).startsWith(caption));
  assert.equal(await page.locator('figcaption a').getAttribute('href'), base + STATE);
  const content = await frame.locator('main').evaluate((main) => main.getBoundingClientRect().height);
  const height = Number(await page.locator('iframe').getAttribute('height'));
  assert.ok(height >= content && height < content + 40, `${height} px for ${content}`);
  assert.ok(await page.locator('noscript').isHidden());
  assert.deepEqual([...problems, ...inBlog()], []);
});

test('a frame that may follow its content fits it on a phone', async (t) => {
  const { problems, dialog } = await openShare();
  await dialog.getByRole('checkbox', { name: /height follows/ }).check();
  const { page, problems: inBlog } = await paste(t, await codeIn(dialog), { viewport: { width: 360, height: 800 } });
  const main = page.frameLocator('iframe').locator('main');
  await page.frameLocator('iframe').locator('.map-attention canvas[role=img]').waitFor();
  const content = Math.ceil(await main.evaluate((main) => main.getBoundingClientRect().height));
  await page.waitForFunction((content) => document.querySelector('iframe').height === String(content), content);
  assert.deepEqual([...problems, ...inBlog()], []);
});

test('a pasted element shows the state from maps computed in advance, and waits with its network', async (t) => {
  const { problems, dialog } = await openShare();
  await dialog.getByRole('radio', { name: 'Element' }).click();
  await dialog.getByRole('checkbox', { name: 'status' }).check();
  const code = dialog.getByRole('region', { name: 'Code for your own page' });
  await code.getByRole('checkbox', { name: 'Readers cannot change r and d' }).check();
  const { page, problems: inBlog } = await paste(t, await codeIn(dialog));
  await page.locator('bam-lens .map-after canvas[role=img]').waitFor();
  const state = await stateOf(page);
  assert.deepEqual([state.img, state.stage, state.r, state.theme], ['cat', 2, 8, 'light']);
  assert.equal(await page.locator('bam-lens .status').count(), 0);
  assert.equal(await page.locator('bam-lens [role=radiogroup][aria-disabled=true]').count(), 2);
  assert.ok(await page.locator('bam-lens > a').isHidden(), 'the picture has given way');
  await page.waitForTimeout(300);
  const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  assert.ok(!asked.some((name) => /\.(gzip|wasm)/.test(name)), 'no network was fetched');
  assert.deepEqual([...problems, ...inBlog()], []);
});

for (const kind of ['Frame', 'Element']) {
  test(`without scripts a pasted ${kind.toLowerCase()} is a described picture with a link`, async (t) => {
    const { problems, dialog } = await openShare();
    await dialog.getByRole('radio', { name: kind }).click();
    const { page, problems: inBlog } = await paste(t, await codeIn(dialog), { javaScriptEnabled: false });
    const picture = page.getByRole('img', { name: /BAM 2.*cat.*BAM 2 amplifies/i });
    await picture.waitFor();
    const box = await picture.boundingBox();
    assert.deepEqual([box.width, box.height], [700, 424]);
    assert.equal(await page.getByRole('link').filter({ has: picture }).getAttribute('href'), base + STATE);
    assert.deepEqual([...problems, ...inBlog()], []);
  });
}

test('a poster is as large as it says and holds a picture', async () => {
  const page = await browser.newPage();
  const data = (await poster('dahlia', 3)).toString('base64');
  const { width, height, colours } = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/webp;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return { width: canvas.width, height: canvas.height, colours: new Set(pixels).size };
  }, data);
  assert.deepEqual([width, height], [1400, 848]);
  assert.ok(colours > 5000, `${colours} colours`);
  assert.ok(data.length < 100_000, `${data.length} characters`);
  await page.close();
});

test("a reader's own photo is in no link, and the dialog says what is there instead", async () => {
  const { page, problems } = await openPage(browser, '#stage=2');
  await settled(page);
  await afterRun(page, () => pick(page, sample('raccoon')));
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByText('others see the sample photo “Koala”').waitFor();
  assert.equal(await dialog.getByRole('textbox', { name: 'Link' }).inputValue(), `${base}#stage=2`);
  assert.match(await codeIn(dialog), /posters\/koala-2\.webp/);
  assert.deepEqual(problems, []);
});

test("a reader's own checkpoint is named as left out", async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  await afterRun(page, () => pick(page, checkpoint));
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByText('Your checkpoint official_resnet18.safetensors is in no link').waitFor();
  assert.deepEqual(problems, []);
});

test('the dialog is used with keys alone, and gives the focus back', async () => {
  const { page, problems } = await openPage(browser, STATE);
  await settled(page);
  const button = page.getByRole('button', { name: 'Share' });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share' });
  const link = dialog.getByRole('textbox', { name: 'Link' });
  await link.waitFor();
  assert.ok(await link.evaluate((field) => field.matches(':focus')));
  // To the button, what is there for a lesson, and the kinds of code.
  for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  assert.match(await codeIn(dialog), /<bam-lens /);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.ok(await button.evaluate((button) => button.matches(':focus')));
  assert.deepEqual(problems, []);
});

for (const [width, colorScheme] of /** @type {const} */ ([
  [1280, 'light'],
  [360, 'dark'],
])) {
  test(`the dialog at ${width} px, ${colorScheme}`, async () => {
    const { page, problems, dialog } = await openShare('#stage=2', { viewport: { width, height: 800 }, colorScheme });
    await dialog.getByText('Preview').click();
    await dialog.frameLocator('iframe').locator('.map-attention canvas[role=img]').waitFor();
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(beyond <= 0, `${beyond} px beyond the page`);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(problems, []);
  });
}
