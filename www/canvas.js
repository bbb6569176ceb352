/** Canvases whose pixels are read back: not every browser has one, and some give noise for them. */

import { Failure } from './failure.js';

/** Noise is anywhere between 0 and 255; some browsers change the lowest bit, which no photo shows. */
const NOISE = 8;
/** A colour whose four numbers differ. */
const COLOR = [64, 128, 192, 255];

/**
 * @param {number} widthPx
 * @param {number} heightPx
 * @returns {{ canvas: OffscreenCanvas, context: OffscreenCanvasRenderingContext2D }}
 */
export function surface(widthPx, heightPx) {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  if (!context) throw new Failure('canvas');
  return { canvas, context };
}

/** Whether what is read back is noise, as in Firefox with resistFingerprinting. */
export function scrambles() {
  const { canvas, context } = surface(8, 8);
  context.fillStyle = `rgb(${COLOR.slice(0, 3).join(' ')})`;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value, i) => Math.abs(value - COLOR[i % 4]) > NOISE);
}
