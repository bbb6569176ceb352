/**
 * The page's half of the worker: calls with ids, progress, abort. When the worker dies every pending call is rejected,
 * and a new worker gets the same weights and photo before its first call.
 */

/** @typedef {(progress: import('./weights.js').Progress) => void} OnProgress */

/**
 * @typedef {object} Call
 * @property {string} action
 * @property {object} args
 * @property {(result: any) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {OnProgress} [onProgress]
 */

/** An error of the network, with the checkpoint's report when it comes from one. */
export class EngineError extends Error {
  /** @param {{ name: string, message: string, stack?: string, report?: unknown, fatal?: boolean }} sent */
  constructor({ name, message, stack, report, fatal = false }) {
    super(message);
    this.name = name;
    this.report = report;
    this.fatal = fatal;
    if (stack) this.stack = stack;
  }
}

/** Actions whose last success a new worker must repeat, in this order. */
const REPLAYED = ['open', 'photo'];

export class Engine {
  #spawn;
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Promise<Worker> | undefined} a worker that has its weights and photo again */
  #ready;
  #lastId = 0;
  /** @type {Map<number, Call>} */
  #pending = new Map();
  /** @type {Map<string, { action: string, args: object }>} */
  #held = new Map();

  /** @param {() => Worker} spawn */
  constructor(spawn) {
    this.#spawn = spawn;
  }

  /**
   * @param {string} action one of the worker's `actions`
   * @param {object} [args]
   * @param {{ signal?: AbortSignal, onProgress?: OnProgress }} [options]
   * @returns {Promise<any>}
   */
  async call(action, args = {}, { signal, onProgress } = {}) {
    signal?.throwIfAborted();
    this.#ready ??= this.#start();
    const worker = await this.#ready;
    const result = await this.#send(worker, action, args, { signal, onProgress });
    // `pixels` is the other way to give a photo: it takes that place.
    const place = action === 'pixels' ? 'photo' : action;
    if (REPLAYED.includes(place)) {
      // Whoever opens other weights gives the photo again.
      if (place === 'open') this.#held.delete('photo');
      this.#held.set(place, { action, args });
    }
    return result;
  }

  /** Lets the worker and its memory go. The next call starts a new one. */
  stop() {
    this.#end(new DOMException('the network was stopped', 'AbortError'));
  }

  async #start() {
    const worker = this.#spawn();
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      const message = event.message ? `the network stopped: ${event.message}` : 'the network could not be started';
      if (worker === this.#worker) this.#end(new EngineError({ name: 'WorkerError', message, fatal: true }));
    });
    try {
      for (const place of REPLAYED) {
        const held = this.#held.get(place);
        if (held) await this.#send(worker, held.action, held.args);
      }
    } catch (error) {
      if (worker === this.#worker) this.#end(/** @type {Error} */ (error));
      throw error;
    }
    return worker;
  }

  /**
   * @param {Worker} worker
   * @param {string} action
   * @param {object} args
   * @param {{ signal?: AbortSignal, onProgress?: OnProgress }} [options]
   */
  #send(worker, action, args, { signal, onProgress } = {}) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { action, args, resolve, reject, onProgress });
      signal?.addEventListener('abort', () => worker.postMessage({ abort: id }), { once: true });
      worker.postMessage({ id, action, args });
    });
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
    this.#ready = undefined;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(reason);
  }
}
