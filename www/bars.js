/** A row of bars, one per channel, with its zero line, its ends, and the channel under the pointer. */

import { html, nothing, svg } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { barHeight, barPath, cellAt } from './layout.js';

/**
 * @param {object} props
 * @param {ArrayLike<number>} props.values in the order they are drawn
 * @param {import('./scale.js').Range} props.range
 * @param {string} props.text for a screen reader
 * @param {(value: number) => string} props.format
 * @param {number} [props.marked] which bar is marked
 * @param {(place: number | undefined) => void} [props.onHover]
 * @param {(place: number) => void} [props.onChoose]
 */
export function bars({ values, range, text, format, marked, onHover, onChoose }) {
  const zero = barHeight(0, range);
  const at = (/** @type {MouseEvent} */ event) => {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    return cellAt((event.clientX - box.left) / box.width, 0, { widthPx: values.length, heightPx: 1 }).column;
  };
  return html`<div class="bars">
    <div
      class="bars-box ${onChoose ? 'choosable' : ''}"
      tabindex=${onChoose ? 0 : -1}
      role="group"
      aria-label=${text}
      @pointermove=${onHover && ((/** @type {PointerEvent} */ event) => onHover(at(event)))}
      @pointerleave=${onHover && (() => onHover(undefined))}
      @click=${onChoose && ((/** @type {MouseEvent} */ event) => onChoose(at(event)))}
      @keydown=${onChoose && ((/** @type {KeyboardEvent} */ event) => onKey(event))}
    >
      <svg viewBox="0 0 ${values.length} 1" preserveAspectRatio="none" role="img" aria-label=${text}>
        ${
          marked === undefined || marked < 0
            ? nothing
            : svg`<rect class="marked" x=${marked} y="0" width="1" height="1"></rect>`
        }
        ${guard(
          [values, range.low, range.high],
          () => svg`<path class="above" d=${barPath(values, range, (value) => value >= 0)}></path>
            <path class="below" d=${barPath(values, range, (value) => value < 0)}></path>
            <line x1="0" x2=${values.length} y1=${zero} y2=${zero} vector-effect="non-scaling-stroke"></line>`,
        )}
      </svg>
    </div>
    <div class="axis" aria-hidden="true">
      <span>${format(range.high)}</span>
      ${range.low < 0 ? html`<span>0</span><span>${format(range.low)}</span>` : html`<span>0</span>`}
    </div>
  </div>`;

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !onChoose) return;
    event.preventDefault();
    const from = marked === undefined || marked < 0 ? (step > 0 ? -1 : values.length) : marked;
    onChoose(Math.min(values.length - 1, Math.max(0, from + step)));
  }
}
