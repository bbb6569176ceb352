/** What a dropped, picked or pasted file is, and photos that only the browser can decode. */

import { scrambles, surface } from './canvas.js';
import { Failure } from './failure.js';

/** A host adds to names: `x.safetensors-DN61wCx7.gzip`. */
const CHECKPOINT = /\.(safetensors|pth|pt|tar|bin|ckpt|pkl|gz|gzip)$/i;

/**
 * How files begin, whatever they are called: at which byte, with what. A safetensors file opens with a length that can look
 * like anything, so checkpoints come first.
 *
 * @type {['checkpoint' | 'photo', number, string][]}
 */
const SIGNATURES = [
  ['checkpoint', 8, '{"'],
  ['checkpoint', 0, 'PK\x03\x04'],
  ['checkpoint', 0, '\x80\x02'],
  ['checkpoint', 0, '\x1f\x8b'],
  ['photo', 0, '\xff\xd8'],
  ['photo', 0, '\x89PNG'],
  ['photo', 0, 'GIF8'],
  ['photo', 0, 'BM'],
  ['photo', 8, 'WEBP'],
  ['photo', 4, 'ftyp'],
  ['photo', 0, '<'],
];
const SIGNATURE_BYTES = 16;

/** What a browser calls the formats that only it may decode, under the names that the network's own decoders give them. */
const BROWSER_TYPES = /** @type {Record<string, string>} */ ({
  AVIF: 'image/avif',
  HEIC: 'image/heic',
  HEIF: 'image/heif',
  ICO: 'image/x-icon',
  'JPEG 2000': 'image/jp2',
  'JPEG XL': 'image/jxl',
  SVG: 'image/svg+xml',
  TIFF: 'image/tiff',
});
/** Longer edge of an SVG; another photo that is larger is scaled down to it: the network sees 512 px at most. */
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

/**
 * Judged by how it begins; by name and type only where that says nothing.
 *
 * @param {File} file
 * @returns {Promise<boolean>} whether it is taken for a checkpoint; everything else is taken for a photo
 */
export async function isCheckpoint(file) {
  const bytes = new Uint8Array(await file.slice(0, SIGNATURE_BYTES).arrayBuffer());
  const start = String.fromCharCode(...bytes);
  const found = SIGNATURES.find(([, at, signature]) => start.startsWith(signature, at));
  if (found) return found[0] === 'checkpoint';
  return CHECKPOINT.test(file.name) || (file.type !== '' && !file.type.startsWith('image/'));
}

/**
 * The same file under the type of what it holds, for the browser: an SVG without its type is text to it.
 *
 * @param {Blob} blob
 * @param {string} format as the network's own decoders name it
 * @returns {Blob | undefined} nothing when no browser decodes it
 */
export function asBrowserImage(blob, format) {
  const type = BROWSER_TYPES[format];
  return type ? new Blob([blob], { type }) : undefined;
}

/**
 * @param {Blob} blob
 * @param {string} format for whoever is told that it cannot be read
 * @returns {Promise<{ widthPx: number, heightPx: number, rgba: Uint8ClampedArray }>}
 */
export async function decodeInBrowser(blob, format) {
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = url;
    await image.decode().catch(() => {
      throw new Failure('photo.format', { format });
    });
    // An SVG may have no size of its own.
    const width = image.naturalWidth || EDGE_PX;
    const height = image.naturalHeight || EDGE_PX;
    const most = EDGE_PX / Math.max(width, height);
    // It has no pixels either: drawn small, it would be made large again without its edges.
    const scale = format === 'SVG' ? most : Math.min(1, most);
    const edge = (/** @type {number} */ px) => Math.max(1, Math.round(px * scale));
    const { canvas, context } = surface(edge(width), edge(height));
    // The network would answer to noise as it does to a photo.
    if (scrambles()) throw new Failure('photo.noise', { format });
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return { widthPx: canvas.width, heightPx: canvas.height, rgba: data };
  } finally {
    URL.revokeObjectURL(url);
  }
}
