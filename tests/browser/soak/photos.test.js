/**
 * A long lesson: one photo after the other, of all sizes and formats, under all settings, every map and panel drawn. What is
 * there after the last is what was there when every size had been seen. `npm run test:soak` shows 1,000 of them.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from '../lens.js';
import { mib, openMetered } from './meter.js';

const LONG = process.env.SOAK === 'full';
/** Photos until every size has come, and in all. The largest has 12 megapixels, in short 2. */
const [FIRST, LAST, LARGEST_PX] = LONG ? [100, 1000, 4000] : [20, 60, 1600];
const HEAP_BYTES = 5_000_000;

/**
 * Runs in the page.
 *
 * @param {{ from: number, to: number, period: number, largestPx: number }} which photos; sizes recur after `period`
 * @returns {Promise<{ ms: number[], same: number[] }>} how long each took from its file to its maps; which of them look like the one before
 */
async function show({ from, to, period, largestPx }) {
  const lens = /** @type {any} */ (document.querySelector('bam-lens'));
  const { meter } = /** @type {any} */ (window);
  const SAMPLES = ['koala', 'arch', 'red-panda', 'dog', 'coffee', 'cat', 'duck', 'dahlia', 'pagoda', 'raccoon'];
  const PANELS = ['', 'channels', 'differences', 'worth', 'compare', 'grid', 'cost', 'files'];
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const of = (/** @type {any[]} */ list, /** @type {number} */ n) => list[n % list.length];

  /** What stands below is random, but the same every time. @param {number} seed */
  const numbers = (seed) => () => {
    // mulberry32
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };

  /** @param {number} n */
  const photo = async (n) => {
    const random = numbers(n);
    // 37 has no divisor in common with a period: the sizes come in no order.
    const edge = 64 * (largestPx / 64) ** (((n * 37) % period) / (period - 1));
    const [long, short] = [Math.round(edge), Math.max(32, Math.round(edge * of([0.75, 0.66, 1, 0.5], n)))];
    const [width, height] = n % 2 ? [long, short] : [short, long];
    const canvas = new OffscreenCanvas(width, height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
      canvas.getContext('2d', { willReadFrequently: true })
    );
    const colour = () => `hsl(${360 * random()} ${100 * random()}% ${100 * random()}%)`;
    for (let shape = 0; shape < 12; shape++) {
      context.fillStyle = colour();
      const [x, y] = [random() * width, random() * height];
      if (shape === 0) context.fillRect(0, 0, width, height);
      else if (shape % 2) context.fillRect(x, y, (random() * width) / 2, (random() * height) / 2);
      else {
        context.beginPath();
        context.arc(x, y, random() * edge * 0.3, 0, 7);
        context.fill();
      }
    }
    const type = of(['image/jpeg', 'image/png', 'image/webp', 'image/bmp'], n);
    return type === 'image/bmp' ? bmp(context) : canvas.convertToBlob({ type, quality: 0.8 });
  };

  /** 32 bits a pixel, top row first. @param {OffscreenCanvasRenderingContext2D} context */
  const bmp = (context) => {
    const { width, height } = context.canvas;
    const { data } = context.getImageData(0, 0, width, height);
    const header = new DataView(new ArrayBuffer(54));
    for (const [at, value] of /** @type {[number, number][]} */ ([
      [2, 54 + data.length],
      [10, 54],
      [14, 40],
      [18, width],
      [22, -height],
      [26, 1 | (32 << 16)],
      [34, data.length],
    ])) {
      header.setInt32(at, value, true);
    }
    header.setUint16(0, 0x4d42, true);
    return new Blob([header, data], { type: 'image/bmp' });
  };

  /** Until nothing is asked of the network any more, and all that came is drawn. */
  const idle = async () => {
    const until = performance.now() + 600_000;
    for (let quiet = 0; quiet < 2; quiet = meter.asked === 0 ? quiet + 1 : 0) {
      await lens.updateComplete;
      await frame();
      if (performance.now() > until) throw new Error('the network is asked without end');
    }
  };

  const look = () => [...lens.shadowRoot.querySelectorAll('.maps canvas')].map((canvas) => canvas.toDataURL()).join();

  const ms = [];
  const same = [];
  let before = look();
  for (let n = from; n < to; n++) {
    const file = n % 5 === 4 ? undefined : await photo(n);
    const started = performance.now();
    if (file) await lens.loadImage(file);
    else {
      const run = new Promise((resolve) => lens.addEventListener('bamlens-run', resolve, { once: true }));
      lens.set({ img: of(SAMPLES, Math.floor(n / 5)) });
      await run;
    }
    await idle();
    ms.push(performance.now() - started);
    const now = look();
    if (now === before || !now) same.push(n);
    const cell = n % 3 ? `${n % 6},${n % 5}` : '';
    lens.set({ stage: of([3, 2, 1], n), panel: of(PANELS, n), cell, side: of(['changes', 'cell', 'channel'], n) });
    lens.set({ size: of([128, 160, 96, 224], Math.floor(n / 2)), channel: n % 4 ? 'mean' : String(n % 64) });
    const form = of(['paper', 'official', 'blog', 'se', 'none'], n);
    lens.set({ form, ...(form === 'paper' ? { r: of([8, 4, 16, 32], n), d: of([2, 1, 6, 4], n) } : { r: 16, d: 4 }) });
    lens.set({
      tiles: of(['before', 'after', 'difference', 'stage4'], n),
      mode: of(['side', 'swipe', 'difference'], n),
    });
    await idle();
    lens.shadowRoot.querySelector('.compare-start button')?.click();
    if (n % 16 === 15) lens.set({ kept: '' });
    await idle();
    before = look();
  }
  return { ms, same };
}

test(
  `${LAST} photos leave nothing behind that ${FIRST} have not`,
  { timeout: LONG ? 7_200_000 : 170_000 },
  async (t) => {
    const { page, problems, read } = await openMetered(t);
    await settled(page);
    /** @type {number[]} */
    const ms = [];
    /** @type {Record<number, Awaited<ReturnType<typeof read>>>} */
    const readings = {};
    for (let from = 0; from < LAST; from += 10) {
      const shown = await page.evaluate(show, { from, to: from + 10, period: FIRST, largestPx: LARGEST_PX });
      ms.push(...shown.ms);
      assert.deepEqual(shown.same, [], 'a photo changes the maps');
      const count = from + 10;
      if (count === FIRST || count === LAST || count % 100 === 0) {
        const now = (readings[count] = await read());
        const { wasmBytes, heapBytes, takenBytes, ...counts } = now;
        const bytes = `wasm ${mib(wasmBytes)}, heap ${mib(heapBytes)}, process ${mib(takenBytes)}`;
        t.diagnostic(`after ${count} photos: ${bytes}, ${JSON.stringify(counts)}`);
      }
    }
    const sorted = ms.toSorted((a, b) => a - b);
    t.diagnostic(`${sorted[ms.length >> 1].toFixed()} ms a photo, median; ${sorted[ms.length - 1].toFixed()} at most`);
    const [first, last] = [readings[FIRST], readings[LAST]];
    assert.equal(last.wasmBytes, first.wasmBytes);
    assert.ok(last.heapBytes <= first.heapBytes + HEAP_BYTES, `heap ${first.heapBytes} and ${last.heapBytes} bytes`);
    // The photo on show has the one address that is left.
    assert.ok(first.urls <= 1 && last.urls <= 1, `${first.urls} and ${last.urls} object URLs`);
    assert.deepEqual([first.bitmaps, last.bitmaps], [0, 0]);
    assert.deepEqual([first.workers, last.workers], [1, 1]);
    assert.deepEqual(problems, []);
  },
);
