/** Keys that work anywhere in the element. They choose what a pointer could choose as well; none is needed. */

import { STAGES, cellText, parseCell } from './state.js';

/** Key and what it does, as the list shows them. */
export const KEYS = /** @type {const} */ ([
  ['1 2 3', 'stage'],
  ['← ↑ → ↓', 'cell'],
  ['[ ]', 'channel'],
  ['Enter', 'pin'],
  ['Space', 'step'],
  ['C', 'compare'],
  ['N B', 'tour'],
  ['Esc', 'out'],
  ['?', 'list'],
]);

export const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
});

/**
 * @typedef {object} Situation
 * @property {import('./state.js').State} state
 * @property {{ heightPx: number, widthPx: number } | undefined} map on show
 * @property {import('./state.js').Cell | null} hovered the cell under the pointer
 * @property {number[]} order channels as Mc's bars stand
 * @property {boolean} [veiled] whether cells cannot be opened
 * @property {boolean} busy whether the key belongs to the control that has the focus
 */

/**
 * @param {string} key
 * @param {Situation} situation
 * @returns {Partial<import('./state.js').State> | 'step' | 'compare' | 'next' | 'back' | 'list' | undefined} what to choose
 */
export function shortcut(key, { state, map, hovered, order, veiled, busy }) {
  const stage = STAGES.find((k) => String(k) === key);
  if (key === '?') return 'list';
  if (key === 'Escape') return out(state);
  if (key === 'c' || key === 'C') return 'compare';
  if (state.tour && /^[nN]$/.test(key)) return 'next';
  if (state.tour && /^[bB]$/.test(key)) return 'back';
  if (stage) return { stage };
  if (key === '[' || key === ']') return nextChannel(state, order, key === ']' ? 1 : -1);
  if (busy || veiled || !map) return undefined;
  const pinned = parseCell(state.cell);
  if (ARROWS[key]) return pin(moved(pinned ?? hovered, map, ARROWS[key]));
  if (key === 'Enter' && (hovered ?? pinned)) return pin(/** @type {import('./state.js').Cell} */ (hovered ?? pinned));
  if (key === ' ' && state.side === 'cell') return 'step';
  return undefined;
}

/** One thing after another is put away, the nearest first. @param {import('./state.js').State} state */
function out(state) {
  if (state.side !== 'changes') return /** @type {const} */ ({ side: 'changes' });
  if (state.panel) return /** @type {const} */ ({ panel: '' });
  if (state.cell) return { cell: '' };
  return state.tour ? { tour: 0 } : undefined;
}

/** @param {import('./state.js').Cell} cell @returns {Partial<import('./state.js').State>} */
const pin = (cell) => ({ cell: cellText(cell), side: 'cell' });

/**
 * @param {import('./state.js').Cell | null} cell none: the map's middle
 * @param {{ heightPx: number, widthPx: number }} map
 * @param {[number, number]} step
 */
export function moved(cell, { heightPx, widthPx }, [down, right]) {
  const middle = { row: Math.floor(heightPx / 2) - down, column: Math.floor(widthPx / 2) - right };
  const from = cell ?? middle;
  return {
    row: Math.min(heightPx - 1, Math.max(0, from.row + down)),
    column: Math.min(widthPx - 1, Math.max(0, from.column + right)),
  };
}

/** @param {import('./state.js').State} state @param {number[]} order @param {number} by @returns {Partial<import('./state.js').State>} */
function nextChannel({ channel, side }, order, by) {
  if (order.length === 0) return {};
  const at = order.indexOf(Number(channel));
  const next = channel === 'mean' || at < 0 ? (by > 0 ? 0 : order.length - 1) : at + by;
  const chosen = order[Math.min(order.length - 1, Math.max(0, next))];
  // The walk of a cell goes on with the new channel; anywhere else its card opens.
  return { channel: String(chosen), side: side === 'cell' ? 'cell' : 'channel' };
}
