/** Under a strict Content-Security-Policy, as a careful host sets it: nothing is forbidden that the page does. */

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { serveFolder } from '../../../scripts/static-server.js';
import { inEachBrowser } from './place.js';
import { numbersAt, numbersInNode } from './same-numbers.js';

const koala = numbersInNode('www/samples/koala.jpg');
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
].join('; ');

const host = await serveFolder({ folder: 'dist', headers: { 'content-security-policy': POLICY } });
after(() => host.close());

/** Runs in the page: from now on what is forbidden is noted with its place. */
function note() {
  /** @type {string[]} */
  const noted = [];
  Object.assign(globalThis, { noted });
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample, lineNumber }) =>
    noted.push(`${effectiveDirective} ${blockedURI} ${sample} ${lineNumber}`),
  );
  // What would be saved is made, and not left in somebody's folder.
  HTMLAnchorElement.prototype.click = () => {};
}

/**
 * Runs in the page: presses everything that can be pressed in a part of the element, also what appears by it, each once.
 *
 * @param {string} part a selector
 */
async function pressAll(part) {
  const root = /** @type {ShadowRoot} */ (document.querySelector('bam-lens')?.shadowRoot);
  const seen = new Set();
  const next = () =>
    /** @type {HTMLElement[]} */ ([...root.querySelectorAll(`${part} button, ${part} [role=option]`)]).find(
      (button) => {
        const words = `${button.closest('[aria-label]')?.ariaLabel} ${button.ariaLabel ?? button.textContent?.trim()}`;
        if (seen.has(words) || /** @type {any} */ (button).disabled) return false;
        seen.add(words);
        return true;
      },
    );
  for (let button = next(); button && seen.size < 150; button = next()) {
    button.click();
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return seen.size;
}

/** Runs in the page: presses the middle of the first map. */
function pressCell() {
  const root = document.querySelector('bam-lens')?.shadowRoot ?? document.querySelector('#poster')?.shadowRoot;
  const frame = /** @type {HTMLElement} */ (root?.querySelector('.maps .frame'));
  const { left, top, width, height } = frame.getBoundingClientRect();
  const middle = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true };
  frame.dispatchEvent(new MouseEvent('click', middle));
}

/** Waits for a part of what is on show, the element or the poster. @param {import('./place.js').Place} place @param {string} part */
const there = (place, part) =>
  place.waitFor(
    part,
    (part) => {
      const shown = document.querySelector('bam-lens') ?? document.querySelector('#poster');
      return Boolean(shown?.shadowRoot?.querySelector(part));
    },
    part,
  );

/** @param {import('./place.js').Place} place */
const noted = (place) => place.evaluate(() => /** @type {any} */ (globalThis).noted);

/** @param {import('./place.js').Place} place @param {Record<string, unknown>} partial */
async function set(place, partial) {
  await place.evaluate((partial) => /** @type {any} */ (document.querySelector('bam-lens')).set(partial), partial);
  await there(place, '.lens.ready');
}

inEachBrowser('a strict policy forbids nothing that a session of clicks does', async (open) => {
  const place = await open(host.url);
  await place.evaluate(note);
  assert.deepEqual(await numbersAt(place), koala);
  for (const [part, least] of /** @type {const} */ ([
    ['.strip', 3],
    ['.controls [aria-label="Reduction r"]', 4],
    ['.controls [aria-label="Dilation d"]', 4],
    ['.controls', 9],
  ])) {
    const pressed = await place.evaluate(pressAll, part);
    assert.ok(pressed >= least, `${part}: ${pressed}`);
  }
  await set(place, { form: 'paper', merge: 'sum', r: 16, d: 4, stage: 3, size: 128 });
  await place.evaluate(pressCell);
  await set(place, { side: 'cell' });
  await there(place, '.walk .rail-value');
  assert.ok((await place.evaluate(pressAll, '.walk')) >= 8);
  await set(place, { step: 'dilated2', side: 'cell' });
  await there(place, 'ol.taps li');
  for (const panel of ['channels', 'differences', 'worth', 'compare', 'grid', 'cost', 'files']) {
    await set(place, { panel });
    await place.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    await place.evaluate(pressAll, '.panel');
    await set(place, { form: 'paper', merge: 'sum', r: 16, d: 4, stage: 3, size: 128 });
  }
  await set(place, { kept: 'r:8', panel: 'compare', mode: 'swipe' });
  await there(place, '.swipe-handle');
  // A style that the policy had dropped would leave its mark in no message but in the layout.
  const left = await place.evaluate(() => {
    const handle = document.querySelector('bam-lens')?.shadowRoot?.querySelector('.swipe-handle');
    return /** @type {HTMLElement | null | undefined} */ (handle)?.style.left;
  });
  assert.equal(left, '50%');
  await place.press('.keys-button');
  assert.deepEqual(await noted(place), []);
  assert.deepEqual(place.problems, []);
});

inEachBrowser('a strict policy forbids nothing that an embed does', async (open) => {
  const place = await open(`${host.url}embed.html#caption=A%20caption`);
  await place.evaluate(note);
  await there(place, '.maps .frame:not(.skeleton)');
  await place.evaluate(pressCell);
  await place.press('.poster-status button');
  await there(place, '.walk .rail-value');
  assert.deepEqual(await numbersAt(place), koala);
  assert.deepEqual(await noted(place), []);
  assert.deepEqual(place.problems, []);
});
