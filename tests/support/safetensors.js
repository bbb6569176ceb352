/** Reads the f32 tensors of a safetensors file, and writes others into a copy: just enough for reference values. */

import { readFileSync } from 'node:fs';

/**
 * @param {string | URL} path
 * @returns {Record<string, { shape: number[], data: Float32Array }>}
 */
export function readTensors(path) {
  const file = readFileSync(path);
  const headerBytes = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, 8 + headerBytes));
  delete header.__metadata__;
  const values = 8 + headerBytes;
  return Object.fromEntries(
    Object.entries(header).map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [start, end],
        },
      ]) => {
        if (dtype !== 'F32') throw new Error(`${name} is ${dtype}, expected F32`);
        // A copy, as the file's values need not lie on a multiple of four bytes.
        const bytes = file.subarray(values + start, values + end);
        return [name, { shape, data: new Float32Array(new Uint8Array(bytes).buffer) }];
      },
    ),
  );
}

/**
 * A copy of a file with other values in some f32 tensors.
 *
 * @param {string | URL | Uint8Array} source the file, or where it lies
 * @param {Record<string, (place: number, value: number) => number>} changes by the tensor's name
 * @returns {Buffer}
 */
export function altered(source, changes) {
  const file = source instanceof Uint8Array ? Buffer.from(source) : readFileSync(source);
  const headerBytes = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, 8 + headerBytes));
  for (const [name, change] of Object.entries(changes)) {
    const [start, end] = header[name].data_offsets.map((/** @type {number} */ offset) => 8 + headerBytes + offset);
    for (let at = start; at < end; at += 4) file.writeFloatLE(change((at - start) / 4, file.readFloatLE(at)), at);
  }
  return file;
}

/**
 * max|a - b| / max|b|, infinite when the sizes differ or a value is not finite.
 *
 * @param {Float32Array} a
 * @param {Float32Array} b
 */
export function relativeError(a, b) {
  if (a.length !== b.length) return Infinity;
  const largest = (/** @type {Float32Array} */ values) =>
    values.reduce((max, value) => (Number.isFinite(value) ? Math.max(max, Math.abs(value)) : Infinity), 0);
  return largest(a.map((value, n) => value - b[n])) / Math.max(largest(b), Number.MIN_VALUE);
}
