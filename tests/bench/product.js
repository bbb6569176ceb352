/** Measured on the product's own page. Both functions are sent there, so they stand on their own. */

/** @returns {true | undefined} whether a photo has been run */
export function hasRun() {
  return document.querySelector('bam-lens')?.predictions?.length > 0 || undefined;
}

/**
 * From a new d of all three BAMs until its maps are drawn, and until the frame after.
 *
 * @param {number} rounds
 */
export async function changeOfD(rounds) {
  const lens = document.querySelector('bam-lens');
  const drawn = [];
  const shown = [];
  for (let round = 0; round < rounds; round++) {
    // As a reader would: not before the last change is done with.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const run = new Promise((resolve) => lens.addEventListener('bamlens-run', resolve, { once: true }));
    const started = performance.now();
    lens.set({ d: round % 2 ? 4 : 2 });
    await run;
    drawn.push(performance.now() - started);
    await new Promise(requestAnimationFrame);
    shown.push(performance.now() - started);
  }
  const summary = (times) => {
    times.sort((a, b) => a - b);
    return { medianMs: times[times.length >> 1], minMs: times[0] };
  };
  return { drawn: summary(drawn), shown: summary(shown) };
}
