/** Under a strict Content-Security-Policy, as a careful host sets it: nothing is forbidden that the page does. */

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { serveFolder } from '../../../scripts/static-server.js';
import { lesson, preview, pressCell, there } from './lesson.js';
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
];
/** Where browsers tell what they forbade, of workers too, which the document hears nothing of. */
const REPORTS = 'what-was-forbidden';

/** @param {string[]} policy @param {(name: string) => import('../../../scripts/static-server.js').Answer | undefined} [answer] */
const serve = (policy, answer) =>
  serveFolder({
    folder: 'dist',
    headers: { 'content-security-policy': [...policy, `report-uri /${REPORTS}`].join('; ') },
    answer: (name) => (name === REPORTS ? { body: '' } : answer?.(name)),
  });

/** What a page would do that keeps to no policy, in its document and in a worker. */
const MISCHIEF = {
  'page.html': `<!doctype html><html lang="en"><title>Mischief</title><link rel="icon" href="data:,">
    <script type="module" src="page.js"></script></html>`,
  'page.js': `
    const frame = document.createElement('iframe');
    frame.src = 'data:text/html,';
    document.body.append(frame);
    try { document.body.innerHTML = '<b>text</b>'; } catch {}
    const trusted = trustedTypes.createPolicy('own', { createScriptURL: String });
    new Worker(trusted.createScriptURL('worker.js')).onmessage = () => document.body.append('done');`,
  'worker.js': `
    try { eval('1'); } catch {}
    fetch('https://elsewhere.test/').catch(() => {}).then(() => postMessage('done'));`,
};

const host = await serve(POLICY);
const framing = await serve([...POLICY, "frame-src 'self'"]);
const mischievous = await serve(POLICY, (name) => {
  const body = MISCHIEF[/** @type {keyof typeof MISCHIEF} */ (name)];
  return body ? { body } : undefined;
});
after(() => Promise.all([host, framing, mischievous].map((server) => server.close())));

/** Runs in the page: from now on what is forbidden is noted with its place. */
function note() {
  /** @type {string[]} */
  const noted = [];
  Object.assign(globalThis, { noted });
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample, lineNumber }) =>
    noted.push(`${effectiveDirective} ${blockedURI} ${sample} ${lineNumber}`),
  );
}

/** @param {import('./place.js').Place} place */
const noted = (place) => place.evaluate(() => /** @type {any} */ (globalThis).noted);

/** What browsers have told the host. @param {typeof host} server */
const reports = ({ heard }) => heard.filter((line) => line.includes(REPORTS));

/** Reports come when the browser finds time for them. @param {import('./place.js').Place} place */
const reported = (place) => place.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));

inEachBrowser('what a policy forbids is noticed, in a worker too', async (open) => {
  mischievous.heard.length = 0;
  const place = await open(`${mischievous.url}page.html`);
  await place.waitFor('the end', () => document.body.textContent?.includes('done'));
  await reported(place);
  const told = reports(mischievous).join('\n');
  for (const [part, directive] of [
    ['page.html', 'frame-src'],
    ['page.html', 'require-trusted-types-for'],
    ['worker.js', 'require-trusted-types-for'],
    ['worker.js', 'connect-src'],
  ]) {
    const found = reports(mischievous).some((line) => line.includes(part) && line.includes(`"${directive}"`));
    assert.ok(found, `${part} ${directive}: ${told}`);
  }
});

inEachBrowser('a strict policy forbids nothing that a whole lesson does', async (open) => {
  const place = await open(host.url);
  await place.evaluate(note);
  assert.deepEqual(await numbersAt(place), koala);
  await lesson(place);
  // A style that the policy had dropped would leave its mark in no message but in the layout.
  await place.evaluate(() => {
    const lens = /** @type {any} */ (document.querySelector('bam-lens'));
    lens.set({ kept: 'r:8', panel: 'compare', mode: 'swipe' });
  });
  await there(place, '.swipe-handle');
  const left = await place.evaluate(() => {
    const handle = document.querySelector('bam-lens')?.shadowRoot?.querySelector('.swipe-handle');
    return /** @type {HTMLElement | null | undefined} */ (handle)?.style.left;
  });
  assert.equal(left, '50%');
  await reported(place);
  assert.deepEqual(await noted(place), []);
  assert.deepEqual(reports(host), []);
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
  await reported(place);
  assert.deepEqual(await noted(place), []);
  assert.deepEqual(reports(host), []);
  assert.deepEqual(place.problems, []);
});

inEachBrowser('a policy that allows frames of its own forbids nothing of a shared preview', async (open) => {
  const place = await open(framing.url);
  await place.evaluate(note);
  await numbersAt(place);
  await preview(place);
  await place.waitFor('the preview', () =>
    [...document.querySelectorAll('body > div')].some((host) => {
      const frame = host.shadowRoot?.querySelector('iframe');
      return frame?.contentDocument?.querySelector('#poster')?.shadowRoot?.querySelector('.maps .frame canvas');
    })
      ? true
      : undefined,
  );
  await reported(place);
  assert.deepEqual(await noted(place), []);
  assert.deepEqual(reports(framing), []);
  assert.deepEqual(place.problems, []);
});
