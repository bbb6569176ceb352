/**
 * This network's variants: error against the parameters that their modules add, as arrows from the plain network. The marks are
 * radios, whose names say the same numbers; the picture behind them is for the eye.
 */

import { html, nothing, svg } from 'lit/html.js';
import { onArrowKey } from '../segmented.js';
import { APART, OWN, PLAIN, addedBy, labelOf, ofGrid } from './own.js';
import { MARGIN, axes, isNarrow, plotOf, tick } from './plot.js';
import { arrange, box, spread, textPx } from './spread.js';

/** @typedef {import('./own.js').Own} Own */
/** @typedef {import('./spread.js').Point} Point */

/** Of a mark in a narrow chart and in a wide one, and the room around it. */
const MARKS_PX = [13, 16];
const GAP_PX = 1;
/** From the axis of errors to the plain network, whose cost of 0 no logarithm has, and on to where the costs begin. */
const LANE_PX = 24;
const BREAK_PX = 22;
const FONT_PX = 12;
/** What the axis counts. */
const THOUSAND = 1e3;
/** Names beside their marks need so much. */
const SPELLED_PX = 800;
const LINE_PX = 16;

/** The letter of a variant that is none of the grid, for where there is no room for its name. @param {Own} own */
const letterOf = (own) => String.fromCharCode(65 + OTHERS.indexOf(own));
const OTHERS = OWN.filter((own) => !ofGrid(own) && own !== PLAIN);

/** @param {Own} own */
const addedOf = (own) => addedBy(own, 'parameters') / THOUSAND;

/** Forms and merges before the grid: their names have to stand beside them. */
const DRAWN = [PLAIN, ...OTHERS, ...OWN.filter(ofGrid)];

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Own} props.named whose name and band are shown
 * @param {Own | undefined} props.open in the tool
 * @param {boolean} props.disabled whether none can be opened
 * @param {string} props.title
 * @param {number} props.widthPx
 * @param {(own: Own | undefined) => void} props.onName that the reader points at
 * @param {(own: Own) => void} props.onOpen
 */
export function ownChart({ t, named, open, disabled, title, widthPx, onName, onOpen }) {
  const spelled = widthPx >= SPELLED_PX;
  const sizePx = MARKS_PX[isNarrow(widthPx) ? 0 : 1];
  const { plot, laneX, points } = layout(widthPx, sizePx);
  const { bottom, heightPx, atX, atY } = plot;
  const at = (/** @type {Own} */ own) => /** @type {Point} */ (points.get(own));
  const half = sizePx / 2 + 2;
  const ratios = [...new Map(OWN.filter(ofGrid).map((own) => [own.setting.r, atX(addedOf(own))]))];
  // The forms and merges have their names; one of the grid, and a letter, only when it is pointed at.
  const beside = [PLAIN, ...(spelled ? OTHERS : [])];
  const tipped = beside.includes(named) ? [] : [named];
  const names = arrange([...tipped, ...beside].map(placesOfName), [
    ...[...points.values()].map(({ x, y }) => box(x - half, y - half, 2 * half, 2 * half)),
    // The ratios, and what is outside.
    box(MARGIN.left, bottom - LINE_PX - 4, widthPx, heightPx),
    box(-widthPx, 0, widthPx + MARGIN.left, heightPx),
    box(widthPx, 0, widthPx, heightPx),
  ]);
  const tip = tipped.length ? names[0] : undefined;
  const base = at(PLAIN);

  return html`<div
      class="own-plot"
      role="radiogroup"
      aria-label=${title}
      aria-disabled=${String(disabled)}
      @keydown=${onArrowKey}
    >
      <svg class="chart" width=${widthPx} height=${heightPx} viewBox="0 0 ${widthPx} ${heightPx}" aria-hidden="true">
        <defs>
          <marker id="own-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="3.5" markerHeight="3.5" orient="auto">
            <path d="M0 0.5L7.5 4L0 7.5z"></path>
          </marker>
        </defs>
        ${band()} ${axes({ t, plot, title: t('results.axis.added') })} ${tick(laneX, bottom, '0')}
        ${svg`<path class="gap" d="M${laneX + LANE_PX - 3} ${bottom + 4}l4 -8m3 0l-4 8"></path>`}
        ${DRAWN.filter((own) => own !== named && own !== PLAIN).map((own) => arrow(own))}
        ${ratios.map(
          ([r, x]) =>
            svg`<text class="ratio" x=${x} y=${bottom - 6} text-anchor="middle">${t('results.ratio', { r })}</text>`,
        )}
        ${named === PLAIN ? nothing : arrow(named, true)}
        ${names
          .slice(tipped.length)
          .map(
            ({ own, left, bottom }) =>
              svg`<text class="name ${own === named ? 'named' : ''}" x=${left + 3} y=${bottom - 4}>${labelOf(t, own)}</text>`,
          )}
      </svg>
      ${OWN.map((own) => mark(own))}
      ${
        tip
          ? html`<span
              class="tip"
              aria-hidden="true"
              .style=${`left: ${tip.left}px; top: ${tip.top}px; width: ${tip.right - tip.left}px`}
              >${labelOf(t, named)}</span
            >`
          : nothing
      }
    </div>
    ${
      !spelled
        ? html`<ul class="letters">
            ${OTHERS.map((own) => html`<li><b>${letterOf(own)}</b> ${labelOf(t, own)}</li>`)}
          </ul>`
        : nothing
    }`;

  /** What cannot be told from the named one. */
  function band() {
    const [top, end] = [named.error + APART, named.error - APART].map((error) =>
      Math.min(bottom, Math.max(MARGIN.top, atY(error))),
    );
    return svg`<rect class="band" x=${MARGIN.left} y=${top} width=${widthPx - MARGIN.left - MARGIN.right} height=${end - top}></rect>`;
  }

  /** @param {Own} own @param {boolean} [strong] */
  function arrow(own, strong = false) {
    const { x, y } = at(own);
    const length = Math.hypot(x - base.x, y - base.y);
    const shorter = (length - sizePx / 2 - 1) / length;
    return svg`<line
      class="arrow ${strong ? 'named' : ''} ${own.error > PLAIN.error ? 'worse' : ''}"
      x1=${base.x}
      y1=${base.y}
      x2=${base.x + shorter * (x - base.x)}
      y2=${base.y + shorter * (y - base.y)}
      marker-end=${strong ? 'url(#own-head)' : ''}
    ></line>`;
  }

  /** @param {Own} own */
  function mark(own) {
    const { x, y } = at(own);
    const inside = ofGrid(own) ? own.setting.d : !spelled && own !== PLAIN ? letterOf(own) : '';
    const tabbed = own === (open ?? PLAIN);
    return html`<button
      type="button"
      role="radio"
      class="own-mark ${own === named ? 'named' : ''}"
      aria-checked=${String(own === open)}
      aria-label=${t('results.variant.said', {
        name: labelOf(t, own),
        error: t.numbers.decimal(own.error),
        added: t.numbers.whole(addedBy(own, 'parameters')),
      })}
      tabindex=${tabbed ? 0 : -1}
      .style=${`left: ${x - sizePx / 2}px; top: ${y - sizePx / 2}px; width: ${sizePx}px; height: ${sizePx}px`}
      @pointerenter=${() => onName(own)}
      @pointerleave=${() => onName(undefined)}
      @focus=${() => onName(own)}
      @blur=${() => onName(undefined)}
      @click=${() => disabled || onOpen(own)}
    >
      ${inside}
    </button>`;
  }

  /** Where the name of a mark can stand. @param {Own} own */
  function placesOfName(own) {
    const { x, y } = at(own);
    const width = textPx(labelOf(t, own), FONT_PX) + 6;
    const middle = Math.min(Math.max(x - width / 2, MARGIN.left), widthPx - width);
    return [
      box(x + half, y - LINE_PX / 2, width, LINE_PX),
      box(x - half - width, y - LINE_PX / 2, width, LINE_PX),
      box(middle, y + half, width, LINE_PX),
      box(middle, y - half - LINE_PX, width, LINE_PX),
    ].map((place) => ({ own, ...place }));
  }
}

/**
 * @param {number} widthPx
 * @param {number} sizePx of a mark
 */
function layout(widthPx, sizePx) {
  const added = OWN.filter((own) => own !== PLAIN).map((own) => addedOf(own));
  const laneX = MARGIN.left + LANE_PX;
  const plot = plotOf(
    widthPx,
    OWN.map(({ error }) => error),
    [Math.min(...added) / 1.6, Math.max(...added) * 1.6],
    laneX + BREAK_PX,
  );
  const wanted = DRAWN.map((own) => ({
    x: own === PLAIN ? laneX : plot.atX(addedOf(own)),
    y: plot.atY(own.error),
  }));
  const placed = spread(wanted, sizePx + GAP_PX, [laneX, widthPx - MARGIN.right]);
  return { plot, laneX, points: new Map(DRAWN.map((own, i) => [own, placed[i]])) };
}
