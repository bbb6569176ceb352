/**
 * A whole lesson, as steps that a place can follow in either browser: everything that a reader can press, every way a photo
 * or a checkpoint comes in, everything that can be taken away. Who watches it decides what must not happen meanwhile.
 */

import { CARDS } from '../../../www/tour/cards.js';
import { bytes } from '../../wasm/module.js';

/** @typedef {import('./place.js').Place} Place */

/** What a reader's own files are called: no address and no store may hold it. */
export const SECRET = 'kept-to-myself';
const PAUSE_MS = 15;
/** Settings that every part has something to show for. */
const PLAIN = { form: 'paper', merge: 'sum', r: 16, d: 4, stage: 3, size: 128, lang: 'en', theme: 'auto' };
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><circle cx="30" cy="30" r="25" fill="red"/></svg>';
const CHECKPOINTS = 'tests/fixtures/checkpoints';

const base64 = (/** @type {string} */ path) => Buffer.from(bytes(path)).toString('base64');

/** Waits for a part of what is on show, the element or the poster. @param {Place} place @param {string} part */
export const there = (place, part) =>
  place.waitFor(
    part,
    (part) => {
      const shown = document.querySelector('bam-lens') ?? document.querySelector('#poster');
      return Boolean(shown?.shadowRoot?.querySelector(part));
    },
    part,
  );

/** Lets the work that a press began go on for a while. @param {Place} place @param {number} ms */
const pause = (place, ms) => place.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ms);

/** @param {Place} place @param {Record<string, unknown>} partial */
async function set(place, partial) {
  await place.evaluate((partial) => /** @type {any} */ (document.querySelector('bam-lens')).set(partial), partial);
  await there(place, '.lens.ready');
}

/** Runs in the page: what would be saved is made, and not left in somebody's folder. */
export function keepNothing() {
  HTMLAnchorElement.prototype.click = () => {};
}

/**
 * Runs in the page: presses everything that can be pressed in a part, also what appears by it, each once.
 *
 * @param {{ part: string, pauseMs: number, without?: string }} what a selector in any shadow root of the page
 */
async function press({ part, pauseMs, without }) {
  const roots = () => [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  const buttons = `${part} button, ${part} [role=option], ${part} input[type=checkbox]`;
  const seen = new Set();
  const next = () =>
    roots()
      .flatMap((root) => /** @type {HTMLElement[]} */ ([...root.querySelectorAll(buttons)]))
      .find((button) => {
        const group = button.closest('[aria-label], label');
        const row = button.closest('tr')?.querySelector('th')?.textContent?.trim();
        const around = `${group?.ariaLabel ?? group?.textContent?.trim()} ${row}`;
        const words = `${around} ${button.ariaLabel ?? button.textContent?.trim()}`;
        if (seen.has(words) || /** @type {any} */ (button).disabled || (without && button.matches(without)))
          return false;
        seen.add(words);
        return true;
      });
  for (let button = next(); button && seen.size < 200; button = next()) {
    button.click();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return seen.size;
}

/** @param {Place} place @param {string} part @param {number} least so many things must have been there @param {string} [without] */
async function pressAll(place, part, least, without) {
  const pressed = await place.evaluate(press, { part, pauseMs: PAUSE_MS, without });
  if (pressed < least) throw new Error(`${part}: ${pressed} things to press, at least ${least} were expected`);
  return pressed;
}

/** Runs in the page: presses the middle of the first map. */
export function pressCell() {
  const root = document.querySelector('bam-lens')?.shadowRoot ?? document.querySelector('#poster')?.shadowRoot;
  const frame = /** @type {HTMLElement} */ (root?.querySelector('.maps .frame'));
  const { left, top, width, height } = frame.getBoundingClientRect();
  const middle = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true };
  frame.dispatchEvent(new PointerEvent('pointermove', middle));
  frame.dispatchEvent(new MouseEvent('click', middle));
}

/** Runs in the page: presses a cell of the gain's map. */
function pressGain() {
  const frame = document.querySelector('bam-lens')?.shadowRoot?.querySelector('.map-attention .frame');
  const { left, top } = /** @type {Element} */ (frame).getBoundingClientRect();
  frame?.dispatchEvent(new MouseEvent('click', { clientX: left + 5, clientY: top + 5, bubbles: true }));
}

/**
 * Runs in the page: brings a file the way a reader would, and waits for what comes of it.
 *
 * @param {{ way: 'drop' | 'paste', name: string, type: string, data: string }} file
 * @returns {Promise<string>} what is said of it; empty where it is on screen
 */
async function bring({ way, name, type, data }) {
  const lens = /** @type {any} */ (document.querySelector('bam-lens'));
  const ended = new Promise((resolve) => {
    lens.addEventListener('bamlens-run', () => resolve(''), { once: true });
    lens.addEventListener('bamlens-error', ({ detail }) => resolve(detail.message), { once: true });
  });
  const transfer = new DataTransfer();
  transfer.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name, { type }));
  const options = { bubbles: true, composed: true, cancelable: true };
  // Not the element itself: what happens beside it is handed over.
  if (way === 'drop') document.body.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: transfer }));
  else {
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
    const event = new ClipboardEvent('paste', options);
    // Firefox takes no files for a made-up paste.
    Object.defineProperty(event, 'clipboardData', { value: transfer });
    document.dispatchEvent(event);
  }
  return ended;
}

/** @param {Place} place @param {Parameters<typeof bring>[0]} file @param {RegExp} [refused] what is said of one that is no good */
async function brought(place, file, refused = /^$/) {
  const said = await place.evaluate(bring, file);
  if (!refused.test(said)) throw new Error(`${file.name}: "${said}"`);
  await there(place, '.lens.ready');
}

/** @param {Place} place @param {string} key */
const type = (place, key) =>
  place.evaluate((key) => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }, key);

/** Runs in the page: presses a button of the page or of a dialog on it, by what it says. @param {string} words */
function pressWords(words) {
  const roots = [document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
  const buttons = roots.flatMap((root) => [...root.querySelectorAll('button')]);
  const button = buttons.findLast(({ textContent }) => textContent?.trim() === words);
  if (!button) throw new Error(`no button says "${words}"`);
  button.click();
}

/** @type {Record<string, (place: Place) => Promise<unknown>>} */
export const LESSON = {
  async 'every sample'(place) {
    await pressAll(place, '.samples', 10);
    await there(place, '.lens.ready');
  },

  async 'a photo that is picked'(place) {
    const chosen = () => document.querySelector('bam-lens')?.shadowRoot?.querySelector('.own input[type=file]');
    await place.pick(chosen, 'www/samples/dog.jpg');
    await place.waitFor('it', () => /** @type {any} */ (document.querySelector('bam-lens')).state.img === 'own');
    await there(place, '.lens.ready');
  },

  async 'photos dropped and pasted'(place) {
    const photo = { name: `${SECRET}.jpg`, type: 'image/jpeg', data: base64('www/samples/cat.jpg') };
    await brought(place, { ...photo, way: 'drop' });
    await brought(place, { ...photo, way: 'paste' });
    const png = base64('tests/fixtures/images/photo.png');
    await brought(place, { way: 'paste', name: `${SECRET}.png`, type: 'image/png', data: png });
  },

  async 'a photo that only the browser decodes'(place) {
    const data = Buffer.from(SVG).toString('base64');
    await brought(place, { way: 'drop', name: `${SECRET}.svg`, type: 'image/svg+xml', data });
  },

  async 'a photo that is none'(place) {
    const data = Buffer.from(`${SECRET} is no photo`).toString('base64');
    await brought(place, { way: 'drop', name: `${SECRET}.jpg`, type: 'image/jpeg', data }, /photo/);
    await place.evaluate(pressWords, 'Dismiss');
  },

  async 'the camera'(place) {
    await place.press('.camera-button');
    await there(place, '.camera-picture.live');
    await place.evaluate(pressWords, 'Take the photo');
    await place.waitFor('the dialog to close', () => {
      const dialog = document.querySelector('bam-lens')?.shadowRoot?.querySelector('dialog.camera');
      return dialog && !(/** @type {HTMLDialogElement} */ (dialog).open);
    });
    await there(place, '.lens.ready');
  },

  async 'checkpoints, good and bad, and back'(place) {
    for (const name of ['official_resnet18.safetensors', 'pytorchcv_resnet18.pth']) {
      const file = { name: `${SECRET}-${name}`, type: '', data: base64(`${CHECKPOINTS}/${name}`) };
      await brought(place, { ...file, way: 'drop' });
      await there(place, '.checkpoint table');
      await pressAll(place, '.checkpoint .filters', 4);
    }
    const none = { name: `${SECRET}.pth`, type: '', data: base64(`${CHECKPOINTS}/expanded.pth`) };
    await brought(place, { ...none, way: 'drop' }, /./);
    await place.evaluate(pressWords, 'Dismiss');
    await place.evaluate(pressWords, 'Back to the shipped network');
    await place.waitFor('the shipped network', () => {
      const lens = /** @type {any} */ (document.querySelector('bam-lens'));
      return lens.checkpointName === '' && Boolean(lens.shadowRoot.querySelector('.lens.ready'));
    });
  },

  async 'every setting'(place) {
    await set(place, PLAIN);
    await pressAll(place, '.strip', 3);
    await pressAll(place, '.controls [aria-label="Reduction r"]', 4);
    await pressAll(place, '.controls [aria-label="Dilation d"]', 4);
    await pressAll(place, '.controls', 9);
    for (const merge of ['sum', 'product', 'max', 'channel', 'spatial']) await set(place, { form: 'paper', merge });
    for (const form of ['official', 'blog', 'se', 'none', 'paper']) await set(place, { ...PLAIN, form });
    for (const r of [4, 8, 16, 32, 5]) for (const d of [1, 6]) await set(place, { r, d, form: 'paper' });
    await set(place, PLAIN);
    for (const size of [96, 224, 128]) await set(place, { size });
    await set(place, { crop: 0 });
    for (const view of ['before', 'attention', 'channel', 'spatial', 'all']) await set(place, { view });
    for (const scale of ['stretch', 'fixed']) await set(place, { scale });
    for (const lang of ['ko', 'en']) await set(place, { lang });
    for (const theme of ['dark', 'light', 'auto']) await set(place, { theme });
  },

  async 'the way of a cell'(place) {
    await set(place, PLAIN);
    await place.evaluate(pressCell);
    await set(place, { side: 'cell' });
    await there(place, '.walk .rail-value');
    await pressAll(place, '.walk', 8);
    await set(place, { step: 'dilated2', side: 'cell' });
    await there(place, 'ol.taps li');
    await set(place, { side: 'channel', channel: '5' });
    await pressAll(place, '.side', 2);
  },

  async 'every panel'(place) {
    let pressed = 0;
    for (const panel of ['channels', 'differences', 'worth', 'compare', 'grid', 'cost', 'files']) {
      await set(place, { ...PLAIN, panel });
      await pause(place, 300);
      await there(place, '.panel > *');
      pressed += await pressAll(place, '.panel', 0);
      await set(place, PLAIN);
    }
    if (pressed < 60) throw new Error(`only ${pressed} things to press`);
  },

  async 'every tap and every code'(place) {
    await set(place, { ...PLAIN, cell: '3,3', panel: 'files' });
    for (const code of ['python', 'rust']) {
      await set(place, { code, side: 'cell' });
      await place.waitFor('code', () => {
        const code = document.querySelector('bam-lens')?.shadowRoot?.querySelector('.files code');
        return /bam3/.test(code?.textContent ?? '');
      });
    }
    await place.evaluate(() => {
      const select = document.querySelector('bam-lens')?.shadowRoot?.querySelector('.files select');
      Object.assign(/** @type {object} */ (select), { value: 'stage4' });
      select?.dispatchEvent(new Event('change'));
    });
    await pressAll(place, '.files', 10);
    await set(place, { side: 'changes', panel: '' });
  },

  async 'two runs compared'(place) {
    await set(place, { kept: 'r:8', panel: 'compare', mode: 'swipe' });
    await there(place, '.swipe-handle');
    for (const mode of ['difference', 'side', 'swipe']) await set(place, { mode });
    for (const compared of ['before', 'after', 'gain']) await set(place, { compared });
  },

  async 'every key'(place) {
    for (const key of [
      '1',
      '2',
      '3',
      'ArrowRight',
      'ArrowDown',
      'Enter',
      ' ',
      ']',
      '[',
      'c',
      'c',
      'Escape',
      'Escape',
    ]) {
      await type(place, key);
      await pause(place, PAUSE_MS);
    }
    await there(place, '.lens.ready');
    await place.press('.keys-button');
    await there(place, 'dialog.keys');
    await place.evaluate(() => {
      const dialog = document.querySelector('bam-lens')?.shadowRoot?.querySelector('dialog.keys');
      /** @type {HTMLDialogElement} */ (dialog).close();
    });
  },

  async 'the tour, with a guess on every card that asks'(place) {
    await set(place, { ...PLAIN, tour: 1 });
    for (let tour = 1; tour <= CARDS.length; tour++) {
      await set(place, { tour });
      await there(place, '.tour h2');
      await pause(place, 100);
      if (CARDS[tour - 1].question === 'cell') await place.evaluate(pressGain);
      await pressAll(place, '.tour .options', 0);
    }
    await set(place, { ...PLAIN, tour: 0 });
  },

  async 'what stands below the tool, and the way back from it'(place) {
    for (const [id, part, least] of /** @type {const} */ ([
      ['article', 'dl', 0],
      ['forms', '.small-map canvas', 1],
      ['results', 'table', 9],
    ])) {
      await place.evaluate((id) => document.getElementById(id)?.scrollIntoView(), id);
      await place.waitFor(id, ([id, part]) => Boolean(document.getElementById(id)?.shadowRoot?.querySelector(part)), [
        id,
        part,
      ]);
      await pressAll(place, id === 'article' ? '.nothing' : `.${id}`, least);
    }
    await set(place, PLAIN);
    await place.evaluate(() => scrollTo(0, 0));
  },

  async 'the worksheet'(place) {
    await place.evaluate(pressWords, 'Worksheet');
    const open = () =>
      [...document.querySelectorAll('body > div')].some((host) =>
        host.shadowRoot?.querySelector('dialog canvas, dialog svg'),
      );
    await place.waitFor('the sheet', open);
    await place.evaluate(pressWords, 'Close');
  },

  async 'the dialog for sharing'(place) {
    await place.evaluate(pressWords, 'Share');
    const open = () =>
      [...document.querySelectorAll('body > div')].some((host) =>
        host.shadowRoot?.querySelector('dialog.share textarea'),
      );
    await place.waitFor('the dialog', open);
    // The preview is a frame, which a host may forbid: `preview` below.
    await pressAll(place, '.share', 8, '.share-head button');
    await place.evaluate(() => {
      for (const { shadowRoot } of document.querySelectorAll('body > div'))
        shadowRoot?.querySelector('dialog')?.close();
    });
  },
};

/** Opens the preview of a frame, which is one. @param {Place} place */
export async function preview(place) {
  await place.evaluate(pressWords, 'Share');
  const summary = () =>
    [...document.querySelectorAll('body > div')].some((host) =>
      host.shadowRoot?.querySelector('dialog.share .preview summary'),
    );
  await place.waitFor('the dialog', summary);
  await place.evaluate(() => {
    for (const host of document.querySelectorAll('body > div')) {
      /** @type {HTMLElement | null | undefined} */ (
        host.shadowRoot?.querySelector('dialog.share .preview summary')
      )?.click();
    }
  });
}

/**
 * Holds the whole lesson where the element already shows its first run.
 *
 * @param {Place} place
 */
export async function lesson(place) {
  await place.evaluate(keepNothing);
  for (const [what, does] of Object.entries(LESSON)) {
    await does(place).catch((error) => {
      throw new Error(`${what}: ${error.message}`, { cause: error });
    });
  }
}
