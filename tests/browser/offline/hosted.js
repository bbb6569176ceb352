/** The page on a server of its own, below a path, visited in profiles of their own: what the tests of its service worker share. */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach } from 'node:test';
import { deploy } from '../../support/deployments.js';
import { serveFolder } from '../../../scripts/static-server.js';
import { openBrowser } from '../browser.js';
import { settled } from '../lens.js';

/** @typedef {import('playwright-core').Page} Page */

/** The cache of the network's worker. */
export const WEIGHTS = 'bam-lens-weights-1';
export const BASE = '/some/path/';
/** A name whose pages are no secure context: no service workers, no caches, no digests. */
export const PLAIN = 'plain.test';

/** What the server has at the beginning of every test. */
export const first = await deploy(1);
export const server = await serveFolder({ folder: first.folder, base: BASE });
const browser = await openBrowser([`--host-resolver-rules=MAP ${PLAIN} localhost`]);

after(async () => {
  await browser.close();
  await server.close();
  first.remove();
});

beforeEach(() => {
  server.requests.length = 0;
  Object.assign(server.options, { folder: first.folder, answer: undefined });
});

/** A file of the build by how its name begins and ends. @param {string} start @param {string} end */
export function nameOf(start, end) {
  const found = readdirSync(join(first.folder, 'assets')).find((name) => name.startsWith(start) && name.endsWith(end));
  assert.ok(found, `${start}*${end}`);
  return `assets/${found}`;
}

/** How often the weights were asked for. */
export const weightsAsked = () => server.requests.filter((path) => path.endsWith('.gzip')).length;

/** A tab of a profile that the test closes. @param {import('node:test').TestContext} t */
export async function openProfile(t) {
  const context = await browser.newContext();
  t.after(() => context.close());
  return { context, ...(await openTab(context)) };
}

/** `problems` fills with what its console shows as errors. @param {import('playwright-core').BrowserContext} context */
export async function openTab(context) {
  const page = await context.newPage();
  /** @type {string[]} */
  const problems = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`uncaught: ${error}`));
  return { page, problems };
}

/** The first visit of a profile, until everything is kept. @param {import('node:test').TestContext} t */
export async function visit(t) {
  const tab = await openProfile(t);
  await tab.page.goto(server.url);
  await settled(tab.page);
  await tab.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  return tab;
}

/** The line about a new version. @param {Page} page */
export const line = (page) => page.locator('.version-line p');

/** @param {Page} page @returns {Promise<(string | undefined)[]>} how far its service workers are */
export const registrations = (page) =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ active }) => active?.state));

/** What is kept, by the names of the caches, as paths below the page. @param {Page} page @returns {Promise<Record<string, string[]>>} */
export const kept = (page) =>
  page.evaluate(async () => {
    const paths = /** @type {Record<string, string[]>} */ ({});
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      paths[name] = requests.map(({ url }) => url.replace(new URL('./', location.href).href, ''));
    }
    return paths;
  });

/** Until a page has had its turn to register something. @param {Page | import('playwright-core').Frame} page */
export const idle = (page) =>
  page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve, 300))));
