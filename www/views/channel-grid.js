/** Every channel of a bottleneck as a small map, in the order chosen; only the rows in view exist. */

import { html, nothing } from 'lit/html.js';
import { features, signed as signedTable } from '../colormap.js';
import { draw } from '../draw.js';
import { paintChannel } from '../heatmap.js';
import { inParts } from '../in-parts.js';
import { legend } from '../legend.js';
import { segmented } from '../segmented.js';
import { SORTS, TILES } from '../state.js';

/** Size of a tile with its gap and its number, in CSS px; the stylesheet draws it so. */
const TILE_WIDTH_PX = 68;
const TILE_HEIGHT_PX = 86;
/** Height of the window on the tiles. */
const WINDOW_PX = 440;
/** Tiles that are drawn at once when the grid opens. */
const FIRST_TILES = 24;

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Record<string, import('../run.js').Tap>} props.taps `before`, `after`, `stage4`
 * @param {number} props.stage of `before` and `after`
 * @param {import('../channels.js').Channels} props.channels
 * @param {number[]} props.order
 * @param {import('../scale.js').Range} props.range that all tiles share
 * @param {import('../state.js').State} props.state
 * @param {number} props.widthPx of the element
 * @param {number} props.firstRow in sight
 * @param {(row: number) => void} props.onScroll tells the first row in sight
 * @param {(partial: Partial<import('../state.js').State>) => void} props.onSet
 */
export function channelGrid({ t, taps, stage, channels, order, range, state, widthPx, firstRow, onScroll, onSet }) {
  const { decimal, signedDecimal } = t.numbers;
  const { tiles, sort, scale } = state;
  const last = tiles === 'stage4';
  const columns = Math.max(1, Math.floor((widthPx - 20) / TILE_WIDTH_PX));
  const rows = Math.ceil(order.length / columns);
  const first = Math.max(0, Math.min(firstRow, rows) - 1);
  // A row that leaves at one end comes in again at the other: its canvases are drawn on anew, not made anew.
  const slots = Math.min(rows, Math.ceil(WINDOW_PX / TILE_HEIGHT_PX) + 2);
  const table = tiles === 'difference' ? signedTable : features;
  const chosen = last || state.channel === 'mean' ? undefined : Number(state.channel);
  const own = scale === 'stretch';
  const noMc = channels.mc === undefined;
  return html`<div class="channel-grid">
    <div class="panel-controls">
      ${segmented({
        label: t('grid.tiles'),
        choices: TILES.map((value) => ({ value, text: t(`grid.${value}`, { k: stage }) })),
        value: tiles,
        onChoose: (value) => onSet({ tiles: value }),
      })}
      ${segmented({
        label: t('grid.sort'),
        choices: SORTS.filter((value) => value !== 'mc' || !noMc).map((value) => ({
          value,
          text: t(`grid.by.${value}`),
        })),
        value: sort,
        onChoose: (value) => onSet({ sort: value }),
        disabled: last ? t('grid.byIndex') : undefined,
      })}
      ${segmented({
        label: t('heading.scale'),
        choices: [
          { value: 'fixed', text: t('grid.shared') },
          { value: 'stretch', text: t('grid.own') },
        ],
        value: scale,
        onChoose: (value) => onSet({ scale: /** @type {'fixed' | 'stretch'} */ (value) }),
      })}
      <div class="grid-legend">
        ${own ? html`<p>${t('grid.ownText')}</p>` : legend({ table, range, format: tiles === 'difference' ? signedDecimal : decimal, note: t('grid.sharedText', { count: order.length }) })}
      </div>
    </div>
    ${channels.notFinite ? html`<p class="not-finite">${t('grid.notFinite', { count: channels.notFinite })}</p>` : nothing}
    <div
      class="window"
      .style=${`height: ${Math.min(WINDOW_PX, rows * TILE_HEIGHT_PX + 8)}px`}
      tabindex="0"
      role="listbox"
      aria-label=${t('grid.label', { count: order.length })}
      aria-activedescendant=${isThere(chosen) ? `tile-${chosen}` : nothing}
      @scroll=${(/** @type {Event} */ event) =>
        onScroll(Math.floor(/** @type {HTMLElement} */ (event.currentTarget).scrollTop / TILE_HEIGHT_PX))}
      @keydown=${onKey}
    >
      <div class="tiles" .style=${`height: ${rows * TILE_HEIGHT_PX}px`} role="presentation">
        ${inParts(
          Math.ceil(FIRST_TILES / columns),
          Array.from(
            { length: slots },
            (_, slot) => () => tileRow(first + ((((slot - first) % slots) + slots) % slots)),
          ),
        )}
      </div>
    </div>
  </div>`;

  /** Whether a channel's tile exists: it may be scrolled away. @param {number | undefined} channel */
  function isThere(channel) {
    const row = channel === undefined ? -1 : Math.floor(order.indexOf(channel) / columns);
    return row >= first && row < first + slots;
  }

  /** @param {number} row empty behind the last one */
  function tileRow(row) {
    return html`<div class="tile-row" role="presentation" .style=${`top: ${row * TILE_HEIGHT_PX}px`}>
      ${order.slice(row * columns, (row + 1) * columns).map((channel, i) => tile(channel, row * columns + i))}
    </div>`;
  }

  /** @param {number} channel @param {number} place in the order */
  function tile(channel, place) {
    const value = last || sort === 'index' ? undefined : channels[sort]?.[channel];
    const written = value === undefined ? '' : decimal(value);
    return html`<div
      class="tile"
      role="option"
      id="tile-${channel}"
      aria-posinset=${place + 1}
      aria-setsize=${order.length}
      aria-selected=${channel === chosen ? 'true' : 'false'}
      aria-label=${t('grid.tile', { channel, value: written })}
      @click=${() => choose(channel)}
    >
      <canvas
        class=${channels.notFinite ? 'hatched' : ''}
        ${draw(paintChannel, taps, tiles, channel, table, own ? undefined : range.low, own ? undefined : range.high)}
      ></canvas>
      <span aria-hidden="true"><b>${channel}</b> ${written}</span>
    </div>`;
  }

  /** @param {number} channel */
  function choose(channel) {
    if (!last) onSet({ channel: String(channel), side: 'channel' });
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const steps = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns,
      ArrowUp: -columns,
      Home: -Infinity,
      End: Infinity,
    };
    const by = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (!by || last) return;
    event.preventDefault();
    const from = chosen === undefined ? (by > 0 ? -1 : order.length) : order.indexOf(chosen);
    const to = Math.min(order.length - 1, Math.max(0, from + by));
    choose(order[to]);
    const box = /** @type {HTMLElement} */ (event.currentTarget);
    const top = Math.floor(to / columns) * TILE_HEIGHT_PX;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + TILE_HEIGHT_PX > box.scrollTop + box.clientHeight)
      box.scrollTop = top + TILE_HEIGHT_PX - box.clientHeight;
  }
}
