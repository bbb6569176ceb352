/**
 * One element's network: its calls to the worker that holds it. When the worker was replaced, the new one gets this element's
 * weights and photo again before its next call.
 *
 * A reader's own checkpoint is opened in a worker of its own, which takes the place of the one before only when it has: a
 * file that is refused, hangs or breaks it was never near the network on screen, and the memory of one let go is given back.
 */

import { Connection } from './connection.js';

/** @typedef {import('./connection.js').OnProgress} OnProgress */

/** Actions whose last success a new worker must repeat, in this order. */
const REPLAYED = ['open', 'photo'];
let clients = 0;

export class Engine {
  #shared;
  #spawn;
  #connection;
  #client;
  /** @type {Connection | undefined} on which an action takes long */ #slow;
  /** @type {{ connection: Connection, client: import('./connection.js').Client } | undefined} where a checkpoint is being opened */
  #candidate;
  /** Called when the worker died under this element. @type {(reason: Error) => void} */
  onDeath = () => {};
  /** Called when this element begins to wait long for an action of the worker, its own or another's, and when that is over. @type {(long: boolean) => void} */
  onLong = () => {};
  /** @type {Promise<void> | undefined} settled once the worker holds the weights and the photo again */
  #ready;
  /** @type {Map<string, { action: string, args: object }>} */
  #held = new Map();

  /**
   * @param {Connection} shared with the other elements of the page
   * @param {() => Worker} spawn
   */
  constructor(shared, spawn) {
    this.#shared = shared;
    this.#connection = shared;
    this.#client = this.#newClient(shared);
    this.#spawn = spawn;
  }

  /**
   * @param {string} action one of the worker's `actions`
   * @param {object} [args]
   * @param {OnProgress} [onProgress]
   * @returns {Promise<any>}
   */
  async call(action, args = {}, onProgress) {
    const result = action === 'open' ? await this.#open(args, onProgress) : await this.#ask(action, args, onProgress);
    // `pixels` is the other way to give a photo: it takes that place.
    const place = action === 'pixels' ? 'photo' : action;
    if (REPLAYED.includes(place)) {
      // Whoever opens other weights gives the photo again.
      if (place === 'open') this.#held.delete('photo');
      this.#held.set(place, { action, args });
    }
    return result;
  }

  /** @param {string} action @param {object} args @param {OnProgress} [onProgress] */
  async #ask(action, args, onProgress) {
    this.#ready ??= this.#replay();
    await this.#ready;
    return this.#connection.call(this.#client, action, args, onProgress);
  }

  /** @param {{ blob?: Blob }} args @param {OnProgress} [onProgress] */
  async #open(args, onProgress) {
    if (!args.blob && this.#connection === this.#shared) return this.#ask('open', args, onProgress);
    this.#drop();
    const connection = args.blob ? new Connection(this.#spawn) : this.#shared;
    const candidate = { connection, client: this.#newClient(connection) };
    this.#candidate = candidate;
    try {
      const result = await connection.call(candidate.client, 'open', args, onProgress);
      this.#candidate = undefined;
      // Only now: until here the network before could still be asked.
      this.#connection.leave(this.#client);
      this.#connection = connection;
      this.#client = candidate.client;
      this.#ready = Promise.resolve();
      return result;
    } catch (error) {
      connection.leave(candidate.client);
      if (this.#candidate === candidate) this.#candidate = undefined;
      throw error;
    }
  }

  /** Gives up what is being opened. */
  #drop() {
    this.#candidate?.connection.leave(this.#candidate.client);
    this.#candidate = undefined;
  }

  /** Ends the worker under the action that takes long. */
  halt() {
    this.#slow?.halt();
  }

  /** Lets go what the worker holds. The next call brings it back. */
  stop() {
    this.#drop();
    this.#ready = undefined;
    this.#connection.leave(this.#client);
    // What the worker still does for the old one must not be taken for an answer to the new, nor its end for theirs.
    this.#client = this.#newClient(this.#connection);
  }

  /** @param {Connection} connection @returns {import('./connection.js').Client} */
  #newClient(connection) {
    /** @type {import('./connection.js').Client} */
    const client = {
      id: ++clients,
      ended: (reason) => {
        if (client !== this.#client) return;
        this.#ready = undefined;
        this.onDeath(reason);
      },
      long: (long) => {
        this.#slow = long ? connection : undefined;
        this.onLong(long);
      },
    };
    return client;
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
