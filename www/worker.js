/**
 * The worker's half of `connection.js`: holds a wasm session for each element of the page and answers one action at a time.
 * It wraps, it does not compute: every number on the page comes from the network in wasm.
 */

import { answered } from './answered.js';
import init, { Incoming, Session, cost, panicText } from './wasm/bam_lens.js';
import { Failure, causeOf } from './failure.js';
import { fetchWeights } from './weights.js';
import { everything } from './everything.js';
import { readInside } from './inside.js';
import { bringIn, causeOfTrap } from './memory.js';
import { fetchUnpacked } from './packed.js';
import { readRun } from './run.js';
import { readTrial } from './trial.js';

/**
 * @typedef {object} Client an element of the page
 * @property {Session} [session]
 * @property {string} [source] address of its weights
 * @property {number} [fileBytes] size of their file
 * @property {number} runs counted: what belongs to an older one is gone
 */

/** @typedef {Uint8Array | Incoming} WeightsFile */
/** @typedef {(args: any, client: Client, file: WeightsFile | undefined) => unknown} Action */

/** @type {Promise<unknown>} */
let ready;
/** Whether the module could not be started: another worker may have more luck. */
let unstarted = false;
/** @type {Map<number, Client>} */
const clients = new Map();
/** @type {Map<string, { bytes: Promise<Uint8Array>, followers: Set<(value: object) => void> }>} weights on their way */
const underway = new Map();

/** @param {Client} client */
function opened({ session }) {
  if (!session) throw new Failure('early');
  return session;
}

/** An element that runs on the weights of an address. @param {string} [url] */
const clientOn = (url) => [...clients.values()].find(({ source }) => source !== undefined && source === url);

/** @param {WeightsFile} file */
const sessionOn = (file) => (file instanceof Incoming ? Session.fromFile(file) : new Session(file));

/** @type {Record<string, Action>} */
const actions = {
  async open({ source, blob }, client, file) {
    // Another element may have brought the same weights while these were on their way.
    const sharing = clientOn(source?.url);
    const fileBytes = sharing?.fileBytes ?? blob?.size ?? /** @type {Uint8Array} */ (file).length;
    // The old network is let go only once the new one stands: a file that fails changes nothing.
    const next = sharing?.session?.another() ?? sessionOn(/** @type {WeightsFile} */ (file));
    client.session?.free();
    Object.assign(client, { session: next, source: source?.url, fileBytes });
    return { summary: next.summary, report: next.report, fileBytes };
  },

  async photo({ blob, size }, client) {
    return opened(client).loadPhoto(new Uint8Array(await blob.arrayBuffer()), size);
  },

  pixels({ widthPx, heightPx, rgba, size }, client) {
    return opened(client).loadPixels(widthPx, heightPx, rgba, size);
  },

  run(request, client) {
    client.runs += 1;
    return { number: client.runs, ...readRun(opened(client), cost, request) };
  },

  /** Undefined when the run asked about is not the last one any more. */
  inside({ number, stage, setting }, client) {
    return number === client.runs ? readInside(opened(client), stage, setting) : undefined;
  },

  /** The whole of what a run recorded at the bottlenecks; undefined when that run is not the last one any more. */
  whole({ number, setting }, client) {
    return number === client.runs ? [1, 2, 3].map((stage) => readInside(opened(client), stage, setting)) : undefined;
  },

  /** Undefined when the run asked about is not the last one any more. */
  everything({ number, metadata }, client) {
    return number === client.runs ? everything(opened(client), metadata) : undefined;
  },

  trial({ settings, stage }, client) {
    return readTrial(opened(client), settings, stage);
  },

  classMap({ index }, client) {
    return opened(client).classMap(index);
  },

  costs({ networks }) {
    return networks.map((/** @type {any} */ { architecture, setting, size }) => cost(architecture, setting, size));
  },

  tapNames(_, client) {
    return opened(client).tapNames();
  },

  tap({ name }, client) {
    return opened(client).tap(name);
  },
};

/** What an action needs from elsewhere: fetched while other actions go on. @type {Record<string, (args: any, progress: (value: object) => void) => Promise<WeightsFile | undefined>>} */
const preparations = {
  async open({ source, blob }, progress) {
    const bytes = blob || clientOn(source.url) ? undefined : fetchOnce(source, progress);
    const [fetched] = await Promise.all([bytes, ready]);
    return blob ? bringIn(blob) : fetched;
  },
};

/**
 * Elements that ask for the same weights at one time wait for one transfer.
 *
 * @param {import('./weights.js').Source} source
 * @param {(value: object) => void} progress
 */
function fetchOnce(source, progress) {
  const { url } = source;
  const fresh = () => {
    const followers = new Set();
    const bytes = fetchWeights(source, (value) => followers.forEach((follow) => follow(value)));
    // Kept until whoever waited for it stands in line: from then on there is an element on these weights.
    const forget = () => (tail = tail.then(() => void underway.delete(url)));
    bytes.catch(() => {}).then(forget);
    return { bytes, followers };
  };
  const transfer = underway.get(url) ?? fresh();
  underway.set(url, transfer);
  transfer.followers.add(progress);
  return transfer.bytes;
}

/** What was asked is answered in the order in which it became ready. */
let tail = Promise.resolve();

/**
 * @param {{ id: number, client: number, action: string, args: object }} request
 * @param {Promise<WeightsFile | undefined>} file
 */
async function answer({ id, client, action, args }, file) {
  const asker = clients.get(client);
  // It has left meanwhile: nobody waits for an answer.
  if (!asker) return;
  // From here on it hears nothing until it is done: whoever waits can tell work from death.
  postMessage({ id, began: true });
  try {
    const result = await actions[action](args, asker, await file);
    postMessage({ id, result }, { transfer: buffersOf(result) });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const { name, stack } = error;
    // A wasm instance that trapped keeps answering with a broken state (wasm-bindgen #3687): the engine replaces it.
    const trapped = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    const fatal = trapped || unstarted;
    const cause = trapped && !unstarted ? causeOfTrap(error, panicText()) : causeOf(error);
    const report = 'report' in error ? error.report : undefined;
    postMessage({ id, error: { name, ...cause, stack, fatal, report } });
  }
}

/** Every typed array of a result, each buffer once: they are handed over, not copied. */
/** @param {unknown} value @param {Set<ArrayBuffer>} [found] @returns {ArrayBuffer[]} */
function buffersOf(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) found.add(/** @type {ArrayBuffer} */ (value.buffer));
  else if (value && typeof value === 'object') for (const part of Object.values(value)) buffersOf(part, found);
  return [...found];
}

/** @param {string} wasm address of the module */
function start(wasm) {
  ready = compiled(wasm).catch((error) => {
    unstarted = true;
    throw new Failure('module', { cause: causeOf(error) });
  });
  // Whoever asks for anything hears of it.
  ready.catch(() => {});
}

/** Holds a lock for as long as this worker lives, and says so once it does. @param {string} lock */
function hold(lock) {
  const held = () => {
    postMessage({ holds: true });
    return new Promise(() => {});
  };
  // There is none where the page is not from a safe place; in a sandbox it is refused.
  navigator.locks?.request(lock, held).catch(() => {});
}

/** @param {string} wasm */
const compiled = async (wasm) => init({ module_or_path: answered(await fetchUnpacked(wasm)) });

/** @param {number} client */
function close(client) {
  clients.get(client)?.session?.free();
  clients.delete(client);
}

addEventListener('message', ({ data }) => {
  if (data.ping) {
    postMessage({ pong: true });
    return;
  }
  if (data.wasm) {
    start(data.wasm);
    hold(data.lock);
    return;
  }
  const { id, client, action, args } = data;
  if (action === 'close') {
    tail = tail.then(() => close(client));
    return;
  }
  if (!clients.has(client)) clients.set(client, { runs: 0 });
  const prepared = preparations[action]?.(args, (value) => postMessage({ id, progress: value }));
  // Nothing can be asked of a worker whose module could not be started: it tells so, and is replaced.
  const file = prepared ?? ready.then(() => undefined);
  const line = () => {
    tail = tail.then(() => answer(data, file));
  };
  file.then(line, line);
});
