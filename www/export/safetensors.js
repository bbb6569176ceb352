/** Tensors under names in one file: the header's length, a JSON header, then the values one after the other. */

import { bytesOf } from './bytes.js';

/** Before the header: its length as a little-endian u64. */
const LENGTH_BYTES = 8;
/** The values begin at a multiple of this. */
const ALIGNMENT_BYTES = 8;
/** The key beside the tensors' names under which a file says what it is. */
const METADATA = '__metadata__';

/**
 * @param {({ name: string } & import('./bytes.js').Values)[]} tensors
 * @param {Record<string, string>} [metadata]
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function safetensorsOf(tensors, metadata) {
  /** @type {Map<string, unknown>} */
  const entries = new Map(metadata && [[METADATA, metadata]]);
  const chunks = [];
  let end = 0;
  for (const { name, ...values } of tensors) {
    if (name === METADATA) throw new Error(`no tensor can be named ${METADATA}`);
    if (entries.has(name)) throw new Error(`two tensors are named ${name}`);
    const data = bytesOf(values);
    entries.set(name, { dtype: 'F32', shape: values.shape, data_offsets: [end, end + data.length] });
    chunks.push({ data, start: end });
    end += data.length;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerBytes = Math.ceil(json.length / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const values = LENGTH_BYTES + headerBytes;
  const file = new Uint8Array(values + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, LENGTH_BYTES, values);
  file.set(json, LENGTH_BYTES);
  for (const { data, start } of chunks) file.set(data, values + start);
  return file;
}
