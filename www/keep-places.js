/**
 * What was chosen on one map or network, on another: a cell and a channel stay at the same place of the photo and never lie outside;
 * a class that does not exist gives way.
 */

import { stageShapes } from './layout.js';
import { DEFAULTS, cellText, parseCell } from './state.js';

/**
 * @typedef {{ heightPx: number, widthPx: number }} Size of a map, in cells
 * @typedef {import('./state.js').State} State
 * @typedef {{ key: string, values: Record<string, number> }} Hint a phrase that says what moved
 * @typedef {{ state: State, hint?: Hint }} Fitted the very state when all is in place; a hint when something chosen does not exist
 *   there
 */

/** Maps differ in their cells and channels from stage to stage and size to size: what is chosen is fitted to each. */
export class Places {
  /** @type {Size | undefined} the map that the chosen cell is of; undefined: the next one */
  #cellMap;

  /** The cell is of whatever map comes next. */
  choose() {
    this.#cellMap = undefined;
  }

  /** @param {State} state @param {import('./wasm/bam_lens.js').Architecture} architecture of the network that is open @returns {Fitted} */
  fit(state, architecture) {
    const [channels, heightPx, widthPx] = stageShapes(architecture, state.size)[state.stage - 1];
    const fitted = fitPlaces(state, { channels, heightPx, widthPx }, this.#cellMap);
    this.#cellMap = { heightPx, widthPx };
    return fitted;
  }
}

/** @param {State} state @param {number} classes of the network that is open @returns {Fitted} */
export function fitClass(state, classes) {
  const from = Number(state.class);
  if (!(from >= classes)) return { state };
  return { state: { ...state, class: DEFAULTS.class }, hint: { key: 'hint.class', values: { from } } };
}

/**
 * @param {State} state
 * @param {Size & { channels: number }} map the one to be shown
 * @param {Size | undefined} from the one on which the cell was chosen; undefined when it comes from an address
 * @returns {Fitted}
 */
export function fitPlaces(state, map, from) {
  const cell = parseCell(state.cell);
  const moved = cell && moveCell(cell, map, from ?? map);
  const place = cellText(moved);
  const channel = state.channel === 'mean' ? 'mean' : String(Math.min(Number(state.channel), map.channels - 1));
  if (place === state.cell && channel === state.channel) return { state };
  const fitted = { ...state, cell: place, channel };
  if (channel !== state.channel) {
    return {
      state: fitted,
      hint: { key: 'hint.channel', values: { from: Number(state.channel), to: Number(channel) } },
    };
  }
  if (!cell || !moved || (cell.row < map.heightPx && cell.column < map.widthPx)) return { state: fitted };
  const values = { row: cell.row + 1, column: cell.column + 1, toRow: moved.row + 1, toColumn: moved.column + 1 };
  return { state: fitted, hint: { key: 'hint.cell', values } };
}

/**
 * The cell of another map at the same place of the photo.
 *
 * @param {import('./state.js').Cell} cell
 * @param {Size} to
 * @param {Size} from
 */
export function moveCell({ row, column }, to, from) {
  const place = (/** @type {number} */ at, /** @type {number} */ of, /** @type {number} */ into) =>
    Math.min(into - 1, Math.floor(((at + 0.5) * into) / of));
  return { row: place(row, from.heightPx, to.heightPx), column: place(column, from.widthPx, to.widthPx) };
}
