/** The module's memory: how a reader's file comes into it, and what its end looks like. */

import { Failure, causeOf } from './failure.js';
import { Incoming } from './wasm/bam_lens.js';

/** What .cargo/config.toml lets the linker write into the module. A phone's browser ends a page that takes much more. */
export const MOST_BYTES = 2 ** 30;
const PIECE_BYTES = 2 ** 20;

/**
 * Piece by piece: a copy of the whole outside the module would take as much again.
 *
 * @param {Blob} blob
 * @returns {Promise<Incoming>}
 */
export async function bringIn(blob) {
  const file = new Incoming(blob.size);
  for await (const piece of piecesOf(blob)) file.add(piece);
  return file;
}

/**
 * All in one buffer, as garbage adds up to the whole again before it is collected. Not every browser reads a file that way.
 *
 * @param {Blob} blob
 * @returns {AsyncGenerator<Uint8Array>}
 */
async function* piecesOf(blob) {
  let reader;
  try {
    reader = blob.stream().getReader({ mode: 'byob' });
  } catch {
    for (let from = 0; from < blob.size; from += PIECE_BYTES) {
      yield new Uint8Array(await blob.slice(from, from + PIECE_BYTES).arrayBuffer());
    }
    return;
  }
  let buffer = new ArrayBuffer(PIECE_BYTES);
  for (;;) {
    const { done, value } = await reader.read(new Uint8Array(buffer));
    if (done) return;
    yield value;
    buffer = value.buffer;
  }
}

/**
 * Why an instance trapped. Rust's panics leave a text. An allocation that fails leaves none: it runs into `unreachable`, and
 * nothing else does so without a panic.
 *
 * @param {Error} error
 * @param {string} [panic] its text
 * @returns {import('./failure.js').Cause}
 */
export function causeOfTrap(error, panic) {
  if (panic) return { message: panic };
  const full = error instanceof WebAssembly.RuntimeError && /unreachable/i.test(error.message);
  return causeOf(full ? new Failure('memory', { limit: MOST_BYTES }) : error);
}
