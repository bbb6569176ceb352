/** A chosen cell and channel on another map: at the same place of the photo, and never outside. */

import { cellText, parseCell } from './state.js';

/**
 * @typedef {{ heightPx: number, widthPx: number }} Size of a map, in cells
 * @typedef {import('./state.js').State} State
 */

/**
 * @param {State} state
 * @param {Size & { channels: number }} map the one to be shown
 * @param {Size | undefined} from the one on which the cell was chosen; undefined when it comes from an address
 * @returns {{ state: State, hint?: { key: string, values: Record<string, number> } }} the very state when all is in
 *   place; a hint when something chosen does not exist on this map
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
