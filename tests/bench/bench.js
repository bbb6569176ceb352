/** The page of `npm run bench`: every engine on the same networks and numbers. `scripts/bench.js` opens it. */

import { shippedSamples } from '../../www/samples.js';
import * as bamLens from './engines/bam-lens.js';
import * as candle from './engines/candle.js';
import * as onnxruntimeWeb from './engines/onnxruntime-web.js';
import * as tfjsWasm from './engines/tfjs-wasm.js';
import { bamResnet } from './network.js';
import { simdPeakGflops } from './simd-peak.js';
import { measureShipped } from './shipped.js';
import { summary } from './times.js';

/** @typedef {{ engine: string, network: string, sizePx: number, medianMs: number, minMs: number }} Row */

const PEERS = { 'onnxruntime-web': onnxruntimeWeb, 'tfjs-wasm': tfjsWasm };
/** Runs that are left out: the browser is still compiling hot functions. */
const WARM_UP = 3;
/** Of the largest logit: what the engines' logits may differ by, or they do not compute the same network. */
const TOLERANCE = 1e-3;

globalThis.bench = { engines, measureShipped, simdPeakGflops };

/**
 * One network at one size in every engine, a run of each after the other.
 *
 * @param {{ arch: 'resnet18' | 'resnet34' | 'resnet50', sizePx: number, rounds: number }} options
 * @returns {Promise<Row[]>}
 */
async function engines({ arch, sizePx, rounds }) {
  const network = bamResnet(arch);
  const ours = await bamLens.load(network, sizePx, await samplePixels());
  const loaded = { 'bam-lens': ours };
  for (const [name, peer] of Object.entries(PEERS)) loaded[name] = await peer.load(network, sizePx, ours.input);
  await agree(loaded);
  loaded.candle = await candle.load(network, sizePx);

  const times = Object.fromEntries(Object.keys(loaded).map((engine) => [engine, []]));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [engine, { run }] of Object.entries(loaded)) {
      const started = performance.now();
      await run();
      if (round >= 0) times[engine].push(performance.now() - started);
    }
  }
  for (const { free } of Object.values(loaded)) free();
  return Object.entries(times).map(([engine, list]) => ({
    engine,
    // Candle's own has no BAM.
    network: engine === 'candle' ? arch : `${arch}-bam`,
    sizePx,
    ...summary(list),
  }));
}

/** @param {Record<string, { run: () => any }>} loaded */
async function agree(loaded) {
  const [[, first], ...others] = Object.entries(loaded);
  const expected = first.run();
  const largest = (values) => values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  for (const [engine, { run }] of others) {
    const logits = await run();
    const error = largest(expected.map((value, n) => value - logits[n])) / largest(expected);
    if (!(error <= TOLERANCE)) throw new Error(`${engine} computes other logits: they differ by ${error}`);
  }
}

/** @returns {Promise<ImageData>} the first sample photo, as the browser decodes it */
async function samplePixels() {
  const image = new Image();
  image.src = shippedSamples[0].url;
  await image.decode();
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}
