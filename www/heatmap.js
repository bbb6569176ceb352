/** Planes onto canvases of exactly the map's size: one table look-up a cell, one putImageData. CSS scales them. */

import { colorize } from './colormap.js';
import { mosaic } from './layout.js';

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import('./scale.js').Plane} plane
 * @param {import('./colormap.js').ColorTable} table
 * @param {number} low
 * @param {number} high
 */
export function paintPlane(canvas, plane, table, low, high) {
  const image = new ImageData(plane.widthPx, plane.heightPx);
  colorize(plane.data, table, { low, high }, image.data);
  put(canvas, image);
}

/**
 * Every map of a tap side by side, gaps clear.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {import('./run.js').Tap} tap (1, m, H, W)
 * @param {import('./colormap.js').ColorTable} table
 * @param {number} low
 * @param {number} high
 */
export function paintMosaic(canvas, tap, table, low, high) {
  const [, maps, height, width] = tap.shape;
  const tiles = mosaic(maps, width, height);
  const image = new ImageData(tiles.widthPx, tiles.heightPx);
  colorize(tap.data, table, { low, high }, image.data, (index) => {
    const map = Math.floor(index / (width * height));
    const top = Math.floor(map / tiles.columns) * (height + tiles.gapPx);
    const left = (map % tiles.columns) * (width + tiles.gapPx);
    const cell = index % (width * height);
    return (top + Math.floor(cell / width)) * tiles.widthPx + left + (cell % width);
  });
  put(canvas, image);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import('./wasm/bam_lens.js').Pixels} photo
 */
export function paintPhoto(canvas, photo) {
  const pixels = /** @type {Uint8ClampedArray<ArrayBuffer>} */ (photo.data);
  put(canvas, new ImageData(pixels, photo.widthPx, photo.heightPx));
}

/**
 * A legend's bar: the table itself, low to high.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {import('./colormap.js').ColorTable} table
 */
export function paintTable(canvas, table) {
  put(canvas, new ImageData(new Uint8ClampedArray(table), table.length / 4, 1));
}

/** @param {HTMLCanvasElement} canvas @param {ImageData} image */
function put(canvas, image) {
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
