/** Photos and weights that a page names by address, in attributes or calls: each is fetched once, the newest photo wins. */

import { answered } from './answered.js';
import { Failure } from './failure.js';

export class Addresses {
  #lens;
  #fail;
  /** @type {string | null} what `src` was when it was last followed */
  #src = null;
  /** @type {string | null} what `weights` was when it was last followed */
  #weights = null;
  /** @type {Promise<void> | undefined} settles when the photo of `src` is here */
  #coming;
  /** Counts the photos asked for: one that took longer than a later one comes too late. */
  #wishes = 0;

  /**
   * @param {import('./lens.js').Lens} lens
   * @param {(failure: { key: string, values?: Record<string, unknown> }) => void} fail
   */
  constructor(lens, fail) {
    this.#lens = lens;
    this.#fail = fail;
  }

  /**
   * Follows the attributes where they have changed.
   *
   * @param {{ src: string | null, weights: string | null }} attributes
   * @returns {Promise<void>} settles when the photo is here, or cannot be had
   */
  async follow({ src, weights }) {
    if (weights !== this.#weights) this.#useWeights(weights);
    if (src !== this.#src) {
      this.#src = src;
      // Without one the photo on show stays.
      if (src) this.#coming = this.photo(src, false);
    }
    await this.#coming;
  }

  /** @param {Blob | string} blobOrUrl @param {boolean} wake whether a network that waits to be asked for is fetched for it */
  async photo(blobOrUrl, wake) {
    const wish = ++this.#wishes;
    const blob = await this.#blobOf(blobOrUrl, 'error.photo');
    if (blob && wish === this.#wishes) await this.#lens.loadPhoto(blob, nameOf(blobOrUrl), wake);
  }

  /** Another photo was chosen: one on its way is not wanted any more. */
  forgetPhoto() {
    this.#wishes += 1;
  }

  /** @param {Blob | string} blobOrUrl @returns {Promise<File | undefined>} of weights, undefined when it cannot be had */
  async weights(blobOrUrl) {
    const blob = await this.#blobOf(blobOrUrl, 'error.weights');
    return blob && new File([blob], nameOf(blobOrUrl) || 'checkpoint.safetensors');
  }

  /** @param {string | null} weights */
  #useWeights(weights) {
    this.#weights = weights;
    if (!weights) this.#lens.useWeights(undefined);
    else if (URL.canParse(weights, document.baseURI)) {
      // Whole, for the worker has no address to start from.
      this.#lens.useWeights(new URL(weights, document.baseURI).href);
    } else this.#fail({ key: 'error.weights', values: { message: new Failure('address', { address: weights }) } });
  }

  /** @param {Blob | string} blobOrUrl @param {string} errorKey */
  async #blobOf(blobOrUrl, errorKey) {
    if (typeof blobOrUrl !== 'string') return blobOrUrl;
    try {
      return await answered(await fetch(blobOrUrl)).blob();
    } catch (error) {
      this.#fail({ key: errorKey, values: { message: error } });
      return undefined;
    }
  }
}

/** @param {Blob | string} blobOrUrl */
function nameOf(blobOrUrl) {
  if (typeof blobOrUrl === 'string') return blobOrUrl.split(/[?#]/)[0].split('/').pop() ?? '';
  return blobOrUrl instanceof File ? blobOrUrl.name : '';
}
