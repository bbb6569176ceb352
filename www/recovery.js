/** How often a network that died under its work is given the same work again, before the reader is told. */

const MOST = 3;

export class Recovery {
  #deaths = 0;

  /** The reader chose something: whatever killed the network may be gone. */
  forget() {
    this.#deaths = 0;
  }

  /** It died once more. @returns {boolean} whether the same work is tried again */
  again() {
    this.#deaths += 1;
    return this.#deaths < MOST;
  }
}
