/** Planes onto canvases of exactly the map's size: one table look-up a cell, one putImageData. CSS scales them. */

import { colorize } from './colormap.js';
import { mosaic } from './layout.js';
import { extentOf, extentOfData, signedRange } from './scale.js';
import { channelOf } from './walk/places.js';

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
 * One channel of a bottleneck.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Record<string, import('./run.js').Tap>} taps `before`, `after`, `stage4` (1, C, H, W)
 * @param {'before' | 'after' | 'difference' | 'stage4'} which
 * @param {number} channel
 * @param {import('./colormap.js').ColorTable} table
 * @param {number} [low] without ends the channel is drawn on its own scale
 * @param {number} [high]
 */
export function paintChannel(canvas, taps, which, channel, table, low, high) {
  const tap = which === 'difference' ? taps.before : taps[which];
  const [, , height, width] = tap.shape;
  let data = channelOf(tap, channel);
  if (which === 'difference') {
    const [before, after] = [data, channelOf(taps.after, channel)];
    data = new Float32Array(before.length);
    for (let i = 0; i < data.length; i++) data[i] = after[i] - before[i];
  }
  const range = low === undefined || high === undefined ? ownRange(which, data) : { low, high };
  const image = new ImageData(width, height);
  colorize(data, table, range, image.data);
  put(canvas, image);
}

/** @param {string} which @param {Float32Array} data */
function ownRange(which, data) {
  const extent = [extentOfData(data)];
  return which === 'difference' ? signedRange(extent) : extentOf(extent);
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
  // Setting a size, even the same one, makes a new bitmap.
  if (canvas.width !== image.width) canvas.width = image.width;
  if (canvas.height !== image.height) canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
