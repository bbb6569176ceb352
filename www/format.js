/** Numbers as a reader sees them. Signs are real minus signs, so that columns of figures align. */

import { isolated } from './texts.js';

/**
 * @param {number} value
 * @param {number} [digits] after the point
 */
export function decimal(value, digits = 2) {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const text = Math.abs(value) >= 1e5 ? value.toExponential(1) : value.toFixed(digits);
  return minus(Number(text) === 0 ? text.replace('-', '') : text);
}

/** @param {number} value @param {number} [digits] after the point */
export function signedDecimal(value, digits = 2) {
  return value > 0 && Number(value.toFixed(digits)) !== 0 ? `+${decimal(value, digits)}` : decimal(value, digits);
}

/** @param {number} gain */
export const times = (gain) => `×${decimal(gain)}`;

/** @param {number} share 0 to 1 */
export const percent = (share) => `${(share * 100).toFixed(1)} %`;

/** @param {number} share difference of two shares, in percentage points */
export function points(share) {
  if (Number.isNaN(share)) return 'NaN';
  const text = (Math.abs(share) * 100).toFixed(1);
  if (text === '0.0') return '±0.0';
  return share > 0 ? `+${text}` : `−${text}`;
}

/** @param {number} bytes */
export const fileSize = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

/** @param {number} count */
export function count(count) {
  for (const [unit, name] of /** @type {const} */ ([
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ])) {
    if (count >= unit) return `${(count / unit).toPrecision(3)} ${name}`;
  }
  return String(count);
}

/** The first of a class's names: ImageNet lists its synonyms with commas. @param {string} label */
export const shortLabel = (label) => isolated(label.split(',')[0]);

/** @param {number[]} shape without the batch */
export const shapeText = (shape) => shape.join(' × ');

/** @param {string} text */
const minus = (text) => text.replace('-', '−');
