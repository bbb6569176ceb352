/** What to look at, said from the numbers: a phrase's key and its values, for `t`. Nothing is said that a map does not hold. */

/** @typedef {import('./scale.js').Plane} Plane */
/** @typedef {{ key: string, values: Record<string, string | number> }} Phrase */

/** A standard deviation of the gain below each bound earns its word. Bounds: a gain can lie anywhere from 1 to 2. */
const STRENGTHS = /** @type {const} */ ([
  [0.02, 'flat'],
  [0.06, 'weak'],
  [0.12, 'clear'],
  [Infinity, 'strong'],
]);

/** @param {number} deviation of a gain map @returns {'flat' | 'weak' | 'clear' | 'strong'} */
export function strengthOf(deviation) {
  return STRENGTHS.find(([bound]) => deviation < bound)?.[1] ?? 'flat';
}

/**
 * @param {Plane} plane
 * @param {'max' | 'min'} which
 * @returns {import('./state.js').Cell | null} the first cell that holds the extreme
 */
export function extremeCell(plane, which) {
  const index = plane.data.indexOf(Math.fround(plane[which]));
  if (index < 0) return null;
  return { row: Math.floor(index / plane.widthPx), column: index % plane.widthPx };
}

/**
 * Where a map is highest: one of nine places, or `scattered` when the highest tenth of its cells lies apart.
 *
 * @param {Plane} plane
 * @returns {string} `upper-left`, `upper`, ... `centre`, ... `lower-right` or `scattered`
 */
export function regionOf({ data, widthPx, heightPx }) {
  const order = Array.from(data, (_, i) => i)
    .filter((i) => Number.isFinite(data[i]))
    .sort((a, b) => data[b] - data[a]);
  const top = order.slice(0, Math.max(1, Math.round(order.length / 10)));
  const xs = top.map((i) => ((i % widthPx) + 0.5) / widthPx);
  const ys = top.map((i) => (Math.floor(i / widthPx) + 0.5) / heightPx);
  const x = mean(xs);
  const y = mean(ys);
  const apart = Math.sqrt(mean(xs.map((v, i) => (v - x) ** 2 + (ys[i] - y) ** 2)));
  if (apart > 0.33) return 'scattered';
  const third = (/** @type {number} */ v, /** @type {string[]} */ words) => words[Math.min(2, Math.floor(v * 3))];
  const place = [third(y, ['upper', '', 'lower']), third(x, ['left', '', 'right'])].filter(Boolean).join('-');
  return place || 'centre';
}

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * @param {object} what
 * @param {string} what.form
 * @param {string} what.merge
 * @param {number} what.stage
 * @param {Plane | undefined} what.gain mean over channels of the gain; absent when the module is off
 * @param {(gain: number) => string} what.times writes a gain, such as "×1.31"
 * @param {(region: string) => string} what.place writes a region in words
 * @returns {Phrase}
 */
export function whatToLookAt({ form, merge, stage, gain, times, place }) {
  if (form === 'none' || !gain) return { key: 'look.off', values: { stage } };
  const values = { stage, low: times(gain.min), high: times(gain.max), mean: times(gain.mean), where: '' };
  if (!Number.isFinite(gain.mean) || gain.notFinite > 0) return { key: 'look.notFinite', values };
  if (form === 'se') return { key: 'look.se', values };
  if (form === 'paper' && merge === 'channel') return { key: 'look.channelOnly', values };
  if (strengthOf(gain.deviation) === 'flat') return { key: 'look.even', values };
  const region = regionOf(gain);
  if (region === 'scattered') return { key: 'look.scattered', values };
  return { key: 'look.region', values: { ...values, where: place(region) } };
}

/** Times its share of the photo that an object gets of the gain, beyond which a place is said to be preferred. */
const PREFERRED = 1.05;

/**
 * What a variant's gain did on the validation photos: whether this photo is like others.
 *
 * @param {import('./wasm/bam_lens.js').MeasuredGain} measured
 * @param {(value: number, digits: number) => string} decimal
 * @returns {Phrase}
 */
export function usually({ deviation, energy }, decimal) {
  const values = { deviation: decimal(deviation, 3), energy: decimal(energy, 2) };
  if (strengthOf(deviation) === 'flat') return { key: 'usually.flat', values };
  if (energy > PREFERRED) return { key: 'usually.object', values };
  return { key: energy < 1 / PREFERRED ? 'usually.around' : 'usually.even', values };
}

/**
 * What a map holds, for a reader who cannot see it: its size, its range, and where it is highest.
 *
 * @param {import('./strings.js').Translate} t
 * @param {string} name
 * @param {import('./scale.js').Plane} plane
 * @param {(value: number) => string} format
 */
export function planeText(t, name, plane, format) {
  const at = extremeCell(plane, 'max');
  return t('triptych.text', {
    name,
    rows: plane.heightPx,
    columns: plane.widthPx,
    low: format(plane.min),
    high: format(plane.max),
    row: at ? at.row + 1 : '–',
    column: at ? at.column + 1 : '–',
  });
}
