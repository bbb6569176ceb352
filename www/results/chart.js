/** Error against what a network costs, in two of the paper's tables: an arrow from each network to itself with BAM. */

import { svg } from 'lit/html.js';
import { axes, isNarrow, plotOf } from './plot.js';
import { PRINTED, cell, printedText } from './printed.js';

/** Tables that have both costs and an error for pairs of networks. */
export const CHARTED = /** @type {const} */ (['table3a', 'table3b']);
/** What the networks cost. */
export const COSTS = /** @type {const} */ (['params_M', 'gflops']);

/** @typedef {{ x: number, y: number, cost: string, error: string }} Point its numbers, and both as they are printed */
/** @typedef {{ model: string, base: Point, attended: Point }} Pair */

/** Where a label stands that has no room to the right of its point. */
const FAR = 0.62;

/** @param {(typeof CHARTED)[number]} name @param {(typeof COSTS)[number]} cost @returns {Pair[]} */
export function pairsOf(name, cost) {
  const table = PRINTED[name];
  const error = table.columns.includes('error') ? 'error' : 'top1_error';
  const point = (/** @type {number} */ i) => ({
    x: Number(cell(table, table.rows[i], cost)),
    y: Number(cell(table, table.rows[i], error)),
    cost: printedText(name, i, cost),
    error: printedText(name, i, error),
  });
  return table.rows.flatMap((row, i) => {
    const model = String(row[0]);
    const attended = table.rows[i + 1];
    return attended?.[0] === `${model} + BAM` ? [{ model, base: point(i), attended: point(i + 1) }] : [];
  });
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
  const points = pairs.flatMap(({ base, attended }) => [base, attended]);
  const xs = points.map(({ x }) => x);
  const plot = plotOf(
    widthPx,
    points.map(({ y }) => y),
    [Math.min(...xs) / 1.25, Math.max(...xs) * 1.25],
  );
  const { heightPx, share, atX, atY } = plot;
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
    ${axes({ t, plot, title: t(`results.axis.${cost}`) })}
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
    from: base.error,
    to: attended.error,
    cost: `${base.cost} → ${attended.cost}`,
  });
