/** What a dropped, picked or pasted file is, and photos that only the browser can decode. */

import { scrambles, surface } from './canvas.js';
import { Failure } from './failure.js';

/** A host adds to names: `x.safetensors-DN61wCx7.gzip`. */
const CHECKPOINT = /\.(safetensors|pth|pt|tar|bin|ckpt|pkl|gz|gzip)$/i;
const BROWSER_ONLY = /^image\/(avif|heic|heif|svg\+xml)$/;
/** A decoded photo above this edge is scaled down: the network sees 512 px at most. */
const EDGE_PX = 2048;

/** Bytes of the largest files that are read. A ResNet-101 with BAM in f64 has 370 MB, 100 megapixels of a BMP 300. */
const LARGEST = { photo: 320_000_000, checkpoint: 400_000_000 };

/**
 * Throws a `Failure` when a file is so large that reading it would only end in want of memory; nothing of it is read.
 *
 * @param {Blob} blob
 * @param {keyof typeof LARGEST} kind
 */
export function refuseLarge({ size }, kind) {
  if (size > LARGEST[kind]) throw new Failure('file.large', { bytes: size, limit: LARGEST[kind] });
}

/** @param {File} file */
export function isCheckpoint(file) {
  return CHECKPOINT.test(file.name) || (file.type !== '' && !file.type.startsWith('image/'));
}

/** @param {Blob} blob AVIF, HEIC and SVG: the network's own decoders leave them to the browser */
export function needsBrowser(blob) {
  return BROWSER_ONLY.test(blob.type);
}

/**
 * @param {Blob} blob
 * @returns {Promise<{ widthPx: number, heightPx: number, rgba: Uint8ClampedArray }>}
 */
export async function decodeInBrowser(blob) {
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = url;
    await image.decode().catch(() => {
      throw new Failure('photo.format', { type: blob.type });
    });
    // An SVG may have no size of its own.
    const width = image.naturalWidth || EDGE_PX;
    const height = image.naturalHeight || EDGE_PX;
    const shrink = Math.min(1, EDGE_PX / Math.max(width, height));
    const edge = (/** @type {number} */ px) => Math.max(1, Math.round(px * shrink));
    const { canvas, context } = surface(edge(width), edge(height));
    // The network would answer to noise as it does to a photo.
    if (scrambles()) throw new Failure('photo.noise', { type: blob.type });
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return { widthPx: canvas.width, heightPx: canvas.height, rgba: data };
  } finally {
    URL.revokeObjectURL(url);
  }
}
