/**
 * Texts that want to be scripts or markup, in every place where a text of somebody else comes in: names of files, of tensors
 * and of number types, metadata, class labels, addresses, messages. None runs, none becomes an element, none is longer than
 * 200 characters, none turns the page's own words around.
 */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { svgOf } from '../../../www/export/picture.js';
import { PLAIN, elementCode, frameCode } from '../../../www/share/code.js';
import { DEFAULTS } from '../../../www/state.js';
import { plain } from '../../../www/texts.js';
import { bytes } from '../../wasm/module.js';
import { openBrowser, openContext } from '../browser.js';
import { set, settled } from '../lens.js';
import { PAYLOADS } from './payloads.js';

const CHECKPOINT = 'tests/fixtures/checkpoints/canonical_resnet18.safetensors';
const browser = await openBrowser();
after(() => browser.close());
assert.equal(new Set(PAYLOADS).size, 200);

/** @typedef {import('playwright-core').Page} Page */

/**
 * The fixture with other entries in its header, and a class for each payload.
 *
 * @param {(header: Record<string, any>) => void} change adds tensors of one number, or changes metadata
 * @returns {string} base64
 */
function checkpoint(change) {
  const file = Buffer.from(bytes(CHECKPOINT));
  const start = 8 + Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, start));
  const { __metadata__, ...tensors } = header;
  const inputs = tensors['backbone.fc.weight'].shape[1];
  // A payload such as `__proto__` is a key like any other.
  const all = Object.assign(Object.create(null), { __metadata__ });
  const parts = [];
  let offset = 0;
  const add = (/** @type {string} */ name, /** @type {any} */ tensor, /** @type {Buffer} */ data) => {
    all[name] = { ...tensor, data_offsets: [offset, offset + data.length] };
    offset += data.length;
    parts.push(data);
  };
  for (const [
    name,
    {
      data_offsets: [from, to],
      ...tensor
    },
  ] of Object.entries(tensors)) {
    if (name === 'backbone.fc.weight') {
      add(name, { ...tensor, shape: [PAYLOADS.length, inputs] }, Buffer.alloc(4 * PAYLOADS.length * inputs));
    } else if (name === 'backbone.fc.bias') {
      add(name, { ...tensor, shape: [PAYLOADS.length] }, Buffer.alloc(4 * PAYLOADS.length));
    } else add(name, tensor, file.subarray(start + from, start + to));
  }
  all.__metadata__.classes = JSON.stringify(PAYLOADS.map((words) => ({ wnid: words, words })));
  assert.equal(tensors['backbone.fc.weight'].dtype, 'F32');
  change(all);
  for (const [name, tensor] of Object.entries(all)) {
    if (name !== '__metadata__' && !tensor.data_offsets) add(name, tensor, Buffer.alloc(4));
  }
  const text = Buffer.from(JSON.stringify(all));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...parts]).toString('base64');
}

/** Opens the page with somebody who notices what runs. @param {import('node:test').TestContext} t @param {string} [path] */
async function open(t, path = '') {
  const { context, open: openIn } = await openContext(browser);
  t.after(() => context.close());
  /** @type {string[]} */
  const events = [];
  await context.exposeFunction('hit', () => events.push('a script ran'));
  context.on('page', () => events.push('a window opened'));
  const opened = await openIn(path);
  events.length = 0;
  const { page } = opened;
  page.on('dialog', (dialog) => events.push(`dialog ${dialog.message()}`) && dialog.dismiss());
  page.on('download', () => events.push('a download'));
  context.on('request', (request) => {
    if (request.isNavigationRequest() && !request.url().includes('embed.html')) events.push(`went to ${request.url()}`);
    if (/\/x$|elsewhere/.test(request.url())) events.push(`asked for ${request.url()}`);
  });
  if (path === '') await settled(page);
  return { ...opened, events, before: await page.evaluate(seen, true) };
}

/**
 * Runs in the page: elements that no text may make, and texts that are too long or turn what follows around.
 *
 * @param {boolean} [whole] or without the parts whose words are all the page's own, which is more than half of it
 */
function seen(whole = true) {
  const still = whole ? [] : ['article', 'results'];
  const dangerous = 'script, iframe, object, embed, base, link, meta, style, form, foreignObject, math, mtext, marquee';
  const roots = [document];
  for (let at = 0; at < roots.length; at++) {
    for (const element of roots[at].querySelectorAll('*')) {
      if (element.shadowRoot && !still.includes(element.id)) roots.push(/** @type {any} */ (element.shadowRoot));
      const inside = element instanceof HTMLIFrameElement && element.contentDocument;
      if (inside) roots.push(inside);
    }
  }
  /** @type {string[]} */
  const wrong = [];
  const texts = [];
  let made = 0;
  for (const root of roots) {
    made += root.querySelectorAll(dangerous).length;
    for (const element of root.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) wrong.push(`${element.tagName} ${name}`);
        if (/^(href|src|action|data)$/.test(name) && /^\s*(javascript:|data:text)/i.test(value)) wrong.push(value);
        texts.push(value);
      }
      if (element instanceof HTMLImageElement && element.getAttribute('src') === 'x') wrong.push('an image');
      for (const node of element.childNodes) if (node.nodeType === 3) texts.push(node.data);
    }
  }
  texts.push(document.title);
  for (const text of texts) {
    if (/L{201}/.test(text)) wrong.push(`${text.length} characters`);
    if (/[\u202a-\u202e\u2066\u2067\u200f]/.test(text)) wrong.push(`turned around: ${text.slice(0, 60)}`);
  }
  return { made, wrong, text: texts.join('\n') };
}

/** @param {Awaited<ReturnType<typeof open>>} opened @param {string} where */
async function nothingHappened({ page, events, before, problems }, where) {
  const { made, wrong, text } = await page.evaluate(seen, true);
  assert.deepEqual(wrong, [], where);
  assert.equal(made, before.made, where);
  assert.deepEqual(events, [], where);
  assert.deepEqual(problems, [], where);
  return text;
}

/** As the page shows it: white space at an end is not told apart. @param {string} payload */
const shown = (payload) => plain(payload).trim();

/** Runs in the page: gives files to the element, one after another, and what was seen and said after each. */
async function give({ files, how, look }) {
  const lens = /** @type {any} */ (document.querySelector('bam-lens'));
  const seen = new Function(`return (${look})(false)`);
  const wrong = [];
  const said = [];
  for (const { name, data } of files) {
    const answered = new Promise((resolve) => {
      for (const event of ['bamlens-run', 'bamlens-error']) lens.addEventListener(event, resolve, { once: true });
    });
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    lens[how](new File([bytes], name));
    await answered;
    await lens.updateComplete;
    wrong.push(...seen().wrong);
    said.push(lens.shadowRoot.querySelector('.notice').textContent, lens.shadowRoot.querySelector('.own-photo')?.title);
  }
  return { wrong, said: said.join('\n') };
}

test('a page that takes texts for markup is noticed', async (t) => {
  const opened = await open(t);
  const { page, events, before } = opened;
  await page.evaluate((payloads) => {
    for (const payload of payloads)
      document.body.append(Object.assign(document.createElement('p'), { innerHTML: payload }));
  }, PAYLOADS);
  await page.waitForTimeout(300);
  const after = await page.evaluate(seen, true);
  assert.ok(after.made > before.made + 20, `${after.made}`);
  assert.ok(after.wrong.length > 20 && after.wrong.some((text) => text.includes('characters')));
  assert.ok(after.wrong.some((text) => text.startsWith('turned around')));
  assert.ok(events.filter((event) => event === 'a script ran').length > 5, events.join());
});

test('names of files: photos', async (t) => {
  const opened = await open(t);
  const data = Buffer.from(bytes('tests/fixtures/images/photo.png')).toString('base64');
  const files = PAYLOADS.map((name) => ({ name, data }));
  const { wrong } = await opened.page.evaluate(give, { files, how: 'loadImage', look: String(seen) });
  assert.deepEqual(wrong, []);
  await set(opened.page, { panel: 'compare' });
  await nothingHappened(opened, 'photos');
});

test('names of files and number types: checkpoints that are refused', async (t) => {
  const opened = await open(t);
  const files = PAYLOADS.map((payload) => ({
    name: `${payload}.safetensors`,
    data: checkpoint((all) => (all['backbone.conv1.weight'].dtype = payload)),
  }));
  const { wrong, said } = await opened.page.evaluate(give, { files, how: 'loadWeights', look: String(seen) });
  assert.deepEqual(wrong, []);
  assert.ok(said.includes('<img src=x onerror=hit()>'));
  await nothingHappened(opened, 'number types');
});

test('metadata: checkpoints that are refused', async (t) => {
  const opened = await open(t);
  const files = PAYLOADS.map((payload) => ({
    name: 'a.safetensors',
    data: checkpoint((all) => (all.__metadata__.arch = payload)),
  }));
  const { wrong, said } = await opened.page.evaluate(give, { files, how: 'loadWeights', look: String(seen) });
  assert.deepEqual(wrong, []);
  const unsaid = PAYLOADS.map((payload) => shown(payload).slice(0, 100)).filter((text) => !said.includes(text));
  assert.ok(unsaid.length < 20, unsaid.join('\n'));
  await nothingHappened(opened, 'metadata');
});

test('names of tensors, of variants, and of classes, in a checkpoint that opens', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const data = checkpoint((all) => {
    for (const payload of PAYLOADS) all[payload] = { dtype: 'F32', shape: [1] };
    all.__metadata__.training = PAYLOADS.join(' ');
  });
  const { wrong, said } = await page.evaluate(give, {
    files: [{ name: '<img src=x onerror=hit()>.safetensors', data }],
    how: 'loadWeights',
    look: String(seen),
  });
  assert.deepEqual(wrong, []);
  assert.doesNotMatch(said, /\S/);
  await settled(page);
  await page.locator('bam-lens .checkpoint [role=radio]', { hasText: 'ignored' }).click();
  const report = await nothingHappened(opened, 'the report');
  assert.ok(report.includes('<img src=x onerror=hit()>'));
  const unreported = PAYLOADS.filter((payload) => !report.includes(shown(payload)));
  assert.deepEqual(unreported, []);
  for (const panel of ['worth', 'compare', 'grid', 'files', 'channels', 'differences']) {
    await set(page, { panel });
    await page.waitForTimeout(400);
    if (panel === 'compare')
      await page.evaluate(() => document.querySelector('bam-lens').shadowRoot.querySelector('.panel button').click());
    const text = await nothingHappened(opened, panel);
    // Every class can be chosen here, by the first of its names.
    const unlisted = PAYLOADS.filter((payload) => !text.includes(shown(plain(payload).split(',')[0])));
    if (panel === 'worth') assert.deepEqual(unlisted, []);
  }
});

test('addresses: values, names, and the attribute of the state', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const { wrong, said } = await page.evaluate(
    async ({ payloads, look }) => {
      const seen = new Function(`return (${look})(false)`);
      const lens = /** @type {any} */ (document.querySelector('bam-lens'));
      const wrong = [];
      const said = [];
      for (const payload of payloads) {
        const value = encodeURIComponent(payload);
        for (const hash of [`img=${value}&theme=${value}&kept=${value}&lang=${value}`, `${value}=1`, payload]) {
          location.hash = hash;
          await new Promise((resolve) => setTimeout(resolve, 3));
          lens.setAttribute('state', hash);
          await lens.updateComplete;
          said.push(lens.shadowRoot.querySelector('.notice').textContent);
        }
        // The author's own attribute is not shown.
        lens.removeAttribute('state');
        wrong.push(...seen().wrong);
      }
      return { wrong, said: said.join('\n') };
    },
    { payloads: PAYLOADS, look: String(seen) },
  );
  assert.deepEqual(wrong, []);
  assert.ok(said.includes('<img src=x onerror=hit()>'));
  await nothingHappened(opened, 'addresses');
});

test('messages and captions of a frame', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  opened.before.made += 1;
  const inside = await page.evaluate(async (payloads) => {
    const frame = document.createElement('iframe');
    frame.src = `embed.html#caption=${encodeURIComponent(payloads[0] + payloads[22])}`;
    document.body.append(frame);
    await new Promise((resolve) => (frame.onload = resolve));
    const { contentWindow: window } = frame;
    const send = (/** @type {unknown} */ message) => window?.postMessage(message, '*');
    for (const payload of payloads) {
      send({ type: payload, state: { img: payload } });
      send({ type: 'bam-lens:set', state: { img: payload, theme: payload, kept: payload, lang: payload } });
      send({ type: 'bam-lens:set', state: JSON.parse(`{${JSON.stringify(payload)}:1,"r":8}`) });
      send(payload);
    }
    const cycle = /** @type {any} */ ({ type: 'bam-lens:set', state: {} });
    cycle.state.r = cycle;
    const odd = [
      { toString: null, valueOf: null },
      8n,
      new Map([['r', 1]]),
      new ArrayBuffer(8),
      Array(1e6).fill(0),
      cycle,
    ];
    for (const value of odd) for (const state of [value, { r: value }]) send({ type: 'bam-lens:set', state });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return frame.contentDocument?.querySelector('.caption')?.textContent;
  }, PAYLOADS);
  assert.equal(inside?.startsWith(PAYLOADS[0]), true);
  const inFrame = await page
    .frames()[1]
    .evaluate(() => document.querySelectorAll('script, link, meta, img[src=x]').length);
  opened.before.made += await page
    .frames()[1]
    .evaluate(() => document.querySelectorAll('script, link, meta, style, base, form, math').length);
  assert.ok(inFrame > 0);
  await nothingHappened(opened, 'messages');
});

test('code for other pages and pictures hold them as texts', async (t) => {
  const { page } = await open(t);
  const words = { title: 'A title', alt: 'A poster', open: 'Open' };
  const plane = { widthPx: 1, heightPx: 1, data: new Float32Array(1) };
  const made = PAYLOADS.map((payload) => {
    const options = { ...PLAIN, caption: payload };
    const said = { ...words, title: payload, alt: payload };
    const drawing = { title: payload, caption: payload, text: payload, notFinite: payload };
    return {
      codes: [frameCode, elementCode].map((code) => code('https://home.test/', DEFAULTS, options, said)),
      svg: svgOf({ plane, table: new Uint8Array(1024), range: { low: 0, high: 1 }, format: String, ...drawing }),
    };
  });
  const tags = await page.evaluate((made) => {
    const found = new Set();
    const parser = new DOMParser();
    for (const { codes, svg } of made) {
      for (const [text, type] of [...codes.map((code) => [code, 'text/html']), [svg, 'image/svg+xml']]) {
        const parsed = parser.parseFromString(text, /** @type {DOMParserSupportedType} */ (type));
        for (const element of parsed.querySelectorAll('*')) {
          found.add(`${type} ${element.localName}`);
          for (const { name } of element.attributes) if (name.startsWith('on')) found.add(name);
        }
      }
    }
    return [...found].sort();
  }, made);
  const html = ['a', 'bam-lens', 'body', 'figcaption', 'figure', 'head', 'html', 'iframe', 'img', 'noscript', 'script'];
  const svg = ['desc', 'g', 'linearGradient', 'path', 'rect', 'stop', 'svg', 'text', 'title'];
  assert.deepEqual(tags, [...svg.map((tag) => `image/svg+xml ${tag}`), ...html.map((tag) => `text/html ${tag}`)]);
});
