/** Error against what a network costs, on a logarithmic scale: an arrow from each network to itself with BAM. */

import { svg } from 'lit/html.js';
import { decimal } from '../format.js';
import { PRINTED, cell } from './printed.js';

/** Tables that have both costs and an error for pairs of networks. */
export const CHARTED = /** @type {const} */ (['table3a', 'table3b']);
/** What the networks cost. */
export const COSTS = /** @type {const} */ (['params_M', 'gflops']);

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ model: string, base: Point, attended: Point }} Pair */

/** Of a narrow chart and of a wide one. */
const HEIGHTS_PX = [320, 380];
const NARROW_PX = 620;
const MARGIN = { top: 12, right: 12, bottom: 40, left: 44 };
/** Where a label stands that has no room to the right of its point. */
const FAR = 0.62;

/** @param {(typeof CHARTED)[number]} name @param {(typeof COSTS)[number]} cost @returns {Pair[]} */
export function pairsOf(name, cost) {
  const table = PRINTED[name];
  const error = table.columns.includes('error') ? 'error' : 'top1_error';
  const point = (/** @type {import('./printed.js').Cell[]} */ row) => ({
    x: Number(cell(table, row, cost)),
    y: Number(cell(table, row, error)),
  });
  return table.rows.flatMap((row, i) => {
    const model = String(row[0]);
    const attended = table.rows[i + 1];
    return attended?.[0] === `${model} + BAM` ? [{ model, base: point(row), attended: point(attended) }] : [];
  });
}

/** Whether names have no room in the chart: numbers stand for them. @param {number} widthPx */
export const isNarrow = (widthPx) => widthPx < NARROW_PX;

/** Marks of a logarithmic scale: 1, 2 and 5 of each power of ten. @param {number} low @param {number} high */
function marks(low, high) {
  const powers = Array.from({ length: 8 }, (_, i) => 10 ** (i - 3));
  return powers.flatMap((power) => [1, 2, 5].map((n) => n * power)).filter((mark) => mark >= low && mark <= high);
}

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Pair[]} props.pairs
 * @param {(typeof COSTS)[number]} props.cost
 * @param {string} props.title
 * @param {number} props.widthPx
 */
export function chart({ t, pairs, cost, title, widthPx }) {
  const narrow = isNarrow(widthPx);
  const heightPx = HEIGHTS_PX[narrow ? 0 : 1];
  const points = pairs.flatMap(({ base, attended }) => [base, attended]);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs) / 1.25, Math.max(...xs) * 1.25];
  const [low, high] = [Math.floor(Math.min(...ys) - 0.5), Math.ceil(Math.max(...ys) + 0.5)];
  const share = (/** @type {number} */ x) => Math.log(x / left) / Math.log(right / left);
  const atX = (/** @type {number} */ x) => MARGIN.left + share(x) * (widthPx - MARGIN.left - MARGIN.right);
  const atY = (/** @type {number} */ y) =>
    MARGIN.top + ((high - y) / (high - low)) * (heightPx - MARGIN.top - MARGIN.bottom);
  const step = high - low > 12 ? 5 : high - low > 6 ? 2 : 1;
  const lines = Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((y) => y % step === 0);
  const bottom = heightPx - MARGIN.bottom;
  return svg`<svg
    class="chart"
    width=${widthPx}
    height=${heightPx}
    viewBox="0 0 ${widthPx} ${heightPx}"
    role="img"
    aria-label=${`${title}. ${pairs.map((pair) => said(t, pair)).join(' ')}`}
  >
    <defs>
      <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="3.5" markerHeight="3.5" orient="auto">
        <path d="M0 0.5L7.5 4L0 7.5z"></path>
      </marker>
    </defs>
    ${lines.map(
      (y) => svg`<g class="mark">
        <line x1=${MARGIN.left} x2=${widthPx - MARGIN.right} y1=${atY(y)} y2=${atY(y)}></line>
        <text x=${MARGIN.left - 6} y=${atY(y) + 4} text-anchor="end">${y} %</text>
      </g>`,
    )}
    ${marks(left, right).map(
      (x) => svg`<g class="mark">
        <line x1=${atX(x)} x2=${atX(x)} y1=${bottom} y2=${bottom + 5}></line>
        <text x=${atX(x)} y=${bottom + 18} text-anchor="middle">${x}</text>
      </g>`,
    )}
    <text class="axis" x=${(MARGIN.left + widthPx) / 2} y=${heightPx - 6} text-anchor="middle">${t(`results.axis.${cost}`)}</text>
    ${pairs.map((pair, i) => {
      const [x1, y1, x2, y2] = [atX(pair.base.x), atY(pair.base.y), atX(pair.attended.x), atY(pair.attended.y)];
      const far = share(pair.base.x) > FAR;
      return svg`<g class="pair ${pair.attended.y > pair.base.y ? 'worse' : ''}">
        <title>${said(t, pair)}</title>
        <circle cx=${x1} cy=${y1} r="3.5"></circle>
        <line x1=${x1} y1=${y1} x2=${x2} y2=${y2} marker-end="url(#head)"></line>
        <text x=${x1 + (far ? -8 : 8)} y=${y1 + 4} text-anchor=${far ? 'end' : 'start'}>${narrow ? i + 1 : pair.model}</text>
      </g>`;
    })}
  </svg>`;
}

/** @param {import('../strings.js').Translate} t @param {Pair} pair */
const said = (t, { model, base, attended }) =>
  t('results.pair', {
    model,
    from: decimal(base.y),
    to: decimal(attended.y),
    cost: `${base.x} → ${attended.x}`,
  });
