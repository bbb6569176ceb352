/** A page of somebody else that uses the element, and what it sees of it: workers, transfers, listeners. */

import { collectProblems } from './browser.js';

const HOST = 'host.html';

/** Counts before the page runs anything. */
function count() {
  const counts = { workers: 0, listeners: 0 };
  Object.assign(window, { counts });
  window.Worker = class extends Worker {
    constructor(/** @type {ConstructorParameters<typeof Worker>} */ ...args) {
      super(...args);
      counts.workers += 1;
    }
  };
  const { addEventListener, removeEventListener } = document;
  document.addEventListener = (/** @type {any[]} */ ...args) => {
    counts.listeners += 1;
    return addEventListener.apply(document, args);
  };
  document.removeEventListener = (/** @type {any[]} */ ...args) => {
    counts.listeners -= 1;
    return removeEventListener.apply(document, args);
  };
}

/**
 * Opens a page that has nothing but a body and the element's module.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} body HTML
 */
export async function openHost(browser, body) {
  const context = await browser.newContext();
  await context.addInitScript(count);
  /** @type {string[]} addresses of everything fetched */
  const requests = [];
  context.on('request', (request) => requests.push(request.url()));
  const content = `<!doctype html><title>host</title><link rel="icon" href="data:," />
    <script type="module" src="./element.js"></script><body>${body}</body>`;
  await context.route(`**/${HOST}*`, (route) => route.fulfill({ contentType: 'text/html', body: content }));
  const page = await context.newPage();
  const problems = collectProblems(context, page);
  await page.goto(new URL(HOST, process.env.BAM_LENS_URL).href);
  const fetched = (/** @type {RegExp} */ pattern) => requests.filter((url) => pattern.test(url)).length;
  return { page, problems, fetched };
}

/** Waits until every element on the page shows a run. @param {import('playwright-core').Page} page */
export const allReady = (page) =>
  page.waitForFunction(
    () =>
      [...document.querySelectorAll('bam-lens')].every((lens) => lens.shadowRoot?.querySelector('.lens.ready')) &&
      document.querySelector('bam-lens') !== null,
  );

/** @param {import('playwright-core').Page} page @returns {Promise<{ workers: number, listeners: number }>} */
export const countsOf = (page) => page.evaluate(() => /** @type {any} */ (window).counts);

/** What each element has chosen. @param {import('playwright-core').Page} page @returns {Promise<Record<string, any>[]>} */
export const states = (page) =>
  page.evaluate(() => [...document.querySelectorAll('bam-lens')].map((lens) => /** @type {any} */ (lens).state));
