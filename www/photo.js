/** The photo on show: a sample or the reader's own, its file, and whether the worker has it. */

import { answered } from './answered.js';
import { decodeInBrowser, needsBrowser, refuseLarge } from './files.js';

/** @typedef {{ url: string, title: string, alt: string, widthPx?: number, heightPx?: number }} Shown */

export class Photo {
  /** @type {Shown | undefined} */ shown;

  #engine;
  /** @type {Blob | undefined} file of the photo on show */ #blob;
  /** Counts choices. */ #last = 0;
  /** Which of them is on show. */ #onShow = 0;
  /** @type {number | undefined} which of them the worker holds */ #held;

  /** @param {import('./engine.js').Engine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /** Whether the worker holds the photo on show. */
  get given() {
    return this.#held === this.#onShow;
  }

  /** Names the photo on show. */
  get id() {
    return this.#onShow;
  }

  /** The worker holds none any more, or another one. */
  forget() {
    this.#held = undefined;
  }

  /**
   * Takes the reader's own file. One that cannot be read changes nothing.
   *
   * @param {Blob} blob
   * @param {string} name
   * @param {number | undefined} size edge of the network's input; undefined while there is no network to try it
   * @returns {Promise<boolean>} whether it is still the one wanted
   */
  async take(blob, name, size) {
    const choice = ++this.#last;
    const read = size === undefined ? {} : await this.#send(blob, choice, size);
    if (choice !== this.#last) return false;
    this.#show({ url: URL.createObjectURL(blob), title: name, alt: name, ...read }, choice);
    this.#blob = blob;
    return true;
  }

  /** Shows a sample; its file is fetched once the network wants it. @param {Shown} sample */
  choose(sample) {
    this.#show(sample, ++this.#last);
    this.#blob = undefined;
  }

  /**
   * Gives the worker the photo on show; throws a `PhotoError` when it cannot be had or read.
   *
   * @param {number} size edge of the network's input
   */
  async give(size) {
    try {
      await this.#give(size);
    } catch (thrown) {
      const error = /** @type {Error} */ (thrown);
      // Stopped on its way, the photo is as good as before.
      throw error.name === 'AbortError' ? error : Object.assign(error, { name: 'PhotoError' });
    }
  }

  /** @param {number} size */
  async #give(size) {
    const choice = this.#onShow;
    const blob = this.#blob ?? (await fetchBlob(this.shown?.url ?? ''));
    if (choice !== this.#onShow) return;
    this.#blob = blob;
    const read = await this.#send(blob, choice, size);
    if (this.shown && choice === this.#onShow) this.shown = { ...this.shown, ...read };
  }

  /**
   * @param {Blob} blob
   * @param {number} choice
   * @param {number} size
   * @returns {Promise<import('./wasm/bam_lens.js').PhotoSize>}
   */
  async #send(blob, choice, size) {
    refuseLarge(blob, 'photo');
    const read = needsBrowser(blob)
      ? await this.#engine.call('pixels', { ...(await decodeInBrowser(blob)), size })
      : await this.#engine.call('photo', { blob, size });
    this.#held = choice;
    return read;
  }

  /** @param {Shown} photo @param {number} choice */
  #show(photo, choice) {
    if (this.shown?.url.startsWith('blob:')) URL.revokeObjectURL(this.shown.url);
    this.shown = photo;
    this.#onShow = choice;
  }
}

/** @param {string} url */
const fetchBlob = async (url) => answered(await fetch(url)).blob();
