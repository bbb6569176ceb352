/**
 * What a page has made and not let go, counted from outside: the worker's text gets a beginning that shows the module's
 * memory, and the page counts object URLs, bitmaps and workers. Nothing in the product knows of it.
 */

import { openBrowser, openContext } from '../browser.js';
import { takenBytes } from '../renderers.js';

/** @typedef {import('playwright-core').Page} Page */

/** Runs in the worker, before its own text. */
function prefix() {
  const { instantiate, instantiateStreaming } = WebAssembly;
  const show = (/** @type {any} */ result) => {
    Object.assign(globalThis, { meter: result.instance.exports.memory });
    return result;
  };
  Object.assign(WebAssembly, {
    instantiate: async (/** @type {any[]} */ ...args) => show(await Reflect.apply(instantiate, WebAssembly, args)),
    instantiateStreaming: async (/** @type {any[]} */ ...args) =>
      show(await Reflect.apply(instantiateStreaming, WebAssembly, args)),
  });
}

/** Runs in the page, before its own scripts. @param {string} prefix */
function inPage(prefix) {
  const meter = { urls: 0, bitmaps: 0, workers: 0, asked: 0 };
  Object.assign(window, { meter });
  const { createObjectURL, revokeObjectURL } = URL;
  /** @type {Set<string>} */
  const urls = new Set();
  URL.createObjectURL = (/** @type {any} */ of) => {
    const url = createObjectURL(of);
    meter.urls = urls.add(url).size;
    return url;
  };
  URL.revokeObjectURL = (/** @type {string} */ url) => {
    urls.delete(url);
    meter.urls = urls.size;
    revokeObjectURL(url);
  };
  const made = (/** @type {ImageBitmap} */ bitmap) => {
    meter.bitmaps += 1;
    return bitmap;
  };
  const { createImageBitmap } = window;
  window.createImageBitmap = async (/** @type {any[]} */ ...args) =>
    made(await Reflect.apply(createImageBitmap, window, args));
  const { transferToImageBitmap } = OffscreenCanvas.prototype;
  OffscreenCanvas.prototype.transferToImageBitmap = function () {
    return made(transferToImageBitmap.call(this));
  };
  const { close } = ImageBitmap.prototype;
  ImageBitmap.prototype.close = function () {
    meter.bitmaps -= 1;
    close.call(this);
  };
  window.Worker = class extends Worker {
    /** @type {Set<number>} calls without an answer */ #open = new Set();

    /** @param {ConstructorParameters<typeof Worker>} args */
    constructor(...args) {
      super(...args);
      meter.workers += 1;
      this.addEventListener('message', ({ data }) => {
        if ('result' in data || 'error' in data) meter.asked -= Number(this.#open.delete(data.id));
      });
    }

    postMessage(/** @type {any} */ message, /** @type {any[]} */ ...rest) {
      if (message.action && message.id) {
        this.#open.add(message.id);
        meter.asked += 1;
      }
      return super.postMessage(message, ...rest);
    }

    terminate() {
      meter.workers -= 1;
      meter.asked -= this.#open.size;
      this.#open.clear();
      super.terminate();
    }
  };
  window.Blob = class extends Blob {
    constructor(/** @type {BlobPart[]} */ parts = [], /** @type {BlobPropertyBag} */ options = {}) {
      super(options.type === 'text/javascript' ? [prefix, ...parts] : parts, options);
    }
  };
}

/**
 * @typedef {object} Reading
 * @property {number} wasmBytes of all modules together: it never shrinks, so it is the most there ever was
 * @property {number} heapBytes of the page and its workers, after a collection
 * @property {number} takenBytes by the browser's process for the page
 * @property {number} urls that were made and not revoked
 * @property {number} bitmaps that were made and not closed
 * @property {number} workers
 * @property {number} nodes
 * @property {number} listeners
 * @property {number} canvases
 */

/**
 * The page in a browser of its own, with the meter.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} [path]
 */
export async function openMetered(t, path) {
  const browser = await openBrowser();
  t.after(() => browser.close());
  const { context, open } = await openContext(browser, { viewport: { width: 1300, height: 900 } });
  await context.addInitScript(inPage, `(${prefix})();\n`);
  const blank = await context.newPage();
  await blank.goto('about:blank');
  const emptyBytes = takenBytes();
  await blank.close();
  const { page, problems } = await open(path);
  const devtools = await context.newCDPSession(page);

  const inWorkers = await workersOf(devtools);

  /** @returns {Promise<Reading>} */
  const read = async () => {
    // What only the first collection sets free is gone after the second.
    for (let n = 0; n < 2; n++) {
      await devtools.send('HeapProfiler.collectGarbage');
      await inWorkers('HeapProfiler.collectGarbage');
    }
    const heaps = [await devtools.send('Runtime.getHeapUsage'), ...(await inWorkers('Runtime.getHeapUsage'))];
    const heapBytes = heaps.reduce((sum, { usedSize }) => sum + usedSize, 0);
    const { nodes, jsEventListeners: listeners } = await devtools.send('Memory.getDOMCounters');
    const counted = await page.evaluate(() => {
      const lens = document.querySelector('bam-lens')?.shadowRoot;
      const { urls, bitmaps, workers } = /** @type {any} */ (window).meter;
      return { urls, bitmaps, workers, canvases: lens?.querySelectorAll('canvas').length ?? 0 };
    });
    return { wasmBytes: await wasmBytes(page), heapBytes, takenBytes: takenBytes(), nodes, listeners, ...counted };
  };
  return { page, problems, emptyBytes, read };
}

/**
 * The developer tools of a page's workers, which Playwright keeps to itself.
 *
 * @param {import('playwright-core').CDPSession} devtools of the page
 * @returns {Promise<(method: string) => Promise<any[]>>} asks each worker that there is
 */
async function workersOf(devtools) {
  /** @type {Set<string>} */
  const sessions = new Set();
  /** @type {Map<number, (result: any) => void>} */
  const asked = new Map();
  let last = 0;
  devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') sessions.add(sessionId);
  });
  devtools.on('Target.detachedFromTarget', ({ sessionId }) => sessions.delete(sessionId));
  devtools.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    asked.get(id)?.(result);
    asked.delete(id);
  });
  await devtools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return (method) =>
    Promise.all(
      [...sessions].map((sessionId) => {
        const id = ++last;
        const answer = new Promise((resolve) => asked.set(id, resolve));
        return devtools
          .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
          .then(() => answer);
      }),
    );
}

/** Of all modules on a page. @param {Page} page */
export async function wasmBytes(page) {
  const sizes = page
    .workers()
    .map((worker) => worker.evaluate(() => /** @type {any} */ (globalThis).meter.buffer.byteLength));
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
}

/** @param {number} bytes */
export const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
