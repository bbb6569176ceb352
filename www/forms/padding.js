/** The warning: what becomes of a map when the padding does not follow the dilation, drawn beside the padding that does. */

import { html, svg } from 'lit/html.js';
import { rich } from '../rich.js';
import { EDGE } from './formulas.js';
import { COPIED, MENDED, chainOf, outcomeOf } from './shrink.js';

/** Edge of the first square, and what lies between two. */
const SQUARE_PX = 44;
const GAP_PX = 18;
/** Up to so many cells on an edge are drawn. */
const MOST_CELLS = 8;

/**
 * @typedef {{ k?: number, sizePx?: number, edge: number }} Row a map: that of BAM k at an input of some size, or the example's
 */

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Row[]} props.rows
 */
export function paddingWarning({ t, rows }) {
  return html`<section class="padding-warning" aria-labelledby="padding-title">
    <h3 id="padding-title">${t('forms.padding.title')}</h3>
    <p>${rich(t('forms.padding.text'))}</p>
    <div class="padding-rule">${EDGE}</div>
    <p>${t('forms.padding.rule')}</p>
    <div class="padding-rows" role="table" aria-label=${t('forms.padding.title')}>
      <div role="row" class="padding-head">
        <span role="columnheader">${t('forms.padding.map')}</span>
        <span role="columnheader">${ofText(t, COPIED)}</span>
        <span role="columnheader">${ofText(t, MENDED)}</span>
      </div>
      ${rows.map(
        (row) =>
          html`<div role="row">
            <span role="rowheader">${nameOf(t, row)}</span>
            <span role="cell">${chain(t, row.edge, COPIED)}</span>
            <span role="cell">${chain(t, row.edge, MENDED)}</span>
          </div>`,
      )}
    </div>
    <p class="note">${rich(t('forms.padding.note'))}</p>
  </section>`;
}

/** @param {import('../strings.js').Translate} t @param {Row} row */
function nameOf(t, { k, sizePx, edge }) {
  if (k === undefined) return t('forms.padding.example', { edge });
  return t('forms.padding.bam', { k, size: sizePx ?? 0 });
}

/**
 * @param {import('../strings.js').Translate} t
 * @param {number} edge
 * @param {import('./shrink.js').Convolutions} convolutions
 */
function chain(t, edge, convolutions) {
  const edges = chainOf(edge, convolutions);
  const outcome = outcomeOf(edges);
  const widthPx = edges.length * SQUARE_PX + (edges.length - 1) * GAP_PX;
  return html`<svg
      class="chain ${outcome}"
      width=${widthPx + 2}
      height=${SQUARE_PX + 2}
      viewBox="-1 -1 ${widthPx + 2} ${SQUARE_PX + 2}"
      aria-hidden="true"
    >
      ${edges.map((each, i) => square(each, edge, i * (SQUARE_PX + GAP_PX)))}
    </svg>
    <span class="chain-text"
      ><span class="chain-of">${ofText(t, convolutions)}</span> <b>${edges.join(' → ')}</b>
      <span class=${outcome}>${t(`forms.outcome.${outcome}`, { edge, last: edges[edges.length - 1] })}</span></span
    >`;
}

/** @param {import('../strings.js').Translate} t @param {import('./shrink.js').Convolutions} convolutions */
const ofText = (t, { padding, d }) => t('forms.padding.of', { padding, d });

/** A map in the outline of the first one, its cells where they can be told apart. @param {number} edge @param {number} first @param {number} x */
function square(edge, first, x) {
  const sidePx = (Math.max(0, edge) / first) * SQUARE_PX;
  const at = (SQUARE_PX - sidePx) / 2;
  const steps =
    first <= MOST_CELLS ? Array.from({ length: Math.max(0, edge - 1) }, (_, i) => ((i + 1) / edge) * sidePx) : [];
  const lines = steps.map((step) => `M${at + step} ${at}v${sidePx}M${at} ${at + step}h${sidePx}`).join('');
  const arrow = x && `M${x - GAP_PX + 4} ${SQUARE_PX / 2}h${GAP_PX - 9}m-3.5 -3.5l3.5 3.5l-3.5 3.5`;
  return svg`${arrow ? svg`<path class="arrow" d=${arrow}></path>` : ''}
    <g transform="translate(${x} 0)">
      <rect class="first" width=${SQUARE_PX} height=${SQUARE_PX}></rect>
      ${edge > 0 ? svg`<rect class="left" x=${at} y=${at} width=${sidePx} height=${sidePx}></rect><path class="cells" d=${lines}></path>` : ''}
    </g>`;
}
