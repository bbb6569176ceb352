/** Opens the page in Chromium the way every browser test does. `npm test -- --only browser` gives it both variables. */

import { chromium } from 'playwright-core';

const { BAM_LENS_URL: base, CHROMIUM: executablePath } = process.env;

const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/**
 * @param {string[]} [flags] of this browser alone
 * @returns {Promise<import('playwright-core').Browser>} the caller closes it
 */
export async function openBrowser(flags = []) {
  if (!base) throw new Error('run the browser tests with `npm test -- --only browser`');
  return launchBrowser(flags);
}

/**
 * @param {string[]} [flags] of this browser alone
 * @returns {Promise<import('playwright-core').Browser>} for other pages than the built one; the caller closes it
 */
export async function launchBrowser(flags = []) {
  if (!executablePath) throw new Error('the variable CHROMIUM must name a browser: `npm test` finds one');
  // Chromium's sandbox refuses to run as root.
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags], chromiumSandbox: process.getuid?.() !== 0 });
}

/** @typedef {import('playwright-core').BrowserContext} Profile */

/** By the browser, and by the options it has. @type {WeakMap<import('playwright-core').Browser, Map<string, Promise<Profile>>>} */
const shared = new WeakMap();

/**
 * Opens the page in a profile that all pages with these options share, as for somebody who was here before: the weights are at
 * hand, which is half of what a page takes to start. What the page remembers of its reader is forgotten before. Whoever changes
 * more than that of a profile, or looks at the first visit, takes one of its own: `openContext`.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} [path] what follows the page's address, such as `#img=cat&stage=3`
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @returns {Promise<{ page: import('playwright-core').Page, problems: string[] }>} the page, for the caller to close; `problems`
 *   fills with its console errors, uncaught errors and requests to other hosts, of the page and of its workers; every test ends by
 *   asserting it is empty
 */
export async function openPage(browser, path = '', options = {}) {
  const context = await sharedContext(browser, options);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const { origin } = new URL(/** @type {string} */ (base));
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'local_storage' });
  await session.detach();
  const problems = collectProblems(context, page);
  await page.goto(new URL(path, base).href);
  return { page, problems };
}

/** @param {import('playwright-core').Browser} browser @param {import('playwright-core').BrowserContextOptions} options */
function sharedContext(browser, options) {
  const contexts = shared.get(browser) ?? new Map();
  shared.set(browser, contexts);
  const key = JSON.stringify(options);
  if (!contexts.has(key))
    contexts.set(
      key,
      openContext(browser, options).then(({ context }) => context),
    );
  return contexts.get(key);
}

/**
 * A profile of its own, for the caller to close. The page in it is still to be opened: the test can prepare it.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function openContext(browser, options) {
  // Every profile is new: a service worker would fetch the whole page again beside each test. `offline/` has it.
  const context = await browser.newContext({ serviceWorkers: 'block', ...options });
  return {
    context,
    /** @param {string} [path] */
    async open(path = '') {
      const page = await context.newPage();
      const problems = collectProblems(context, page);
      await page.goto(new URL(path, base).href);
      return { page, problems };
    },
  };
}

/**
 * @param {import('playwright-core').BrowserContext} context
 * @param {import('playwright-core').Page} page
 * @param {string} [own] address of the page's own host
 */
export function collectProblems(context, page, own = base) {
  /** @type {string[]} */
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error}`));
  const look = (/** @type {import('playwright-core').Request} */ request) => {
    const { protocol, host } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && host !== new URL(own).host) problems.push(`request to ${request.url()}`);
  };
  context.on('request', look);
  page.on('close', () => context.off('request', look));
  return problems;
}
