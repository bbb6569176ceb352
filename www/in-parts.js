/** A Lit directive that draws the beginning of a new list at once and the rest a picture later: all in one holds the page up. */

import { AsyncDirective, directive } from 'lit/async-directive.js';

/** @typedef {() => unknown} Item its template */

class InParts extends AsyncDirective {
  /** @type {readonly Item[]} */ #items = [];
  /** @type {'new' | 'begun' | 'whole'} */ #drawn = 'new';

  /**
   * @param {number} first how many are drawn at once
   * @param {readonly Item[]} items
   */
  render(first, items) {
    this.#items = items;
    if (this.#drawn === 'new') {
      this.#drawn = 'begun';
      // After the next picture, not before it.
      requestAnimationFrame(() => setTimeout(() => this.#finish()));
    }
    return draw(this.#drawn === 'whole' ? items : items.slice(0, first));
  }

  #finish() {
    this.#drawn = 'whole';
    if (this.isConnected) this.setValue(draw(this.#items));
  }
}

/** @param {readonly Item[]} items */
const draw = (items) => items.map((item) => item());

export const inParts = directive(InParts);
