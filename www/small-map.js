/** A small map to look at and compare: no cursor, one legend, its numbers in its caption. */

import { html, nothing } from 'lit/html.js';
import { draw } from './draw.js';
import { paintPlane } from './heatmap.js';
import { legend } from './legend.js';
import { planeText } from './sentence.js';

/**
 * @param {object} props
 * @param {import('./strings.js').Translate} props.t
 * @param {import('./scale.js').Plane} props.plane
 * @param {import('./colormap.js').ColorTable} props.table
 * @param {import('./scale.js').Range} props.range
 * @param {(value: number) => string} props.format
 * @param {string} props.name
 * @param {string} [props.what] said below
 * @param {string} [props.note] on the legend
 * @param {import('./state.js').Cell | null} [props.cell] read in every map
 */
export function smallMap({ t, plane, table, range, format, name, what, note, cell }) {
  const value = cell && plane.data[cell.row * plane.widthPx + cell.column];
  return html`<figure class="small-map">
    <figcaption><span>${name}</span>${typeof value === 'number' ? html`<b>${format(value)}</b>` : nothing}</figcaption>
    <div class="frame ${plane.notFinite ? 'hatched' : ''}">
      <canvas
        role="img"
        aria-label=${planeText(t, name, plane, format)}
        ${draw(paintPlane, plane, table, range.low, range.high)}
      ></canvas>
    </div>
    ${legend({ table, range, format, note, value: typeof value === 'number' ? value : undefined })}
    ${what ? html`<p>${what}</p>` : nothing}
    ${plane.notFinite ? html`<p class="not-finite">${t('map.notFinite', { count: t.numbers.whole(plane.notFinite) })}</p>` : nothing}
  </figure>`;
}
