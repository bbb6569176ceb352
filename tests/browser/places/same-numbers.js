/**
 * Whether the network answers the same in every place: its numbers are compared bit by bit, because the same module
 * computes them everywhere.
 */

import { Session, bytes, shipped } from '../../wasm/module.js';

const TAP = 'bam3.spatial.logits';

/**
 * @typedef {object} Numbers
 * @property {number} top1 the most probable class
 * @property {number[]} logits the bits of each of the 64 values of one tap
 */

/**
 * What the element shows first: the bundled koala under the settings that a reader finds.
 *
 * @param {import('./place.js').Place} place
 * @returns {Promise<Numbers>}
 */
export async function numbersAt(place) {
  await place.waitFor(
    'the first run',
    () => /** @type {any} */ (document.querySelector('bam-lens'))?.predictions?.length > 0,
  );
  return place.evaluate(read, TAP);
}

/**
 * What the element shows of a reader's photo, once it has run.
 *
 * @param {import('./place.js').Place} place
 * @param {string} path of a photo in this repository
 * @returns {Promise<Numbers>}
 */
export async function numbersOfPhoto(place, path) {
  await place.evaluate(
    async (photo) => {
      const lens = /** @type {any} */ (document.querySelector('bam-lens'));
      const run = new Promise((resolve, reject) => {
        lens.addEventListener('bamlens-run', resolve, { once: true });
        lens.addEventListener('bamlens-error', ({ detail }) => reject(new Error(detail.message)), { once: true });
      });
      await lens.loadImage(new Blob([Uint8Array.from(atob(photo), (c) => c.charCodeAt(0))]));
      await run;
    },
    Buffer.from(bytes(path)).toString('base64'),
  );
  return place.evaluate(read, TAP);
}

/** The same without a browser. @param {string} path of a photo in this repository @returns {Numbers} */
export function numbersInNode(path) {
  const session = new Session(shipped());
  try {
    session.loadPhoto(bytes(path), 128);
    session.setSize(128, 0.5);
    session.configure({ form: 'paper', merge: 'sum', r: 16, d: 4 });
    const { predictions } = session.run();
    const { data } = session.tap(TAP);
    return {
      top1: predictions[0].index,
      logits: Array.from(new Uint32Array(data.buffer, data.byteOffset, data.length)),
    };
  } finally {
    session.free();
  }
}

/** Runs in the place. @param {string} name of a tap @returns {Promise<Numbers>} */
async function read(name) {
  const lens = /** @type {any} */ (document.querySelector('bam-lens'));
  const { data } = await lens.tap(name);
  return {
    top1: lens.predictions[0].index,
    logits: Array.from(new Uint32Array(data.buffer, data.byteOffset, data.length)),
  };
}
