/** A place where the element lives, open in one of the browsers: what the tests of places know of a browser. */

import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openBrowser } from '../browser.js';
import { missing, openFirefox } from './firefox.js';

/** A camera that shows a pattern, for whoever asks. */
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const BROWSERS = [
  {
    name: 'Chromium',
    launch: (/** @type {Options} */ { proxyPort }) =>
      openBrowser([...CAMERA, ...(proxyPort ? [`--proxy-server=http://127.0.0.1:${proxyPort}`] : [])]),
    skip: undefined,
  },
  {
    name: 'Firefox',
    launch: (/** @type {Options} */ { proxyPort }) => openFirefox(proxyPort ? throughProxy(proxyPort) : {}),
    skip: missing,
  },
];
const TIMEOUT = 60_000;

/** @typedef {(open: (url: string) => Promise<Place>) => Promise<void>} Check */
/** @typedef {{ proxyPort?: number }} Options `proxyPort` takes what goes to any host but this machine */

/** @param {number} port */
const throughProxy = (port) => ({
  'network.proxy.type': 1,
  ...Object.fromEntries(
    ['http', 'ssl'].flatMap((kind) => [
      [`network.proxy.${kind}`, '127.0.0.1'],
      [`network.proxy.${kind}_port`, port],
    ]),
  ),
});

/**
 * A test that runs in Chromium and, where there is one, in Firefox. Each of them is started once for a file.
 *
 * @param {string} title
 * @param {Check} check is given what opens an address, also of a file, as a place; what it opened is closed after it
 * @param {Options} [options] the same in all tests of a file
 */
export function inEachBrowser(title, check, options = {}) {
  for (const { name, launch, skip } of BROWSERS) {
    define(`${title}, in ${name}`, { name, launch: () => launch(options), skip }, check);
  }
}

/**
 * A test that runs in a Firefox of its own, where there is one.
 *
 * @param {string} title
 * @param {Record<string, boolean | number | string>} prefs what a reader has set in `about:config`
 * @param {Check} check
 */
export function inFirefoxWith(title, prefs, check) {
  define(title, { name: JSON.stringify(prefs), launch: () => openFirefox(prefs), skip: missing }, check);
}

/** @param {string} title @param {{ name: string, launch: () => Promise<any>, skip: string | undefined }} browser @param {Check} check */
function define(title, { name, launch, skip }, check) {
  test(title, { skip }, async (t) => {
    const browser = await started(name, launch);
    await check(async (url) => {
      const page = await browser.newPage();
      t.after(() => page.close());
      return openPlace(page, url);
    });
  });
}

/** @type {Map<string, Promise<any>>} */
const running = new Map();
after(async () => {
  for (const browser of running.values()) await (await browser).close();
});

function started(name, launch) {
  if (!running.has(name)) running.set(name, launch());
  return running.get(name);
}

/** Only what Playwright and Puppeteer have in common is used: one of them opened the page. */
async function openPlace(page, url) {
  /** @type {string[]} */
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  await page.goto(url);
  return new Place(page.mainFrame(), problems);
}

/** A page, or a frame of it. */
export class Place {
  #frame;

  /** @param {import('playwright-core').Frame} frame or Puppeteer's @param {string[]} problems */
  constructor(frame, problems) {
    this.#frame = frame;
    /**
     * Fills with what the browser's console shows as an error, of the page, its frames and their workers. Firefox tells
     * here what a policy or an origin forbade, with its own words; a page without an icon asks its host for one.
     */
    this.problems = problems;
  }

  /**
   * Runs a function there, also where a policy forbids the page to evaluate text.
   *
   * @template Argument, Answer
   * @param {(argument: Argument) => Answer | Promise<Answer>} does sees nothing of the file it is written in
   * @param {Argument} [argument] as JSON can write it, like the answer
   * @returns {Promise<Answer>}
   */
  evaluate(does, argument) {
    return this.#frame.evaluate(does, argument);
  }

  /**
   * Asks again until the answer is true; a place that is still loading may not be able to answer.
   *
   * @template Argument
   * @param {string} what is waited for, in words
   * @param {(argument: Argument) => unknown} holds answers as JSON can: an element is nothing to Puppeteer
   * @param {Argument} [argument]
   */
  async waitFor(what, holds, argument) {
    const until = performance.now() + TIMEOUT;
    for (;;) {
      let answer;
      try {
        answer = await this.evaluate(holds, argument);
      } catch (error) {
        answer = undefined;
        if (performance.now() > until) throw error;
      }
      if (answer) return;
      if (performance.now() > until) throw new Error([`waited in vain for ${what}`, ...this.problems].join('\n'));
      await pause(20);
    }
  }

  /**
   * Presses a button of what is on show, the element or the poster.
   *
   * @param {string} part selector of the button
   */
  async press(part) {
    await this.evaluate((part) => {
      const shown = document.querySelector('bam-lens') ?? document.querySelector('#poster');
      const button = /** @type {HTMLElement | null | undefined} */ (shown?.shadowRoot?.querySelector(part));
      if (!button) throw new Error(`there is no ${part}`);
      button.click();
    }, part);
  }

  /**
   * Picks a file as a reader would with the button.
   *
   * @param {() => Element | null | undefined} find the `<input type="file">`; runs there, also into shadow roots
   * @param {string} path of a file in this repository
   */
  async pick(find, path) {
    const input = (await this.#frame.evaluateHandle(find)).asElement();
    // Playwright's name for it, and Puppeteer's.
    await (input.setInputFiles?.(path) ?? input.uploadFile(path));
  }

  /**
   * The inside of a frame, whatever its origin, sandboxed or not: `evaluate` and `waitFor` of what is returned run in the
   * frame's own document.
   *
   * @example const inside = await (await open(url)).inside('iframe.preview');
   * @param {string} selector of an `<iframe>` of this place
   * @returns {Promise<Place>} itself a place, with the same `problems`; of a frame within it `inside` is asked again
   */
  async inside(selector) {
    await this.waitFor(selector, (selector) => document.querySelector(selector) !== null, selector);
    const frame = await (await this.#frame.$(selector)).contentFrame();
    return new Place(frame, this.problems);
  }
}
