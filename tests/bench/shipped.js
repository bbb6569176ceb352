/** The network as readers get it: how long it takes to be there, what memory it holds, what a change costs. */

import init, { Session, cost } from '../../www/wasm/bam_lens.js';
import wasmUrl from '../../www/wasm/bam_lens_bg.wasm?url';
import { shippedSamples, shippedWeights } from '../../www/samples.js';
import { summary } from './times.js';

const PAPER = { form: 'paper', merge: 'sum', r: 16, d: 4 };
const MIB = 2 ** 20;

/**
 * For a page of its own, as memory never shrinks.
 *
 * @param {{ sizesPx: number[], rounds: number }} options
 */
export async function measureShipped({ sizesPx, rounds }) {
  const [fetchMs, [module, weights, photo]] = await timed(() =>
    Promise.all([wasmUrl, shippedWeights.url, shippedSamples[0].url].map(bytesOf)),
  );
  const [compileMs, { memory }] = await timed(() => init({ module_or_path: module }));
  const [openMs, session] = await timed(() => new Session(weights));
  session.configure(PAPER);
  session.loadPhoto(photo, sizesPx[0]);
  const [firstRunMs] = await timed(() => session.run());
  const afterLoad = memory.buffer.byteLength / MIB;

  const sizes = [];
  for (const sizePx of sizesPx) {
    session.loadPhoto(photo, sizePx);
    sizes.push({ sizePx, ...(await changes(session, rounds)) });
  }
  const { architecture } = session.summary;
  const multiplyAdds = Object.fromEntries(
    sizesPx.map((sizePx) => [sizePx, cost(architecture, PAPER, sizePx).multiplyAdds]),
  );
  session.free();
  return {
    load: { fetchMs, compileMs, openMs, firstRunMs },
    heapMib: { afterLoad, peak: memory.buffer.byteLength / MIB },
    sizes,
    multiplyAdds,
  };
}

/**
 * A whole run, and the runs after d was changed at BAM 1, 2 or 3 alone.
 *
 * @param {Session} session @param {number} rounds
 */
async function changes(session, rounds) {
  const whole = [];
  const from = { 1: [], 2: [], 3: [] };
  for (let round = 0; round < rounds; round++) {
    session.configure(PAPER);
    session.forget();
    whole.push((await timed(() => session.run()))[0]);
    for (const k of [1, 2, 3]) {
      session.configureBam(k, { ...PAPER, d: 2 });
      from[k].push((await timed(() => session.run()))[0]);
      session.configureBam(k, PAPER);
      session.run();
    }
  }
  const each = Object.entries(from).map(([k, times]) => [`bam${k}`, summary(times)]);
  return { whole: summary(whole), changed: Object.fromEntries(each) };
}

/** @template T @param {() => T | Promise<T>} work @returns {Promise<[number, T]>} milliseconds and what it gave */
async function timed(work) {
  const started = performance.now();
  const result = await work();
  return [performance.now() - started, result];
}

/** @param {string} url @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function bytesOf(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
