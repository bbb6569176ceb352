/** Before, gain over the photo, after: one bottleneck on shared scales, one cell read in all three. */

import { html, nothing } from 'lit/html.js';
import { features, gain as gainTable } from '../colormap.js';
import { draw } from '../draw.js';
import { paintPhoto } from '../heatmap.js';
import { latticeMark } from '../lattice-mark.js';
import { legend } from '../legend.js';
import { mapFrame } from '../mapframe.js';
import { extentOf, featureRange, gainRange } from '../scale.js';
import { segmented } from '../segmented.js';
import { planeText } from '../sentence.js';

/** Where there is room for one map only, these choose it. */
const TABS = /** @type {const} */ (['before', 'attention', 'after']);

/**
 * @typedef {object} Props
 * @property {import('../strings.js').Translate} t
 * @property {import('../run.js').Run | undefined} run the newest that has maps
 * @property {{ url: string, alt: string } | undefined} photo shown until the network has seen it
 * @property {import('../state.js').State} state
 * @property {import('../state.js').Cell | null} cell
 * @property {Pick<import('../lattice.js').Lattice, 'points' | 'field'> | undefined} reach what the spatial branch reads for the cell
 * @property {boolean} pinned
 * @property {boolean} [veiled] whether the gain and what follows from it are hidden
 * @property {import('../mapframe.js').CellEvents} events
 * @property {(partial: Partial<import('../state.js').State>) => void} onSet
 */

/** @param {Props} props */
export function triptych(props) {
  const { t, run, state } = props;
  const { decimal, times } = t.numbers;
  const { veiled } = props;
  const detail = run?.detail;
  const se = run?.setting.form === 'se';
  const stretched = state.scale === 'stretch';
  const shared = detail && featureRange([detail.before, detail.after]);
  const fixedGain = gainRange(run?.setting.form ?? 'paper');
  const own = (/** @type {import('../scale.js').Plane} */ plane) => extentOf([plane]);
  const tab = TABS.find((name) => name === state.view) ?? 'attention';
  return html`<div class="tabs">
      ${segmented({
        label: t('triptych.tabs'),
        bare: true,
        choices: TABS.map((value) => ({ value, text: t(`triptych.${value}`) })),
        value: tab,
        onChoose: (view) => props.onSet({ view }),
      })}
    </div>
    <div class="triptych tab-${tab}">
      ${map(props, {
        name: 'before',
        symbol: html`<i>F</i>`,
        plane: detail?.before,
        table: features,
        range: detail && (stretched ? own(detail.before) : shared),
        format: decimal,
      })}
      <span class="operator" aria-hidden="true">×</span>
      ${map(props, {
        name: 'attention',
        symbol: se ? html`<i>M</i>` : html`1 + <i>M</i>`,
        plane: veiled && detail ? blank(detail.before) : detail?.gain,
        table: gainTable,
        range: detail?.gain && stretched && !veiled ? own(detail.gain) : fixedGain,
        format: times,
        under: under(props),
        over: props.reach && latticeMark(props.reach),
        absent: run && !detail?.gain ? t('triptych.off') : undefined,
      })}
      <span class="operator" aria-hidden="true">=</span>
      ${map(props, {
        name: 'after',
        symbol: html`<i>F′</i>`,
        plane: veiled ? undefined : detail?.after,
        table: features,
        range: detail && !veiled ? (stretched ? own(detail.after) : shared) : undefined,
        format: decimal,
        absent: veiled ? t('triptych.veiled') : undefined,
      })}
    </div>`;
}

/**
 * @param {Props} props
 * @param {object} what
 * @param {'before' | 'attention' | 'after'} what.name
 * @param {unknown} what.symbol
 * @param {import('../scale.js').Plane | undefined} what.plane
 * @param {import('../colormap.js').ColorTable} what.table
 * @param {import('../scale.js').Range | undefined} what.range
 * @param {(value: number) => string} what.format
 * @param {unknown} [what.under]
 * @param {unknown} [what.over]
 * @param {string} [what.absent] why there is no map
 */
function map(
  { t, state, cell, pinned, veiled, events },
  { name, symbol, plane, table, range, format, under, over, absent },
) {
  const hidden = veiled && name !== 'before';
  const value = plane && cell && !hidden ? plane.data[cell.row * plane.widthPx + cell.column] : undefined;
  return html`<figure class="map map-${name}">
    <figcaption>
      <span class="symbol">${symbol}</span>
      <span class="map-name">${t(`triptych.${name}`)}</span>
      <span class="reading"
        >${
          value !== undefined
            ? html`<b>${format(value)}</b>`
            : plane && !hidden
              ? t('triptych.mean', { value: format(plane.mean) })
              : ''
        }</span
      >
    </figcaption>
    ${
      plane && range
        ? mapFrame({
            plane,
            table,
            range,
            text: hidden ? t('triptych.veiled') : planeText(t, t(`triptych.${name}`), plane, format),
            help: t('triptych.help', { map: t(`triptych.${name}`) }),
            cell,
            pinned,
            events,
            under,
            over,
          })
        : html`<div class="frame ${hidden ? 'hatched' : 'skeleton'}">
            ${under}${absent ? html`<p class="absent">${absent}</p>` : nothing}
          </div>`
    }
    ${
      range
        ? legend({ table, range, format, value, note: t(`scale.${state.scale}.${name}`) })
        : html`<div class="legend empty"></div>`
    }
    ${plane?.notFinite ? html`<p class="not-finite">${t('map.notFinite', { count: t.numbers.whole(plane.notFinite) })}</p>` : nothing}
  </figure>`;
}

/** A map of the same size that shows nothing: its cells can be pointed at. @param {import('../scale.js').Plane} plane */
const blank = (plane) => ({ ...plane, data: new Float32Array(plane.data.length).fill(NaN), notFinite: 0 });

/** @param {Props} props */
function under({ t, run, photo }) {
  if (run?.photo) {
    return html`<canvas
      class="photo"
      role="img"
      aria-label=${t('strip.seen')}
      ${draw(paintPhoto, run.photo)}
    ></canvas>`;
  }
  return photo ? html`<img class="photo" src=${photo.url} alt=${photo.alt} />` : nothing;
}
