/** The photos and the network that come with the page; the bundler gives each file its address. */

import models from './models/index.json';
import samples from './samples/index.json';

/** @type {Record<string, string>} */
const files = import.meta.glob(['./samples/*.{jpg,jpeg,png,webp}', './models/*.gzip'], {
  query: '?url',
  import: 'default',
  eager: true,
});

/** @type {import('./lens.js').Sample[]} */
export const shippedSamples = samples.map(({ file, ...sample }) => ({ ...sample, url: files[`./samples/${file}`] }));

/** @type {import('./weights.js').Source} */
export const shippedWeights = {
  url: files[`./models/${models[0].file}`],
  bytes: models[0].bytes,
  sha256: models[0].sha256,
};
