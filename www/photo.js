/** The photo on show: a sample or the reader's own, its file, and whether the worker has it. */

import { answered } from './answered.js';
import { asBrowserImage, decodeInBrowser, refuseLarge } from './files.js';

/**
 * @typedef {object} Read what the worker was given
 * @property {Blob} blob the file, under the type that a browser shows it by
 * @property {import('./wasm/bam_lens.js').PhotoSize} [sizes] undefined before there is a network
 */
/** @typedef {{ id?: string, url: string, title: string, alt: string, widthPx?: number, heightPx?: number }} Shown */

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
    const read = size === undefined ? { blob } : await this.#send(blob, choice, size);
    if (choice !== this.#last) return false;
    this.#show({ url: URL.createObjectURL(read.blob), title: name, alt: name, ...read.sizes }, choice);
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
    const { sizes } = await this.#send(blob, choice, size);
    if (this.shown && choice === this.#onShow) this.shown = { ...this.shown, ...sizes };
  }

  /**
   * The network's own decoders come first: they judge a file by what it holds, and give every browser the same numbers. What
   * they know but do not read is left to the browser.
   *
   * @param {Blob} blob
   * @param {number} choice
   * @param {number} size
   * @returns {Promise<Read>}
   */
  async #send(blob, choice, size) {
    refuseLarge(blob, 'photo');
    const read = await this.#engine.call('photo', { blob, size }).then(
      (sizes) => ({ blob, sizes }),
      (error) => this.#sendDrawn(blob, choice, size, error),
    );
    this.#held = choice;
    return read;
  }

  /**
   * @param {Blob} blob
   * @param {number} choice
   * @param {number} size
   * @param {import('./connection.js').EngineError} error why it could not be sent as it is
   * @returns {Promise<Read>}
   */
  async #sendDrawn(blob, choice, size, error) {
    const format = error.code === 'image.unsupported' ? String(error.values?.format) : '';
    const image = asBrowserImage(blob, format);
    if (!image) throw error;
    const pixels = await decodeInBrowser(image, format);
    // Drawing takes its time: what was chosen since must not be overwritten.
    if (choice !== this.#last && choice !== this.#onShow)
      throw new DOMException('another photo was chosen', 'AbortError');
    return { blob: image, sizes: await this.#engine.call('pixels', { ...pixels, size }) };
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
