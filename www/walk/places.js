/** The places a kernel reads around a cell, and what a tap holds there. */

/** @typedef {import('../state.js').Cell} Cell */
/** @typedef {import('./layer.js').Tap} Tap */

/** @typedef {Cell & { inside: boolean }} Place `inside` is false where the map is padded with zeros */

/**
 * @param {Cell} cell
 * @param {number} edge of the kernel, odd
 * @param {number} d dilation
 * @param {{ heightPx: number, widthPx: number }} map
 * @returns {Place[]} row by row
 */
export function placesAround(cell, edge, d, { heightPx, widthPx }) {
  const reach = (edge - 1) / 2;
  return Array.from({ length: edge * edge }, (_, tap) => {
    const row = cell.row + (Math.floor(tap / edge) - reach) * d;
    const column = cell.column + ((tap % edge) - reach) * d;
    return { row, column, inside: row >= 0 && row < heightPx && column >= 0 && column < widthPx };
  });
}

/**
 * @param {Tap} tap (1, C, H, W)
 * @param {Cell} cell
 * @returns {Float32Array} (C)
 */
export function columnOf({ shape: [, channels, height, width], data }, { row, column }) {
  return Float32Array.from({ length: channels }, (_, c) => data[(c * height + row) * width + column]);
}

/**
 * @param {Tap} tap (1, C, H, W)
 * @param {number} channel
 * @returns {Float32Array} (H * W), row by row; a view, not a copy
 */
export function channelOf({ shape: [, , height, width], data }, channel) {
  return data.subarray(channel * height * width, (channel + 1) * height * width);
}

/** @param {Tap} tap (1, C, H, W) */
export const sizeOf = ({ shape }) => ({ heightPx: shape[2], widthPx: shape[3] });
