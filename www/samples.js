/** The photos and the network that come with the page; the bundler gives each file its address. */

import models from './models/index.json';
import samples from './samples/index.json';
import moduleBytes from './wasm/bam_lens_bg.wasm?gzip-size';

/** @type {Record<string, string>} */
const files = import.meta.glob(
  ['./samples/*.jpg', './samples/thumbs/*', './models/*.gzip', './precomputed/*.safetensors'],
  {
    // Files of their own, however small: a script that carries pictures keeps every other one waiting.
    query: '?url&no-inline',
    import: 'default',
    eager: true,
  },
);

/**
 * Whole addresses: a worker that comes from a blob has none of its own to start from. A page in one file may leave a file
 * out, whose address is empty.
 *
 * @param {string} path
 */
const address = (path) => files[path] && new URL(files[path], import.meta.url).href;

/** @type {import('./lens.js').Sample[]} */
export const shippedSamples = samples.map(({ file, ...sample }) => ({
  ...sample,
  url: address(`./samples/${file}`),
  thumb: address(`./samples/thumbs/${sample.id}.webp`),
}));

/** Runs that were computed in advance: `precomputed.js`. @param {string} img @param {string} group */
export function precomputedUrl(img, group) {
  return address(`./precomputed/${img}.${group}.safetensors`) || undefined;
}

/** @type {import('./weights.js').Source} */
export const shippedWeights = {
  url: address(`./models/${models[0].file}`),
  bytes: models[0].bytes,
  sha256: models[0].sha256,
};

/** Name of their file, for a page that comes without it. */
export const weightsFile = models[0].file;

/** What a reader downloads before the network runs: its weights and the module. */
export const networkBytes = models[0].bytes + moduleBytes;
