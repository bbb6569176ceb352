/** Starts the worker from its text, which works on any page: `scripts/vite/worker-text.js` says why. */

import { scriptUrl } from './script-url.js';
import wasmUrl from './wasm/bam_lens_bg.wasm?url';
import code from './worker.js?text';

/** @returns {Worker} which has been told where its WebAssembly is: a blob has no neighbours */
export function spawn() {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const worker = new Worker(scriptUrl(url));
  const release = () => URL.revokeObjectURL(url);
  for (const event of ['message', 'error']) worker.addEventListener(event, release, { once: true });
  const lock = `bam-lens ${Date.now()} ${Math.random()}`;
  tellEnd(worker, lock);
  worker.postMessage({ wasm: new URL(wasmUrl, import.meta.url).href, lock });
  return worker;
}

/**
 * Dispatches `close` on a worker that ended without a word, as no browser does by itself: it holds a lock for as long as it
 * lives. Plain http and sandboxes have no locks.
 *
 * @param {Worker} worker
 * @param {string} lock
 */
function tellEnd(worker, lock) {
  worker.addEventListener('message', ({ data }) => {
    if (data.holds) navigator.locks.request(lock, () => worker.dispatchEvent(new Event('close')));
  });
}
