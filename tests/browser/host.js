/** A page of somebody else that uses the element, and what it sees of it: workers, transfers, listeners. */

import { createServer } from 'node:http';
import { collectProblems } from './browser.js';

const { BAM_LENS_URL: base = '' } = process.env;
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

/** @param {string} body HTML @returns {{ contentType: string, body: string }} */
const pageOf = (body) => ({
  contentType: 'text/html',
  body: `<!doctype html><title>host</title><link rel="icon" href="data:," />
    <script type="module" src="${new URL('element.js', base)}"></script><body>${body}</body>`,
});

/**
 * Serves such a page from another origin than the element's.
 *
 * @param {string} body HTML
 * @param {string} policy its Content-Security-Policy; HOST stands for where the element comes from
 * @returns {Promise<{ at: string, close: () => void }>}
 */
export async function serveElsewhere(body, policy) {
  const server = createServer((_, response) => {
    const page = pageOf(body);
    response.setHeader('Content-Security-Policy', policy.replaceAll('HOST', new URL(base).origin));
    response.setHeader('Content-Type', page.contentType).end(page.body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { at: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/**
 * Opens a page that has nothing but a body and the element's module.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} body HTML
 * @param {string} [at] address of the page's folder; by default the element's own
 */
export async function openHost(browser, body, at = base) {
  const context = await browser.newContext();
  await context.addInitScript(count);
  /** @type {string[]} addresses of everything fetched */
  const requests = [];
  context.on('request', (request) => requests.push(request.url()));
  // Another origin has a server of its own: a page that comes from nowhere may not fetch from this machine.
  if (at === base) await context.route(`**/${HOST}`, (route) => route.fulfill(pageOf(body)));
  const page = await context.newPage();
  const problems = collectProblems(context, page, at);
  await page.goto(new URL(HOST, at).href);
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
