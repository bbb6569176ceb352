/** Starts the worker from its text, which works on any page: `scripts/vite/worker-text.js` says why. */

import wasmUrl from './wasm/bam_lens_bg.wasm?url';
import code from './worker.js?text';

/** A page may ask for scripts' addresses by policy; this one's only address is the blob made here. */
const createPolicy = () =>
  /** @type {any} */ (globalThis).trustedTypes?.createPolicy('bam-lens', {
    createScriptURL: (/** @type {string} */ url) => url,
  });
/** Made with the first worker: a module that is imported a second time must not fail where a page allows each name once. */
let policy = /** @type {ReturnType<typeof createPolicy>} */ (undefined);

/** @returns {Worker} which has been told where its WebAssembly is: a blob has no neighbours */
export function spawn() {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  policy ??= createPolicy();
  const worker = new Worker(policy?.createScriptURL(url) ?? url);
  const release = () => URL.revokeObjectURL(url);
  for (const event of ['message', 'error']) worker.addEventListener(event, release, { once: true });
  worker.postMessage({ wasm: new URL(wasmUrl, import.meta.url).href });
  return worker;
}
