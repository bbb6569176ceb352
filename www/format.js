/** Numbers as a reader sees them, in the reader's language. Signs are real minus signs, so that columns of figures align. */

import { isolated } from './texts.js';

/**
 * @typedef {object} Numbers
 * @property {string} lang that they are written in
 * @property {(value: number, digits?: number) => string} decimal with two digits after the point, or as many as are asked for
 * @property {(value: number, digits?: number) => string} signedDecimal the same, with a plus sign too
 * @property {(gain: number) => string} times such as "×1.31"
 * @property {(share: number) => string} percent of a share from 0 to 1
 * @property {(share: number) => string} points difference of two shares, in percentage points
 * @property {(bytes: number) => string} fileSize in KB or MB
 * @property {(count: number) => string} count three digits and a unit, such as "1.72 M"
 * @property {(count: number) => string} whole all digits, in groups, such as "10,000"
 */

/** Units of `count`, the largest first. */
const UNITS = /** @type {const} */ ([
  [1e9, ' G'],
  [1e6, ' M'],
  [1e3, ' k'],
  [1, ''],
]);
/** From here on a number has an exponent. */
const HUGE = 1e5;

/** @type {Map<string, Numbers>} */
const known = new Map();

/**
 * @param {string} lang a tag such as `de` or `pt-BR`; English for one that `Intl` does not know
 * @returns {Numbers} the same object for the same tag
 */
export function numbersOf(lang) {
  const found = known.get(lang) ?? numbersIn(supported(lang));
  known.set(lang, found);
  return found;
}

/** @param {string} lang */
function supported(lang) {
  try {
    // `Intl` itself would write an unknown language as the browser's own.
    return Intl.NumberFormat.supportedLocalesOf(lang)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** @param {string} lang @returns {Numbers} */
function numbersIn(lang) {
  const grouped = new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });
  /** By digits after the point: to make one takes much longer than to use it. @type {Map<number, Intl.NumberFormat>} */
  const formats = new Map();

  /** @param {number} value @param {number} digits after the point */
  function fixed(value, digits) {
    const format =
      formats.get(digits) ??
      new Intl.NumberFormat(lang, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        useGrouping: false,
      });
    formats.set(digits, format);
    return minus(format.format(rounded(value, digits)));
  }

  /** @param {number} value */
  function decimal(value, digits = 2) {
    if (!Number.isFinite(value) || Math.abs(value) < HUGE) return fixed(value, digits);
    const [mantissa, exponent] = value.toExponential(1).split('e');
    return `${fixed(Number(mantissa), 1)}e${exponent}`;
  }

  return Object.freeze({
    lang,
    decimal,
    signedDecimal: (value, digits = 2) => `${rounded(value, digits) > 0 ? '+' : ''}${decimal(value, digits)}`,
    times: (gain) => `×${decimal(gain)}`,
    percent: (share) => `${fixed(share * 100, 1)} %`,
    points(share) {
      const change = rounded(share * 100, 1);
      const sign = change > 0 ? '+' : change < 0 ? '−' : change === 0 ? '±' : '';
      return `${sign}${fixed(Math.abs(change), 1)}`;
    },
    fileSize: (bytes) => (bytes < 1e6 ? `${fixed(Math.ceil(bytes / 1e3), 0)} KB` : `${fixed(bytes / 1e6, 1)} MB`),
    count(count) {
      // In three digits 999,999 are a million.
      const [unit, name] = UNITS.find(([unit]) => count >= 0.9995 * unit) ?? [1, ''];
      const few = Number((count / unit).toPrecision(3));
      const digits = unit === 1 || few >= 100 ? 0 : few >= 10 ? 1 : 2;
      return `${fixed(few, digits)}${name}`;
    },
    whole: (count) => minus(grouped.format(count)),
  });
}

/**
 * As `toFixed` rounds, which sees the binary number: `Intl` would round 1.005 up. No zero is negative.
 *
 * @param {number} value
 * @param {number} digits after the point
 */
const rounded = (value, digits) => Number(value.toFixed(digits)) + 0;

/** @param {string} text */
const minus = (text) => text.replace('-', '−');

/** The first of a class's names: ImageNet lists its synonyms with commas. @param {string} label */
export const shortLabel = (label) => isolated(label.split(',')[0]);

/** @param {number[]} shape without the batch */
export const shapeText = (shape) => shape.join(' × ');
