/** One tensor as NumPy writes it: magic, version 1.0, a header that is a Python literal, the values in C order. */

import { bytesOf } from './bytes.js';

/** Before the header: six bytes of magic, two of version, two for the header's length. */
const PREAMBLE_BYTES = 10;
/** The values begin at a multiple of this. */
const ALIGNMENT_BYTES = 64;

/**
 * @param {import('./bytes.js').Values} values
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function npyOf(values) {
  const data = bytesOf(values);
  // Python writes a tuple of one with a comma, the others without.
  const shape = values.shape.length === 1 ? `${values.shape[0]},` : values.shape.join(', ');
  const literal = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`;
  const start = Math.ceil((PREAMBLE_BYTES + literal.length + 1) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const header = `${literal.padEnd(start - PREAMBLE_BYTES - 1)}\n`;
  const file = new Uint8Array(start + data.length);
  file.set([0x93, ...ascii('NUMPY'), 1, 0, header.length & 0xff, header.length >> 8, ...ascii(header)]);
  file.set(data, start);
  return file;
}

/** @param {string} text */
const ascii = (text) => new TextEncoder().encode(text);
