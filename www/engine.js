/**
 * One element's network: its calls to the page's worker. When the worker was replaced, the new one gets this element's
 * weights and photo again before its next call.
 */

/** @typedef {import('./connection.js').OnProgress} OnProgress */
/** @typedef {import('./connection.js').EngineError} EngineError */

/** Actions whose last success a new worker must repeat, in this order. */
const REPLAYED = ['open', 'photo'];
let clients = 0;

export class Engine {
  #connection;
  #client = this.#newClient();
  /** @type {Promise<void> | undefined} settled once the worker holds the weights and the photo again */
  #ready;
  /** @type {Map<string, { action: string, args: object }>} */
  #held = new Map();

  /** @param {import('./connection.js').Connection} connection */
  constructor(connection) {
    this.#connection = connection;
  }

  /**
   * @param {string} action one of the worker's `actions`
   * @param {object} [args]
   * @param {OnProgress} [onProgress]
   * @returns {Promise<any>}
   */
  async call(action, args = {}, onProgress) {
    this.#ready ??= this.#replay();
    await this.#ready;
    const result = await this.#connection.call(this.#client, action, args, onProgress);
    // `pixels` is the other way to give a photo: it takes that place.
    const place = action === 'pixels' ? 'photo' : action;
    if (REPLAYED.includes(place)) {
      // Whoever opens other weights gives the photo again.
      if (place === 'open') this.#held.delete('photo');
      this.#held.set(place, { action, args });
    }
    return result;
  }

  /** Lets go what the worker holds. The next call brings it back. */
  stop() {
    this.#ready = undefined;
    this.#connection.leave(this.#client);
    // What the worker still does for the old one must not be taken for an answer to the new, nor its end for theirs.
    this.#client = this.#newClient();
  }

  /** @returns {import('./connection.js').Client} */
  #newClient() {
    return { id: ++clients, ended: () => (this.#ready = undefined) };
  }

  async #replay() {
    try {
      for (const place of REPLAYED) {
        const held = this.#held.get(place);
        if (held) await this.#connection.call(this.#client, held.action, held.args);
      }
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
  }
}
