/** The run that was kept and the newest one: side by side, under a handle, or their difference; one cursor, one scale. */

import { html, nothing } from 'lit/html.js';
import { features, gain as gainTable, signed as signedTable } from '../colormap.js';
import { draw } from '../draw.js';
import { shortLabel } from '../format.js';
import { paintPhoto, paintPlane } from '../heatmap.js';
import { moveCell } from '../keep-places.js';
import { legend } from '../legend.js';
import { mapFrame } from '../mapframe.js';
import { featureRange, signedRange } from '../scale.js';
import { segmented } from '../segmented.js';
import { planeText } from '../sentence.js';
import { COMPARED, MODES } from '../state.js';

/** Classes of each side that are listed. */
const LISTED = 5;

/**
 * @typedef {object} Side
 * @property {import('../compared.js').Side} planes
 * @property {import('../wasm/bam_lens.js').Pixels | undefined} photo
 * @property {import('../run.js').Prediction[]} predictions
 * @property {string} name what ran: photo, network, setting
 */

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Side | undefined} props.kept
 * @param {Side} props.now
 * @param {import('../scale.js').Range} props.gains all that the gain of either can be
 * @param {boolean} props.same whether both are the same run
 * @param {import('../scale.js').Plane | undefined} props.difference of the maps on show; undefined when they differ in size
 * @param {boolean} props.linkable whether a link brings the kept run back
 * @param {import('../state.js').State} props.state
 * @param {number} props.swipe place of the handle, in percent
 * @param {import('../state.js').Cell | null} props.cell of the newest run's map
 * @param {boolean} props.pinned
 * @param {import('../mapframe.js').CellEvents} props.events
 * @param {(percent: number) => void} props.onSwipe
 * @param {() => void} props.onKeep
 * @param {() => void} props.onLetGo
 * @param {(partial: Partial<import('../state.js').State>) => void} props.onSet
 */
export function compare(props) {
  const {
    t,
    kept,
    now,
    gains,
    same,
    difference,
    linkable,
    state,
    swipe,
    cell,
    pinned,
    events,
    onSwipe,
    onKeep,
    onLetGo,
    onSet,
  } = props;
  if (!kept) {
    return html`<div class="compare-start">
      <p>${t('compare.how')}</p>
      <button type="button" class="button" @click=${onKeep}>${t('compare.keep')}</button>
    </div>`;
  }
  const { decimal, percent, points, signedDecimal, times } = t.numbers;
  const which = state.compared;
  const isGain = which === 'gain';
  const table = isGain ? gainTable : features;
  const format = isGain ? times : decimal;
  const planes = [kept.planes, now.planes];
  const [a, b] = planes.map((side) => side[which]);
  const range = isGain ? gains : featureRange(planes.flatMap(({ before, after }) => [before, after]));
  const at = (/** @type {import('../scale.js').Plane} */ plane) => (cell && b ? moveCell(cell, plane, b) : null);
  return html`<div class="compare">
    <div class="panel-controls">
      ${segmented({
        label: t('grid.tiles'),
        choices: COMPARED.map((value) => ({ value, text: t(`compare.${value}`) })),
        value: which,
        onChoose: (value) => onSet({ compared: value }),
      })}
      ${segmented({
        label: t('compare.mode'),
        choices: MODES.map((value) => ({ value, text: t(`compare.${value}`) })),
        value: state.mode,
        onChoose: (value) => onSet({ mode: value }),
      })}
      <button type="button" class="button" @click=${onKeep}>${t('compare.keepNew')}</button>
      <button type="button" class="button" @click=${onLetGo}>${t('compare.letGo')}</button>
      ${same ? html`<p>${t('compare.same')}</p>` : linkable ? nothing : html`<p>${t('compare.noLink')}</p>`}
    </div>
    <div class="compare-body">
      ${a && b ? maps(a, b) : html`<p class="absent">${t('compare.off')}</p>`} ${probabilities()}
    </div>
  </div>`;

  /** @param {import('../scale.js').Plane} a @param {import('../scale.js').Plane} b */
  function maps(a, b) {
    if (state.mode === 'difference') return differenceMap(a, b);
    if (state.mode === 'swipe') return swiped(a, b);
    return html`<div class="pair">${map(kept, a, t('compare.a'))} ${map(now, b, t('compare.b'))}</div>`;
  }

  /** @param {Side | undefined} side @param {import('../scale.js').Plane} plane @param {string} letter @param {unknown} [over] */
  function map(side, plane, letter, over) {
    const here = at(plane);
    const value = here ? plane.data[here.row * plane.widthPx + here.column] : undefined;
    return html`<figure class="map">
      <figcaption>
        <b>${letter}</b><span class="map-name">${side?.name}</span>
        <span class="reading">${value === undefined ? nothing : html`<b>${format(value)}</b>`}</span>
      </figcaption>
      ${mapFrame({
        plane,
        table,
        range,
        text: planeText(t, `${letter}, ${t(`compare.${which}`)}`, plane, format),
        help: t('triptych.help', { map: `${letter}, ${t(`compare.${which}`)}` }),
        cell: here,
        pinned,
        events: { onHover: back(plane, events.onHover), onPin: back(plane, events.onPin) },
        under: isGain && side?.photo ? photoOf(side.photo) : undefined,
        over,
      })}
      ${legend({ table, range, format, value, note: t('compare.oneScale') })}
    </figure>`;
  }

  /** A cell of either map as one of the newest run's. @param {import('../scale.js').Plane} plane @param {(cell: import('../state.js').Cell | null) => void} event */
  function back(plane, event) {
    return (/** @type {import('../state.js').Cell | null} */ cell) =>
      event(cell && b ? moveCell(cell, b, plane) : null);
  }

  /** @param {import('../scale.js').Plane} a @param {import('../scale.js').Plane} b */
  function swiped(a, b) {
    return html`<div class="swipe">
      <div class="swipe-names">
        <span>${t('compare.a')}: ${kept?.name}</span><span>${t('compare.b')}: ${now.name}</span>
      </div>
      <div class="frame swipe-frame">
        <div class="swipe-side">${picture(kept, a)}</div>
        <div class="swipe-side" .style=${`clip-path: inset(0 0 0 ${swipe}%)`}>${picture(now, b)}</div>
        <div class="swipe-handle" .style=${`left: ${swipe}%`} aria-hidden="true"></div>
        <input
          type="range"
          min="0"
          max="100"
          .value=${String(swipe)}
          aria-label=${t('compare.handle')}
          @input=${(/** @type {Event} */ event) => onSwipe(Number(/** @type {HTMLInputElement} */ (event.target).value))}
        />
      </div>
      ${legend({ table, range, format, note: t('compare.oneScale') })}
    </div>`;
  }

  /** @param {Side | undefined} side @param {import('../scale.js').Plane} plane */
  function picture(side, plane) {
    return html`${isGain && side?.photo ? photoOf(side.photo) : nothing}<canvas
        role="img"
        aria-label=${planeText(t, side?.name ?? '', plane, format)}
        ${draw(paintPlane, plane, table, range.low, range.high)}
      ></canvas>`;
  }

  /** @param {import('../scale.js').Plane} a @param {import('../scale.js').Plane} b */
  function differenceMap(a, b) {
    if (!difference) {
      return html`<p class="absent">
        ${t('compare.sizes', { a: `${a.heightPx} × ${a.widthPx}`, b: `${b.heightPx} × ${b.widthPx}` })}
      </p>`;
    }
    const signed = signedRange([difference]);
    const value = cell ? difference.data[cell.row * difference.widthPx + cell.column] : undefined;
    return html`<figure class="map">
      <figcaption>
        <span class="map-name">${t('compare.bMinusA')}</span>
        <span class="reading"
          >${value === undefined ? t('triptych.mean', { value: signedDecimal(difference.mean) }) : html`<b>${signedDecimal(value)}</b>`}</span
        >
      </figcaption>
      ${mapFrame({
        plane: difference,
        table: signedTable,
        range: signed,
        text: planeText(t, t('compare.bMinusA'), difference, signedDecimal),
        help: t('triptych.help', { map: t('compare.bMinusA') }),
        cell,
        pinned,
        events,
      })}
      ${legend({ table: signedTable, range: signed, format: signedDecimal, value, note: '0' })}
    </figure>`;
  }

  function probabilities() {
    const top = [...(kept?.predictions ?? []).slice(0, LISTED), ...now.predictions.slice(0, LISTED)];
    const classes = [...new Map(top.map(({ index, label }) => [index, label]))];
    const of = (/** @type {Side | undefined} */ side, /** @type {number} */ index) =>
      side?.predictions.find((prediction) => prediction.index === index)?.probability ?? NaN;
    return html`<table class="compare-classes">
      <thead>
        <tr>
          <th scope="col">${t('changes.class')}</th>
          <th scope="col">${t('compare.a')}</th>
          <th scope="col">${t('compare.b')}</th>
          <th scope="col">${t('changes.change')}</th>
        </tr>
      </thead>
      <tbody>
        ${classes.map(([index, label]) => {
          const [from, to] = [of(kept, index), of(now, index)];
          return html`<tr>
            <th scope="row" title=${label}>${shortLabel(label)}</th>
            <td>${Number.isNaN(from) ? '–' : percent(from)}</td>
            <td>${Number.isNaN(to) ? '–' : percent(to)}</td>
            <td class=${to > from ? 'up' : 'down'}>${Number.isNaN(to - from) ? '–' : points(to - from)}</td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }
}

/** @param {import('../wasm/bam_lens.js').Pixels} photo */
const photoOf = (photo) => html`<canvas class="photo" aria-hidden="true" ${draw(paintPhoto, photo)}></canvas>`;
