/** @param {number[]} times @returns {{ medianMs: number, minMs: number }} */
export function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { medianMs: sorted[sorted.length >> 1], minMs: sorted[0] };
}
