/** A colour scale with its computed ends, its middle, and a mark where the value under the pointer lies. */

import { html, nothing, svg } from 'lit/html.js';
import { draw } from './draw.js';
import { paintTable } from './heatmap.js';
import { position } from './scale.js';

/**
 * @param {object} props
 * @param {import('./colormap.js').ColorTable} props.table
 * @param {import('./scale.js').Range} props.range
 * @param {(value: number) => string} props.format
 * @param {number} [props.value] marked when there is one
 * @param {string} [props.note] said between the ends
 */
export function legend({ table, range, format, value, note }) {
  const place = value === undefined ? NaN : position(value, range);
  return html`<div class="legend">
    <div class="legend-bar">
      <canvas ${draw(paintTable, table)} aria-hidden="true"></canvas>
      <svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">
        ${
          Number.isNaN(place)
            ? nothing
            : svg`<line x1=${place * 100} x2=${place * 100} y1="0" y2="10" vector-effect="non-scaling-stroke"></line>`
        }
      </svg>
    </div>
    <div class="legend-ends">
      <span>${format(range.low)}</span><span class="legend-note">${note}</span><span>${format(range.high)}</span>
    </div>
  </div>`;
}
