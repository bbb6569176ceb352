/** What happens to files: cut off, a bit flipped, bytes overwritten, zeroed, moved, a header changed. */

/** @typedef {import('./random.js').Random} Random */
/** @typedef {(bytes: Uint8Array, random: Random) => Uint8Array} Mutation given a file of at least 64 bytes, returns another one */

/** Bytes in which a header is looked for: a JPEG's size stands behind its tables. */
const HEADER = 256;
/** What a number in a header is replaced by: where signs change, and the largest of each size. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff];

/** @param {Uint8Array} bytes @param {(copy: Uint8Array) => void} change */
function changed(bytes, change) {
  const copy = bytes.slice();
  change(copy);
  return copy;
}

/** @type {Record<string, Mutation>} */
export const MUTATIONS = {
  truncated: (bytes, random) => bytes.slice(0, random.below(bytes.length)),

  bit: (bytes, random) => changed(bytes, (copy) => (copy[random.below(copy.length)] ^= 1 << random.below(8))),

  bytes64: (bytes, random) =>
    changed(bytes, (copy) => {
      const from = random.below(copy.length - 63);
      for (let i = from; i < from + 64; i++) copy[i] = random.byte();
    }),

  zeroed(bytes, random) {
    const from = random.below(bytes.length);
    return changed(bytes, (copy) => copy.fill(0, from, from + 1 + random.below(4096)));
  },

  splice: (bytes, random) =>
    changed(bytes, (copy) => {
      const from = random.below(copy.length);
      copy.copyWithin(random.below(copy.length), from, from + 1 + random.below(copy.length >> 2));
    }),

  header: (bytes, random) =>
    changed(bytes, (copy) => {
      for (let changes = 1 + random.below(4); changes > 0; changes--) {
        const at = random.below(Math.min(HEADER, copy.length));
        copy.fill(random.pick([...EXTREMES, random.byte()]), at, at + random.pick([1, 2, 4, 8]));
      }
    }),
};
