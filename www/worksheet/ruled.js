/** A grid on paper: numbered rows and columns over a picture, a map or nothing. */

import { html, nothing, svg } from 'lit/html.js';
import { ENTRIES } from '../color-tables.js';
import { entryOf } from '../colormap.js';
import { draw } from '../draw.js';
import { paintPlane } from '../heatmap.js';
import { rulingOf } from './ruling.js';

/** Edge of the cells together, in units of the drawing, and of the margin that their numbers stand in. */
const EDGE = 100;
const MARGIN = 7;
/** Cells along an edge that can hold their values, and those whose lines leave something of a picture under them. */
const MOST_VALUES = 10;
const MOST_LINED = 20;
/** A picture smaller than this is smoothed by what shows a printed file. */
const CRISP_PX = 512;

/** @typedef {(row: number, column: number) => { x: number, y: number, cell: number }} At a cell's corner and its edge */

/**
 * @param {object} props
 * @param {{ heightPx: number, widthPx: number }} props.map
 * @param {{ row: number, column: number, edge: number }} [props.field] the part on show, perhaps beyond the map; else all of it
 * @param {string} props.text for a screen reader
 * @param {unknown} [props.under] a picture of the field
 * @param {(at: At) => unknown} [props.over] SVG in the cells
 */
export function ruled({ map: { heightPx, widthPx }, field, text, under = nothing, over }) {
  const edge = field?.edge ?? Math.max(heightPx, widthPx);
  const { row: top, column: left } = field ?? { row: 0, column: 0 };
  const cell = EDGE / edge;
  const ruling = rulingOf(edge);
  const { numbers } = ruling;
  const lines = under !== nothing && edge > MOST_LINED ? numbers : ruling.lines;
  const x = (/** @type {number} */ column) => fine(MARGIN + (column - left) * cell);
  const y = (/** @type {number} */ row) => fine(MARGIN + (row - top) * cell);
  /** @param {number} from @param {number} count */
  const seen = (from, count) => ({ first: Math.max(0, from), end: Math.min(count, from + edge) });
  const rows = seen(top, heightPx);
  const columns = seen(left, widthPx);
  /** @param {number} every @param {{ first: number, end: number }} range */
  const steps = (every, { first, end }) =>
    Array.from({ length: Math.max(0, end - first) + 1 }, (_, i) => first + i).filter((n) => n % every === 0);
  const grid = (/** @type {number} */ every) =>
    steps(every, rows)
      .map((row) => `M${x(columns.first)} ${y(row)}H${x(columns.end)}`)
      .concat(steps(every, columns).map((column) => `M${x(column)} ${y(rows.first)}V${y(rows.end)}`))
      .join('');
  const inner = (/** @type {{ first: number, end: number }} */ range) =>
    steps(numbers, range).filter((n) => n < range.end);
  return html`<div class="ruled" role="img" aria-label=${text}>
    ${under}
    <svg viewBox="0 0 ${EDGE + MARGIN + 1} ${EDGE + MARGIN + 1}" aria-hidden="true">
      ${field ? svg`<path class="beyond" d=${beyond(edge, cell)}></path>` : nothing}
      <path class="halo" d=${grid(lines)}></path>
      <path class="fine" d=${grid(lines)}></path>
      ${numbers > lines ? svg`<path class="strong" d=${grid(numbers)}></path>` : nothing}
      <rect
        class="border"
        x=${x(columns.first)}
        y=${y(rows.first)}
        width=${fine((columns.end - columns.first) * cell)}
        height=${fine((rows.end - rows.first) * cell)}
      ></rect>
      ${inner(columns).map((n) => svg`<text x=${fine(x(n) + cell / 2)} y="5.4">${n + 1}</text>`)}
      ${inner(rows).map((n) => svg`<text x="3.4" y=${fine(y(n) + cell / 2 + 1.4)}>${n + 1}</text>`)}
      ${over?.((row, column) => ({ x: x(column), y: y(row), cell })) ?? nothing}
    </svg>
  </div>`;
}

/** The lines of a whole field. @param {number} edge @param {number} cell */
function beyond(edge, cell) {
  return Array.from({ length: edge + 1 }, (_, i) => fine(MARGIN + i * cell))
    .map((at) => `M${MARGIN} ${at}h${EDGE}M${at} ${MARGIN}v${EDGE}`)
    .join('');
}

/** Enough digits for a printer. @param {number} value */
const fine = (value) => Number(value.toFixed(3));

/**
 * A map under its grid; where its cells are large enough they hold their numbers, for a printer without colours.
 *
 * @param {object} props
 * @param {import('../scale.js').Plane} props.plane
 * @param {import('../colormap.js').ColorTable} props.table
 * @param {import('../scale.js').Range} props.range
 * @param {(value: number) => string} props.format
 * @param {string} props.text for a screen reader
 * @param {(at: At) => unknown} [props.over]
 */
export function ruledMap({ plane, table, range, format, text, over }) {
  const { widthPx, heightPx, data } = plane;
  const values = Math.max(widthPx, heightPx) <= MOST_VALUES ? Array.from(data) : [];
  return ruled({
    map: plane,
    text,
    under: html`<canvas class="picture" ${draw(paintCrisp, plane, table, range.low, range.high)}></canvas>`,
    over: (at) =>
      svg`${values.map((value, i) => {
        const { x, y, cell } = at(Math.floor(i / widthPx), i % widthPx);
        const shown = format(value);
        const size = Math.min(cell * 0.42, (cell * 1.5) / shown.length);
        return svg`<text class=${isDark(value, table, range) ? 'light' : ''} x=${fine(x + cell / 2)}
        y=${fine(y + cell / 2 + size * 0.36)} font-size=${fine(size)}>${shown}</text>`;
      })} ${over?.(at) ?? nothing}`,
  });
}

/** A frame around cells. @param {string} name @param {import('../state.js').Cell} cell @param {At} at @param {number} [edge] in cells */
export function box(name, { row, column }, at, edge = 1) {
  const { x, y, cell } = at(row, column);
  return svg`<rect class=${name} x=${x} y=${y} width=${fine(cell * edge)} height=${fine(cell * edge)}></rect>`;
}

/** Relative luminance (WCAG 2) below which a printer's white is read better than its black, in grey too. */
const DARK = 0.24;

/** Whether a value's colour is dark. */
/** @param {number} value @param {import('../colormap.js').ColorTable} table @param {import('../scale.js').Range} range */
function isDark(value, table, range) {
  const entry = entryOf(value, range);
  if (entry < 0 || entry >= ENTRIES) return false;
  const [r, g, b] = [0, 1, 2].map((i) => (table[entry * 4 + i] / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < DARK;
}

/**
 * Every cell a square of pixels.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {import('../scale.js').Plane} plane
 * @param {import('../colormap.js').ColorTable} table
 * @param {number} low
 * @param {number} high
 */
function paintCrisp(canvas, plane, table, low, high) {
  const small = document.createElement('canvas');
  paintPlane(small, plane, table, low, high);
  const cell = Math.ceil(CRISP_PX / Math.max(plane.widthPx, plane.heightPx));
  canvas.width = plane.widthPx * cell;
  canvas.height = plane.heightPx * cell;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
}
