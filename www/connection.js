/**
 * A worker and the calls to it: one for all elements of a page, which holds one copy of the weights for them, and one for
 * each checkpoint of a reader. When it dies, hangs or falls silent every pending call is rejected; the next call starts another.
 */

import { Failure } from './failure.js';

/** @typedef {(progress: import('./weights.js').Progress) => void} OnProgress */

/**
 * @typedef {object} Client whose calls they are
 * @property {number} id
 * @property {(reason: Error) => void} ended called when the worker is gone, and everything that it held
 * @property {(long: boolean) => void} long called when an action begins to take long, and when it is over
 */

/**
 * @typedef {object} Call
 * @property {Client} client
 * @property {(result: any) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {OnProgress} [onProgress]
 */

/**
 * How long an action may take before the worker counts as hung, in ms: many times what a ResNet-101 needs at 512 px, or 100
 * megapixels, on a slow telephone. What is fetched, and waiting in line, takes no part in it.
 */
const ACTION_MS = 60_000;
/** How long it may take before those who wait are told that it takes long. */
const LONG_MS = 3000;
/** How long a worker that computes nothing may leave a question unanswered: browsers end one without a word. */
const SILENCE_MS = 3000;
/** How often it is looked after while an answer is awaited. */
const LOOK_MS = 500;

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
  /** @type {number | undefined} id of the call that it computes, as far as it has told */
  #running;
  /** When it was last heard of. */
  #heardMs = 0;
  /** @type {number | undefined} when it was asked whether it is alive, until it answers */
  #askedMs;
  /** Whether its action takes long. */
  #long = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #watch;

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
      if (this.#pending.size === 0) this.#heardMs = performance.now();
      this.#pending.set(id, { client, resolve, reject, onProgress });
      this.#watch ??= setInterval(() => this.#look(), LOOK_MS);
      worker.postMessage({ id, client: client.id, action, args });
    });
  }

  /** Lets go what the worker holds for a client; after the last one the worker itself and its memory. @param {Client} client */
  leave(client) {
    if (!this.#clients.delete(client)) return;
    const reason = new DOMException('the network was stopped', 'AbortError');
    for (const [id, call] of [...this.#pending]) {
      if (call.client !== client) continue;
      this.#pending.delete(id);
      call.reject(reason);
    }
    if (this.#clients.size === 0) this.#end(reason);
    else this.#worker?.postMessage({ client: client.id, action: 'close' });
  }

  #start() {
    const worker = this.#spawn();
    worker.addEventListener('message', ({ data }) => worker === this.#worker && this.#receive(data));
    worker.addEventListener('close', () => worker === this.#worker && this.#died(new Failure('worker.silent')));
    worker.addEventListener('error', (event) => {
      const { message: detail } = event;
      if (worker === this.#worker) this.#died(new Failure(detail ? 'worker.stopped' : 'worker.start', { detail }));
    });
    return worker;
  }

  /** Ends the worker in the middle of what it does. */
  halt() {
    this.#died(new Failure('worker.halted'));
  }

  /** Whether it still works, while somebody waits for it. */
  #look() {
    const now = performance.now();
    if (this.#pending.size === 0) this.#unwatch();
    else if (this.#running !== undefined) {
      const quietMs = now - this.#heardMs;
      if (quietMs > ACTION_MS) this.#died(new Failure('worker.slow', { seconds: ACTION_MS / 1000 }));
      else this.#tellLong(quietMs > LONG_MS);
    } else if (this.#askedMs === undefined) {
      this.#askedMs = now;
      this.#worker?.postMessage({ ping: true });
    } else if (now - this.#askedMs > SILENCE_MS) this.#died(new Failure('worker.silent'));
  }

  /** @param {boolean} long */
  #tellLong(long) {
    if (long === this.#long) return;
    this.#long = long;
    for (const client of this.#clients) client.long(long);
  }

  #unwatch() {
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  /** @param {Failure} failure */
  #died({ code, values, message }) {
    this.#end(new EngineError({ name: 'WorkerError', code, values, message, fatal: true }));
  }

  /** @param {{ id: number, began?: boolean, progress?: any, result?: unknown, error?: any }} answer */
  #receive({ id, began, progress, result, error }) {
    this.#heardMs = performance.now();
    this.#askedMs = undefined;
    if (began) this.#running = id;
    else if (id === this.#running && !progress) {
      this.#running = undefined;
      this.#tellLong(false);
    }
    const call = this.#pending.get(id);
    if (!call || began) return;
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
    this.#running = undefined;
    this.#askedMs = undefined;
    this.#unwatch();
    this.#tellLong(false);
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    const clients = [...this.#clients];
    this.#clients.clear();
    // Before the callers learn of it: what they do next must find that everything is gone. It may be another call.
    for (const { ended } of clients) ended(reason);
    for (const { reject } of lost) reject(reason);
  }
}
