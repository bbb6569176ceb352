/** What is chosen, and what of it moved by itself, because the photo, network or map on show has nothing like it. */

import { Places, fitClass } from './keep-places.js';
import { DEFAULTS, validate } from './state.js';
import { stateOfCard } from './tour/cards.js';
import { OWN_PHOTO } from './url.js';

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./wasm/bam_lens.js').Architecture} Architecture of the network that is open
 */

export class Choice {
  /** @type {State} */ state;
  /** @type {import('./keep-places.js').Hint | undefined} what moved by itself */ hint;

  /** @type {Set<string>} */ #samples;
  #places = new Places();

  /** @param {string[]} samples names of the photos that can be chosen */
  constructor(samples) {
    this.#samples = new Set(samples);
    this.state = { ...DEFAULTS, img: this.#samples.has(DEFAULTS.img) ? DEFAULTS.img : (samples[0] ?? OWN_PHOTO) };
  }

  /**
   * Chooses what a reader, a page or a link wants. What is not valid is left as it was.
   *
   * @param {Record<string, unknown>} partial
   * @returns {{ name: string, value: string }[]} what was refused
   */
  change(partial) {
    // Another card of the tour brings what it shows along.
    const card = Number(partial.tour) === this.state.tour ? {} : stateOfCard(Number(partial.tour));
    const { state, rejected } = validate({ ...card, ...partial }, this.state);
    const { img } = state;
    if (img !== this.state.img && !this.#samples.has(img)) {
      state.img = this.state.img;
      // A link to a reader's own photo shows what there is: its file is with whoever sent the link.
      if (img !== OWN_PHOTO) rejected.push({ name: 'img', value: img });
    }
    if ('cell' in partial || 'cell' in card) this.#places.choose();
    this.state = state;
    this.hint = undefined;
    return rejected;
  }

  /** Lays over the state what follows from something that was done. @param {Partial<State>} partial */
  assign(partial) {
    this.state = { ...this.state, ...partial };
  }

  /** Networks differ in their classes. @param {Architecture | undefined} architecture */
  fitClass(architecture) {
    if (architecture) this.#follow(fitClass(this.state, architecture.classes));
  }

  /** Maps differ in their cells and channels. @param {Architecture} architecture @returns {boolean} whether something moved */
  fitPlaces(architecture) {
    return this.#follow(this.#places.fit(this.state, architecture));
  }

  /** @param {import('./keep-places.js').Fitted} fitted */
  #follow({ state, hint }) {
    if (state === this.state) return false;
    this.state = state;
    this.hint = hint;
    return true;
  }
}
