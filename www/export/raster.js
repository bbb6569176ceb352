/** Pictures that only a browser can make. What a canvas gives back differs between browsers; the SVG never does. */

import { scrambles, surface } from '../canvas.js';
import { Failure } from '../failure.js';

/**
 * @param {string} svg with a width and a height
 * @param {number} scale canvas pixels to a unit
 * @returns {Promise<Blob>} PNG
 */
export async function pngOf(svg, scale) {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { canvas, context } = faithful(image.naturalWidth * scale, image.naturalHeight * scale);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * A photo as text that an SVG can hold.
 *
 * @param {{ widthPx: number, heightPx: number, data: Uint8ClampedArray }} pixels RGBA, row by row
 * @returns {Promise<string>} a `data:` URL of a JPEG
 */
export async function photoUrlOf({ widthPx, heightPx, data }) {
  const { canvas, context } = faithful(widthPx, heightPx);
  const pixels = /** @type {Uint8ClampedArray<ArrayBuffer>} */ (data);
  context.putImageData(new ImageData(pixels, widthPx, heightPx), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** A canvas whose picture can be had back. @param {number} widthPx @param {number} heightPx */
function faithful(widthPx, heightPx) {
  if (scrambles()) throw new Failure('canvas.noise');
  return surface(Math.round(widthPx), Math.round(heightPx));
}
