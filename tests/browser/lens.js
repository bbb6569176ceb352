/** What the browser tests do with the element on the page: wait for it, read it, give it files. */

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
  const ran = page.evaluate(() =>
    new Promise((resolve) =>
      document.querySelector('bam-lens')?.addEventListener('bamlens-run', resolve, { once: true }),
    ).then(() => true),
  );
  await action();
  await ran;
  await settled(page);
}

/** Picks files as a reader would with the button. @param {Page} page @param {Parameters<Page['setInputFiles']>[1]} file */
export const pick = (page, file) => page.locator('bam-lens input[type=file]').setInputFiles(file);

/** Presses a choice of a row of choices. @param {Page} page @param {string} row @param {string} choice */
export const choose = (page, row, choice) =>
  page.getByRole('radiogroup', { name: row }).getByRole('radio', { name: choice, exact: true }).click();

/** The one sentence of the place that shows errors. @param {Page} page */
export const sentence = (page) => page.locator('bam-lens .notice.shown').innerText();

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
