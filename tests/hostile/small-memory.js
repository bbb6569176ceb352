/** The WebAssembly module with another maximum of memory: what a large photo meets at its limit, a small one meets here. */

const MEMORY_SECTION = 5;
/** One memory, whose limits have a maximum (WebAssembly core specification, 5.3.9). */
const ONE_WITH_MAXIMUM = [1, 1];
/** Bytes of the magic number and the version. */
const HEADER = 8;

/** @param {Uint8Array} bytes @param {number} at @returns {[number, number]} an unsigned LEB128 number and where it ends */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

/** @param {number} value @returns {number[]} */
const leb128 = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(value >>> 7)]);

/**
 * @param {Uint8Array} wasm
 * @param {number} pages of 64 KiB
 * @returns {Uint8Array<ArrayBuffer>} the same module whose memory grows to so many pages and no further
 */
export function withMostPages(wasm, pages) {
  for (let at = HEADER; at < wasm.length;) {
    const id = wasm[at];
    const [size, content] = number(wasm, at + 1);
    if (id === MEMORY_SECTION) {
      const [initial] = number(wasm, content + 2);
      const memory = [...ONE_WITH_MAXIMUM, ...leb128(initial), ...leb128(pages)];
      const section = [MEMORY_SECTION, ...leb128(memory.length), ...memory];
      return Uint8Array.from(
        Buffer.concat([wasm.subarray(0, at), Uint8Array.from(section), wasm.subarray(content + size)]),
      );
    }
    at = content + size;
  }
  throw new Error('the module has no memory of its own');
}
