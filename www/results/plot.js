/** What the charts of this section share: error upwards on a linear scale, a cost sideways on a logarithmic one. */

import { svg } from 'lit/html.js';
import { placesOf } from './printed.js';

/** Of a narrow chart and of a wide one. */
const HEIGHTS_PX = [320, 380];
const NARROW_PX = 620;
export const MARGIN = { top: 12, right: 12, bottom: 40, left: 44 };
/** Marks of the costs stand so far apart at least. */
const MARK_PX = 34;

/** Whether names have no room in a chart: numbers or letters stand for them. @param {number} widthPx */
export const isNarrow = (widthPx) => widthPx < NARROW_PX;

/**
 * @param {number} widthPx
 * @param {number[]} errors that are shown
 * @param {[number, number]} costs the smallest and the largest that are shown
 * @param {number} [startPx] where the costs begin
 */
export function plotOf(widthPx, errors, [left, right], startPx = MARGIN.left) {
  const heightPx = HEIGHTS_PX[isNarrow(widthPx) ? 0 : 1];
  const [low, high] = [Math.floor(Math.min(...errors) - 0.5), Math.ceil(Math.max(...errors) + 0.5)];
  const share = (/** @type {number} */ x) => Math.log(x / left) / Math.log(right / left);
  const bottom = heightPx - MARGIN.bottom;
  return {
    widthPx,
    heightPx,
    bottom,
    low,
    high,
    costs: [left, right],
    /** Of a cost on its axis, 0 to 1. */
    share,
    atX: (/** @type {number} */ x) => startPx + share(x) * (widthPx - startPx - MARGIN.right),
    atY: (/** @type {number} */ y) => MARGIN.top + ((high - y) / (high - low)) * (bottom - MARGIN.top),
  };
}

/** @typedef {ReturnType<typeof plotOf>} Plot */

/** @param {Plot} plot */
function errorMarks({ low, high }) {
  const step = high - low > 12 ? 5 : high - low > 6 ? 2 : 1;
  return Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((y) => y % step === 0);
}

/** 1, 2 and 5 of each power of ten, or only that. @param {Plot} plot */
function costMarks({ costs: [left, right], atX }) {
  const steps = atX(20) - atX(10) < MARK_PX ? [1] : [1, 2, 5];
  const powers = Array.from({ length: 9 }, (_, i) => 10 ** (i - 3));
  return powers.flatMap((power) => steps.map((n) => n * power)).filter((mark) => mark >= left && mark <= right);
}

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Plot} props.plot
 * @param {string} props.title of the costs
 */
export function axes({ t, plot, title }) {
  const { widthPx, heightPx, bottom, atX, atY } = plot;
  const written = (/** @type {number} */ value) => t.numbers.decimal(value, placesOf(String(value)));
  return svg`
    ${errorMarks(plot).map(
      (y) => svg`<g class="grid-line">
        <line x1=${MARGIN.left} x2=${widthPx - MARGIN.right} y1=${atY(y)} y2=${atY(y)}></line>
        <text x=${MARGIN.left - 6} y=${atY(y) + 4} text-anchor="end">${written(y)} %</text>
      </g>`,
    )}
    ${costMarks(plot).map((x) => tick(atX(x), bottom, written(x)))}
    <text class="axis" x=${isNarrow(widthPx) ? widthPx / 2 : (MARGIN.left + widthPx) / 2} y=${heightPx - 6} text-anchor="middle">${title}</text>`;
}

/** A mark on the axis of the costs. @param {number} x @param {number} bottom @param {string} text */
export const tick = (x, bottom, text) =>
  svg`<g class="grid-line">
    <line x1=${x} x2=${x} y1=${bottom} y2=${bottom + 5}></line>
    <text x=${x} y=${bottom + 18} text-anchor="middle">${text}</text>
  </g>`;
