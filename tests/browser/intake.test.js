/** Files dropped and pasted on a page that has elements and other things: who gets them, and who keeps theirs. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { sample } from '../support/native.js';
import { openBrowser, openPage } from './browser.js';
import { allReady, openHost, states } from './host.js';
import { afterRun, settled, stateOf } from './lens.js';

const browser = await openBrowser();
after(() => browser.close());

const PHOTO = readFileSync(sample('dog')).toString('base64');
const BODY = `<input id="field" /><p id="beside">A page.</p>
  <bam-lens id="one"></bam-lens><bam-lens id="two"></bam-lens>`;

/**
 * Sends an event with a photo, as the browser does, to an element of the page or to one inside an element's shadow.
 *
 * @param {import('playwright-core').Page} page
 * @param {'dragover' | 'dragleave' | 'drop' | 'paste'} type
 * @param {string} selector
 * @param {string} [within] selector of a part of it
 * @returns {Promise<boolean>} whether somebody took it: the page's own handling and the browser's are then left out
 */
function send(page, type, selector, within = '') {
  return page.evaluate(
    ({ type, selector, within, photo }) => {
      const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'dog.jpg', { type: 'image/jpeg' }));
      const options = { bubbles: true, composed: true, cancelable: true };
      const event =
        type === 'paste'
          ? new ClipboardEvent(type, { ...options, clipboardData: transfer })
          : new DragEvent(type, { ...options, dataTransfer: transfer });
      const element = /** @type {Element} */ (document.querySelector(selector));
      const target = within ? element.shadowRoot?.querySelector(within) : element;
      return !(/** @type {Element} */ (target).dispatchEvent(event));
    },
    { type, selector, within, photo: PHOTO },
  );
}

/** Waits until the element of that id shows the reader's photo. @param {import('playwright-core').Page} page @param {string} id */
const showsOwn = (page, id) =>
  page.waitForFunction((id) => /** @type {any} */ (document.getElementById(id)).state.img === 'own', id);

/** @param {import('playwright-core').Page} page */
const photosOf = async (page) => (await states(page)).map(({ img }) => img);

async function opened() {
  const { page, problems } = await openHost(browser, BODY);
  await allReady(page);
  return { page, problems };
}

test('a dropped photo is for the element under it', async () => {
  const { page, problems } = await opened();
  assert.equal(await send(page, 'dragover', '#two', '.maps'), true);
  await page.locator('#two .lens.dragging').waitFor();
  assert.equal(await page.locator('#one .lens.dragging').count(), 0);
  assert.equal(await send(page, 'drop', '#two', '.maps'), true);
  await showsOwn(page, 'two');
  assert.deepEqual(await photosOf(page), ['koala', 'own']);
  assert.equal(await page.locator('.lens.dragging').count(), 0);
  await page.close();
  assert.deepEqual(problems, []);
});

test('what is dropped or pasted elsewhere stays with the page', async () => {
  const { page, problems } = await opened();
  for (const type of /** @type {const} */ (['dragover', 'drop'])) {
    for (const selector of ['#beside', '#field']) assert.equal(await send(page, type, selector), false);
  }
  await page.focus('#field');
  assert.equal(await send(page, 'paste', '#field'), false);
  // A page that answers to a paste itself.
  await page.evaluate(() => {
    /** @type {HTMLElement} */ (document.activeElement).blur();
    document.body.addEventListener('paste', (event) => event.preventDefault(), { once: true });
  });
  await send(page, 'paste', '#beside');
  await allReady(page);
  assert.deepEqual(await photosOf(page), ['koala', 'koala']);
  assert.equal(await page.locator('.lens.dragging').count(), 0);
  await page.close();
  assert.deepEqual(problems, []);
});

test('a pasted photo is for the element in focus, else for the one that was, else for the first', async () => {
  const { page, problems } = await opened();
  assert.equal(await send(page, 'paste', 'body'), true);
  await showsOwn(page, 'one');
  assert.deepEqual(await photosOf(page), ['own', 'koala']);

  for (const [focused, target] of [
    ['#two', '#two'],
    ['#two', 'body'],
  ]) {
    await page.evaluate(() => document.querySelectorAll('bam-lens').forEach((lens) => lens.set({ img: 'cat' })));
    await allReady(page);
    await page.locator(`${focused} .samples [tabindex="0"]`).focus();
    if (target === 'body') await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
    assert.equal(await send(page, 'paste', target), true);
    await showsOwn(page, 'two');
    assert.deepEqual(await photosOf(page), ['cat', 'own']);
  }

  // It is gone: the other one is the first.
  await page.evaluate(() => document.querySelector('#two')?.remove());
  assert.equal(await send(page, 'paste', 'body'), true);
  await showsOwn(page, 'one');
  await page.close();
  assert.deepEqual(problems, []);
});

test('on the page of the tool a photo can be dropped and pasted anywhere', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  for (const [type, selector] of /** @type {const} */ ([
    ['drop', '#article'],
    ['paste', '#theme'],
  ])) {
    await page.focus('#theme');
    await afterRun(page, () => send(page, type, selector));
    assert.equal((await stateOf(page)).img, 'own');
    await afterRun(page, () => page.evaluate(() => document.querySelector('bam-lens')?.set({ img: 'cat' })));
  }
  assert.equal(await send(page, 'dragover', 'h1'), true);
  await page.locator('bam-lens .lens.dragging').waitFor();
  await send(page, 'dragleave', 'html');
  await page.locator('bam-lens .lens:not(.dragging)').waitFor();
  await page.close();
  assert.deepEqual(problems, []);
});
