/** The element where its files' host is not alone: below a path, in a sandboxed frame, in a foreign page. */

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { serveFolder } from '../../../scripts/static-server.js';
import { inEachBrowser } from './place.js';
import { numbersAt, numbersInNode } from './same-numbers.js';

const koala = numbersInNode('www/samples/koala.jpg');
/** A frame without an origin, and foreign pages, may read only what its host lets everyone read. */
const ours = await serveFolder({ folder: 'dist', base: '/some/deep/path/', cors: true });
const page = (/** @type {string} */ body) =>
  `<!doctype html><html lang="en"><title>A blog</title><link rel="icon" href="data:,">${body}</html>`;
/** @type {Record<string, string>} */
const PAGES = {
  'pressed.html': page(`<iframe sandbox="allow-scripts" src="${ours.url}embed.html#stage=3" width="700"></iframe>`),
  'auto.html': page(`<iframe sandbox="allow-scripts" src="${ours.url}embed.html#autoload=1" width="700"></iframe>`),
  'element.html': page(`<script type="module" src="${ours.url}element.js"></script><bam-lens></bam-lens>`),
};
/** Without COOP and COEP, as most pages are. */
const blog = await serveFolder({ folder: 'no folder', answer: (name) => ({ body: PAGES[name], type: 'text/html' }) });
after(() => Promise.all([ours.close(), blog.close()]));
/** Another site to the browser, not only another origin. */
const foreign = blog.url.replace('localhost', '127.0.0.1');

inEachBrowser('the page works below a path', async (open) => {
  const place = await open(ours.url);
  assert.deepEqual(await numbersAt(place), koala);
  assert.deepEqual(place.problems, []);
});

inEachBrowser('a sandboxed frame shows its poster, and the network when its button is pressed', async (open) => {
  const page = await open(`${foreign}pressed.html`);
  assert.equal(await page.evaluate(() => crossOriginIsolated), false);
  const place = await page.inside('iframe');
  assert.equal(await place.evaluate(() => origin), 'null');
  await place.waitFor('the maps', () => {
    const canvas = document.querySelector('#poster')?.shadowRoot?.querySelector('.triptych canvas, .maps canvas');
    return canvas && /** @type {HTMLCanvasElement} */ (canvas).width > 0;
  });
  assert.equal(await place.evaluate(() => document.querySelector('bam-lens')), null);
  await place.press('.poster-status button');
  assert.deepEqual(await numbersAt(place), koala);
  assert.deepEqual(page.problems, []);
});

inEachBrowser('a sandboxed frame runs by itself where its author wants that', async (open) => {
  const page = await open(`${foreign}auto.html`);
  const place = await page.inside('iframe');
  assert.deepEqual(await numbersAt(place), koala);
  assert.deepEqual(page.problems, []);
});

inEachBrowser('the element runs in the page of another site', async (open) => {
  const place = await open(`${foreign}element.html`);
  assert.deepEqual(await numbersAt(place), koala);
  assert.deepEqual(place.problems, []);
});
