/** The page of `npm run bench`: whole forward passes, all taps kept, in this browser. `scripts/bench.js` opens it. */

import init, { Session } from '../../www/wasm/bam_lens.js';
import wasmUrl from '../../www/wasm/bam_lens_bg.wasm?url';
import { shippedSamples, shippedWeights } from '../../www/samples.js';
import { simdPeakGflops } from './simd-peak.js';

/** @typedef {{ engine: string, network: string, sizePx: number, medianMs: number, minMs: number }} Row */

const SETTING = { form: 'paper', merge: 'sum', r: 16, d: 4 };

/**
 * @param {{ sizesPx: number[], runs: number }} options
 * @returns {Promise<{ simdPeakGflops: number, rows: Row[] }>}
 */
globalThis.bench = async ({ sizesPx, runs }) => {
  await init({ module_or_path: wasmUrl });
  const photo = await bytesOf(shippedSamples[0].url);
  const session = new Session(await bytesOf(shippedWeights.url));
  session.configure(SETTING);
  const network = `${session.summary.architecture.arch}-bam`;
  const rows = [];
  for (const sizePx of sizesPx) {
    session.loadPhoto(photo, sizePx);
    rows.push({ engine: 'bam-lens', network, sizePx, ...measure(session, runs) });
  }
  return { simdPeakGflops: simdPeakGflops(), rows };
};

/** @param {Session} session @param {number} runs @returns {{ medianMs: number, minMs: number }} */
function measure(session, runs) {
  const times = [];
  // The first passes are left out: the browser is still compiling the module's hot functions.
  for (let index = -3; index < runs; index++) {
    session.forget();
    const started = performance.now();
    session.run();
    if (index >= 0) times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return { medianMs: times[times.length >> 1], minMs: times[0] };
}

/** @param {string} url @returns {Promise<Uint8Array>} */
async function bytesOf(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
