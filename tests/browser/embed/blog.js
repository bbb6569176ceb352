/** A page of another origin with frames of `embed.html`: what its author sees and does. */

import { serveFolder } from '../../../scripts/static-server.js';

/**
 * @typedef {object} Blog
 * @property {import('../../../scripts/static-server.js').StaticServer} host of the embedded page
 * @property {(browser: import('playwright-core').Browser, body: string, options?: import('playwright-core').BrowserContextOptions) =>
 *   Promise<{ page: import('playwright-core').Page, problems: string[] }>} open a page with this body, in a profile of its
 *   own; `{host}` in it is the address of the embedded page's folder
 * @property {() => Promise<void>} close
 */

/** What a blog's author adds: each frame is as high as it says, and what frames tell is kept in `told`. */
const FOLLOW = `<script>
  globalThis.told = [];
  addEventListener('message', ({ data, source }) => {
    const frame = [...document.querySelectorAll('iframe')].find(({ contentWindow }) => contentWindow === source);
    told.push({ frame: frame?.id, ...data });
    if (data.type === 'bam-lens:resize') frame.height = data.height;
  });
</script>`;

/** @param {Pick<import('../../../scripts/static-server.js').Options, 'answer'>} [options] of the host */
export async function startBlog({ answer } = {}) {
  const host = await serveFolder({ folder: 'dist', answer, cors: true });
  /** @type {Record<string, string>} */
  const pages = {};
  const own = await serveFolder({ folder: 'no folder', answer: (name) => ({ body: pages[name], type: 'text/html' }) });
  // Another site to the browser, not only another origin.
  const url = own.url.replace('localhost', '127.0.0.1');
  /** @type {Blog} */
  const blog = {
    host,
    async open(browser, body, options) {
      const name = `${Object.keys(pages).length}.html`;
      pages[name] = `<!doctype html><html lang="en"><title>A blog</title><link rel="icon" href="data:,">
        <style>iframe { border: 0; display: block }</style>${FOLLOW}${body.replaceAll('{host}', host.url)}</html>`;
      const page = await (await browser.newContext(options)).newPage();
      const problems = [];
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => problems.push(`uncaught: ${error}`));
      await page.goto(url + name);
      return { page, problems };
    },
    close: () => Promise.all([host.close(), own.close()]).then(() => {}),
  };
  return blog;
}

/** The document in a frame. @param {import('playwright-core').Page} page @param {string} [selector] */
export async function insideOf(page, selector = 'iframe') {
  return (await page.locator(selector).elementHandle()).contentFrame();
}

/** Waits until a frame's poster shows maps: a narrow one has one in sight. @param {import('playwright-core').Frame} frame */
export const drawn = (frame) => frame.locator('.poster .maps .frame:not(.skeleton) canvas:visible').first().waitFor();

/** Presses the button that brings the network, and waits for its first run. @param {import('playwright-core').Frame} frame */
export async function bringNetwork(frame) {
  await frame.locator('.poster-status button').click();
  await frame.locator('bam-lens .lens.ready').waitFor({ timeout: 60_000 });
}

/** What the frame shows, as its link to the full page says it. @param {import('playwright-core').Frame} frame */
export const hashOf = (frame) =>
  frame.evaluate(() => new URL(/** @type {any} */ (document.querySelector('#full')).href).hash);
