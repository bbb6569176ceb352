/** One map with its cell cursor: pointer, touch and keys read the same cell; who shows it is the caller's to say. */

import { html, nothing, svg } from 'lit/html.js';
import { draw } from './draw.js';
import { paintPlane } from './heatmap.js';
import { ARROWS, moved } from './keys.js';
import { cellAt } from './layout.js';

/** @typedef {import('./state.js').Cell} Cell */

/**
 * @typedef {object} CellEvents
 * @property {(cell: Cell | null) => void} onHover null when the pointer leaves
 * @property {(cell: Cell | null) => void} onPin null to unpin
 * @property {(cell: Cell) => void} [onMove] where arrow keys only lead to a cell, and Enter pins it
 */

/**
 * @param {object} props
 * @param {import('./scale.js').Plane} props.plane
 * @param {import('./colormap.js').ColorTable} props.table
 * @param {import('./scale.js').Range} props.range
 * @param {string} props.text what the map holds, for a screen reader
 * @param {string} props.help how to read it with keys
 * @param {Cell | null} props.cell
 * @param {boolean} props.pinned
 * @param {CellEvents} props.events
 * @param {unknown} [props.under] what lies under the map, such as the photo
 * @param {unknown} [props.over] SVG around the cursor, in cells
 */
export function mapFrame({ plane, table, range, text, help, cell, pinned, events, under, over }) {
  const at = (/** @type {PointerEvent | MouseEvent} */ event) => {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    return cellAt((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, plane);
  };
  const same = (/** @type {Cell} */ other) => pinned && cell?.row === other.row && cell?.column === other.column;
  return html`<div
    class="frame ${plane.notFinite > 0 ? 'hatched' : ''}"
    tabindex="0"
    role="group"
    aria-label=${help}
    @pointermove=${(/** @type {PointerEvent} */ event) => event.pointerType === 'mouse' && events.onHover(at(event))}
    @pointerleave=${() => events.onHover(null)}
    @click=${(/** @type {MouseEvent} */ event) => events.onPin(same(at(event)) ? null : at(event))}
    @keydown=${(/** @type {KeyboardEvent} */ event) => onKey(event, plane, cell, events)}
  >
    ${under}
    <canvas role="img" aria-label=${text} ${draw(paintPlane, plane, table, range.low, range.high)}></canvas>
    ${cell ? cursor(plane, cell, pinned, over) : nothing}
  </div>`;
}

/**
 * Two outlines, dark in light, so that the cursor shows on every colour.
 *
 * @param {import('./scale.js').Plane} plane
 * @param {Cell} cell
 * @param {boolean} pinned
 * @param {unknown} over
 */
function cursor({ widthPx, heightPx }, { row, column }, pinned, over = nothing) {
  const box = svg`<rect class="halo" x=${column} y=${row} width="1" height="1" vector-effect="non-scaling-stroke"></rect>
    <rect class=${pinned ? 'pinned' : ''} x=${column} y=${row} width="1" height="1"
      vector-effect="non-scaling-stroke"></rect>`;
  return html`<svg class="cursor" viewBox="0 0 ${widthPx} ${heightPx}" preserveAspectRatio="none" aria-hidden="true">
    ${over} ${box}
  </svg>`;
}

/**
 * @param {KeyboardEvent} event
 * @param {import('./scale.js').Plane} map
 * @param {Cell | null} cell
 * @param {CellEvents} events
 */
function onKey(event, map, cell, events) {
  const step = ARROWS[event.key];
  if (event.key === 'Escape' && cell) {
    event.preventDefault();
    events.onPin(null);
    events.onHover(null);
  } else if (step) {
    event.preventDefault();
    const pin = events.onMove ?? events.onPin;
    pin(moved(cell, map, step));
  } else if (event.key === 'Enter' && cell && events.onMove) {
    event.preventDefault();
    events.onPin(cell);
  }
}
