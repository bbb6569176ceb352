/**
 * The worker's half of `engine.js`: holds the wasm session and answers one action at a time. It wraps, it does not
 * compute: every number on the page comes from the network in wasm.
 */

import init, { Session, cost, panicText } from './wasm/bam_lens.js';
import wasmUrl from './wasm/bam_lens_bg.wasm?url';
import { fetchWeights } from './weights.js';
import { everything } from './everything.js';
import { readInside } from './inside.js';
import { readRun } from './run.js';
import { readTrial } from './trial.js';

/** @typedef {(args: any, context: { signal: AbortSignal, progress: (progress: object) => void }) => unknown} Action */

const ready = init({ module_or_path: wasmUrl });
/** @type {Session | undefined} */
let session;
/** Counts the runs: what belongs to an older one is gone. */
let runs = 0;

function opened() {
  if (!session) throw new Error('the network is not loaded yet');
  return session;
}

/** @type {Record<string, Action>} */
const actions = {
  async open({ source, blob }, { signal, progress }) {
    const bytes = blob ? new Uint8Array(await blob.arrayBuffer()) : await fetchWeights(source, progress, signal);
    await ready;
    signal.throwIfAborted();
    // The old network is let go only once the new one stands: a file that fails changes nothing.
    const next = new Session(bytes);
    session?.free();
    session = next;
    return { summary: next.summary, report: next.report, fileBytes: bytes.length };
  },

  async photo({ blob, size }) {
    return opened().loadPhoto(new Uint8Array(await blob.arrayBuffer()), size);
  },

  pixels({ widthPx, heightPx, rgba, size }) {
    return opened().loadPixels(widthPx, heightPx, rgba, size);
  },

  run(request) {
    runs += 1;
    return { number: runs, ...readRun(opened(), cost, request) };
  },

  /** Undefined when the run asked about is not the last one any more. */
  inside({ number, stage, setting }) {
    return number === runs ? readInside(opened(), stage, setting) : undefined;
  },

  /** The whole of what a run recorded at the bottlenecks; undefined when that run is not the last one any more. */
  whole({ number, setting }) {
    return number === runs ? [1, 2, 3].map((stage) => readInside(opened(), stage, setting)) : undefined;
  },

  /** Undefined when the run asked about is not the last one any more. */
  everything({ number, metadata }) {
    return number === runs ? everything(opened(), metadata) : undefined;
  },

  trial({ settings, stage }) {
    return readTrial(opened(), settings, stage);
  },

  classMap({ index }) {
    return opened().classMap(index);
  },

  costs({ networks }) {
    return networks.map((/** @type {any} */ { architecture, setting, size }) => cost(architecture, setting, size));
  },

  tapNames() {
    return opened().tapNames();
  },

  tap({ name }) {
    return opened().tap(name);
  },
};

/** @type {Map<number, AbortController>} */
const running = new Map();
let tail = Promise.resolve();

/** @param {{ id: number, action: string, args: object }} request */
async function answer({ id, action, args }) {
  const controller = running.get(id);
  if (!controller) return;
  const progress = (/** @type {object} */ value) => postMessage({ id, progress: value });
  try {
    controller.signal.throwIfAborted();
    const result = await actions[action](args, { signal: controller.signal, progress });
    postMessage({ id, result }, { transfer: buffersOf(result) });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const { name, stack } = error;
    // A wasm instance that trapped keeps answering with a broken state (wasm-bindgen #3687): the engine replaces it.
    const fatal = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    const message = (fatal && panicText()) || error.message;
    postMessage({ id, error: { name, message, stack, fatal, report: 'report' in error ? error.report : undefined } });
  } finally {
    running.delete(id);
  }
}

/** Every typed array of a result, each buffer once: they are handed over, not copied. */
/** @param {unknown} value @param {Set<ArrayBuffer>} [found] @returns {ArrayBuffer[]} */
function buffersOf(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) found.add(/** @type {ArrayBuffer} */ (value.buffer));
  else if (value && typeof value === 'object') for (const part of Object.values(value)) buffersOf(part, found);
  return [...found];
}

addEventListener('message', ({ data }) => {
  if (data.abort) {
    running.get(data.abort)?.abort();
    return;
  }
  running.set(data.id, new AbortController());
  tail = tail.then(() => answer(data));
});
