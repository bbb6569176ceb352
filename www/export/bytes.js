/** A tensor's values as a file holds them. */

/** @typedef {{ shape: number[], data: Float32Array }} Values row by row, last axis fastest, as a tap of a run */

/**
 * @param {Values} values
 * @returns {Uint8Array} little-endian f32, a view of the same memory: no browser runs on a machine of the other order
 */
export function bytesOf({ shape, data }) {
  const count = shape.reduce((product, edge) => product * edge, 1);
  if (count !== data.length) throw new Error(`shape (${shape}) holds ${count} values, got ${data.length}`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
