/** What the browser tests do with the element on the page: wait for it, read it, give it files. */

import assert from 'node:assert/strict';
import { numberOf } from './numbers.js';

/** @typedef {import('playwright-core').Page} Page */

/** Waits until the newest choice is on screen. @param {Page} page */
export async function settled(page) {
  await page.locator('bam-lens .lens.ready').waitFor({ timeout: 60_000 });
}

/** Waits until the comparison with BAM off is there too: it comes after the run. @param {Page} page */
export async function compared(page) {
  await page.locator('bam-lens .changes tbody tr:first-child td:last-child', { hasText: /\d/ }).waitFor();
}

/**
 * Does something and waits for the run that follows from it.
 *
 * @param {Page} page
 * @param {() => Promise<unknown>} action
 */
export async function afterRun(page, action) {
  // The page listens before anything is done: a key can overtake what a test evaluates, and a run takes milliseconds.
  const next = await page.evaluateHandle(() => ({
    run: new Promise((resolve) =>
      document.querySelector('bam-lens')?.addEventListener('bamlens-run', () => resolve(true), { once: true }),
    ),
  }));
  await action();
  await next.evaluate(({ run }) => run);
  await settled(page);
}

/** Picks files as a reader would with the button. @param {Page} page @param {Parameters<Page['setInputFiles']>[1]} file */
export const pick = (page, file) => page.locator('bam-lens input[type=file]').setInputFiles(file);

/** Presses a choice of a row of choices. @param {Page} page @param {string} row @param {string} choice */
export const choose = (page, row, choice) =>
  page.getByRole('radiogroup', { name: row }).getByRole('radio', { name: choice, exact: true }).click();

/** The one sentence of the place that shows errors. @param {Page} page */
export const sentence = (page) => page.locator('bam-lens .notice.shown p').innerText();

/** @param {Page} page */
export const badge = (page) => page.locator('bam-lens .badge').innerText();

/** @param {Page} page @returns {Promise<Record<string, any>>} */
export const stateOf = (page) => page.evaluate(() => /** @type {any} */ (document.querySelector('bam-lens')).state);

/**
 * One tap of the last run.
 *
 * @param {Page} page
 * @param {string} name
 * @returns {Promise<{ shape: number[], data: Float32Array }>}
 */
export async function tap(page, name) {
  const { shape, values } = await page.evaluate(async (name) => {
    const { shape, data } = await /** @type {any} */ (document.querySelector('bam-lens')).tap(name);
    return { shape, values: Array.from(data) };
  }, name);
  return { shape, data: Float32Array.from(values) };
}

/** Taps of the last run by their names, undefined for those that it has not. @param {Page} page @param {string[]} wanted */
export async function someTaps(page, wanted) {
  const names = await page.evaluate(() => /** @type {any} */ (document.querySelector('bam-lens')).tapNames());
  return Promise.all(wanted.map((name) => (names.includes(name) ? tap(page, name) : undefined)));
}

/** Every tap of the last run. @param {Page} page */
export async function taps(page) {
  const names = await page.evaluate(() => /** @type {any} */ (document.querySelector('bam-lens')).tapNames());
  const all = /** @type {Record<string, Awaited<ReturnType<typeof tap>>>} */ ({});
  for (const name of names) all[name] = await tap(page, name);
  return all;
}

/** @param {Page} page @param {Record<string, unknown>} partial of the state */
export const set = (page, partial) =>
  page.evaluate((partial) => /** @type {any} */ (document.querySelector('bam-lens')).set(partial), partial);

/** What moved by itself, in words. @param {Page} page */
export const hint = (page) => page.locator('bam-lens .hint.shown').innerText();

/** Opens a panel below the branches by its name. @param {Page} page @param {string} name */
export const openPanel = (page, name) =>
  page.getByRole('navigation', { name: 'Look further' }).getByRole('button', { name }).click();

/** @param {Page} page */
export const nextFrame = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));

/**
 * Checks again at every frame until a check holds: for numbers that follow a run by themselves, without an event.
 *
 * @template Answer
 * @param {Page} page
 * @param {() => Promise<Answer>} check throws while it does not hold
 * @returns {Promise<Answer>}
 */
export async function eventually(page, check) {
  const until = performance.now() + 15_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > until) throw error;
      await nextFrame(page);
    }
  }
}

/** Red, green, blue, alpha of every cell of a drawn map. @param {import('playwright-core').Locator} canvas */
export const pixelsOf = (canvas) =>
  canvas.evaluate((/** @type {HTMLCanvasElement} */ canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, i) => [...data.slice(4 * i, 4 * i + 4)]);
  });

/** A text as a reader sees it. @param {import('playwright-core').Locator} element */
export const textOf = async (element) => (await element.innerText()).replace(/\s+/g, ' ').trim();

/** Points are rounded to a tenth, and the native build differs in the last digits. @param {string} text @param {number} share */
export const isPoints = (text, share, where = '') =>
  assert.ok(Math.abs(numberOf(text.replace('±', '')) - 100 * share) <= 0.051, `${where}: ${text} and ${100 * share}`);

/** Moves the pointer onto a cell of a map of 8 x 8. @param {import('playwright-core').Locator} frame @param {number} row @param {number} column */
export async function pointAt(frame, row, column) {
  const { width, height } = await frame.boundingBox();
  await frame.hover({ position: { x: (width * (column + 0.5)) / 8, y: (height * (row + 0.5)) / 8 } });
}
