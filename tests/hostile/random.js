/** Numbers that are the same at every run: a failure can be looked at again. */

/**
 * mulberry32, by Tommy Ettinger (public domain).
 *
 * @param {number} seed 32 bits
 */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  };
  /** @param {number} n at least 1 @returns {number} an integer from 0 to n - 1 */
  const below = (n) => next() % n;
  return {
    below,
    byte: () => below(256),
    /** @template Item @param {readonly Item[]} items @returns {Item} */
    pick: (items) => items[below(items.length)],
  };
}

/** @typedef {ReturnType<typeof random>} Random */
