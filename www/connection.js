/**
 * The worker of a page: the calls of every element on it go through one, which holds one copy of the weights for all.
 * When it dies every pending call is rejected; the next call starts another.
 */

import { Failure } from './failure.js';

/** @typedef {(progress: import('./weights.js').Progress) => void} OnProgress */

/**
 * @typedef {object} Client whose calls they are
 * @property {number} id
 * @property {() => void} ended called when the worker is gone, and everything that it held
 */

/**
 * @typedef {object} Call
 * @property {Client} client
 * @property {(result: any) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {OnProgress} [onProgress]
 */

/** An error of the network, with the checkpoint's report when it comes from one. */
export class EngineError extends Error {
  /** @param {import('./failure.js').Cause & { name: string, stack?: string, report?: unknown, fatal?: boolean }} sent */
  constructor({ name, message, code, values, stack, report, fatal = false }) {
    super(message);
    this.name = name;
    this.code = code;
    this.values = values;
    this.report = report;
    this.fatal = fatal;
    if (stack) this.stack = stack;
  }
}

export class Connection {
  #spawn;
  /** @type {Worker | undefined} */
  #worker;
  #lastId = 0;
  /** @type {Map<number, Call>} */
  #pending = new Map();
  /** @type {Set<Client>} */
  #clients = new Set();

  /** @param {() => Worker} spawn */
  constructor(spawn) {
    this.#spawn = spawn;
  }

  /**
   * @param {Client} client
   * @param {string} action one of the worker's `actions`
   * @param {object} args
   * @param {OnProgress} [onProgress]
   * @returns {Promise<any>}
   */
  call(client, action, args, onProgress) {
    this.#clients.add(client);
    this.#worker ??= this.#start();
    const id = ++this.#lastId;
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { client, resolve, reject, onProgress });
      worker.postMessage({ id, client: client.id, action, args });
    });
  }

  /** Lets go what the worker holds for a client; after the last one the worker itself and its memory. @param {Client} client */
  leave(client) {
    if (!this.#clients.delete(client)) return;
    const reason = new DOMException('the network was stopped', 'AbortError');
    this.#reject(reason, (call) => call.client === client);
    if (this.#clients.size === 0) this.#end(reason);
    else this.#worker?.postMessage({ client: client.id, action: 'close' });
  }

  #start() {
    const worker = this.#spawn();
    worker.addEventListener('message', ({ data }) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      const { message: detail } = event;
      const { code, values, message } = new Failure(detail ? 'worker.stopped' : 'worker.start', { detail });
      if (worker !== this.#worker) return;
      this.#end(new EngineError({ name: 'WorkerError', code, values, message, fatal: true }));
    });
    return worker;
  }

  /** @param {{ id: number, progress?: any, result?: unknown, error?: any }} answer */
  #receive({ id, progress, result, error }) {
    const call = this.#pending.get(id);
    if (!call) return;
    if (progress) {
      call.onProgress?.(progress);
      return;
    }
    this.#pending.delete(id);
    if (!error) {
      call.resolve(result);
      return;
    }
    const thrown = new EngineError(error);
    call.reject(thrown);
    if (thrown.fatal) this.#end(thrown);
  }

  /** @param {Error} reason */
  #end(reason) {
    this.#worker?.terminate();
    this.#worker = undefined;
    const clients = [...this.#clients];
    this.#clients.clear();
    // Before the callers learn of it: what they do next must find that everything is gone.
    for (const { ended } of clients) ended();
    this.#reject(reason, () => true);
  }

  /** @param {Error} reason @param {(call: Call) => boolean} which */
  #reject(reason, which) {
    for (const [id, call] of [...this.#pending]) {
      if (!which(call)) continue;
      this.#pending.delete(id);
      call.reject(reason);
    }
  }
}
