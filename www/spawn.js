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
  worker.postMessage({ wasm: new URL(wasmUrl, import.meta.url).href });
  return worker;
}
