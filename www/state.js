/**
 * What a reader can choose, as one plain object: the same object is `<bam-lens>.state` and, without its defaults, the
 * page's URL hash. Nothing here knows the DOM.
 */

import { CARDS, stateOfCard } from './tour/cards.js';
import { STEPS } from './walk/names.js';

/**
 * @typedef {object} State
 * @property {string} img id of a bundled sample, or `own` for the reader's photo
 * @property {1 | 2 | 3} stage the bottleneck on show
 * @property {typeof VIEWS[number]} view the part to show alone where there is no room for all
 * @property {string} cell pinned cell as `row,column`, counted from 0; empty for none
 * @property {typeof SIDES[number]} side what stands beside the maps
 * @property {import('./walk/names.js').StepName} step of a cell's way from F to F'
 * @property {string} unit output of that step on show: `auto` (the largest) or counted from 0
 * @property {string} channel `mean` (over channels) or a channel counted from 0
 * @property {typeof FORMS[number]} form
 * @property {typeof MERGES[number]} merge
 * @property {number} r reduction ratio
 * @property {number} d dilation
 * @property {number} classes of the networks whose cost is compared
 * @property {number} size edge of the network's input in px
 * @property {number} crop place of the square crop along the photo's longer side, 0 to 1
 * @property {'fixed' | 'stretch'} scale
 * @property {'sorted' | 'index'} order of Mc's bars
 * @property {typeof PANELS[number]} panel what is open below the branches; empty for none
 * @property {typeof SORTS[number]} sort order of the panel of all channels
 * @property {typeof TILES[number]} tiles which maps that panel shows
 * @property {string} class whose activation map is shown: `top` (the most probable) or counted from 0
 * @property {string} kept the run to compare with, as `kept.js` writes it; empty for none
 * @property {typeof COMPARED[number]} compared which maps are compared
 * @property {typeof MODES[number]} mode how
 * @property {typeof LANGUAGES[number]} code language of the snippet
 * @property {number} tour card of the tour, counted from 1; 0 for none
 * @property {string} held fingerprint of the word that shows the tour's answers (`tour/held.js`); empty: they are shown
 * @property {string} lang
 * @property {'auto' | 'light' | 'dark'} theme
 */

export const FORMS = /** @type {const} */ (['paper', 'official', 'blog', 'se', 'none']);
export const MERGES = /** @type {const} */ (['sum', 'product', 'max', 'channel', 'spatial']);
const VIEWS = /** @type {const} */ (['all', 'before', 'attention', 'after', 'channel', 'spatial']);
export const SIDES = /** @type {const} */ (['changes', 'cell', 'channel']);
export const PANELS = /** @type {const} */ ([
  '',
  'channels',
  'differences',
  'worth',
  'compare',
  'grid',
  'cost',
  'files',
]);
export const SORTS = /** @type {const} */ (['index', 'mc', 'change', 'energy']);
export const TILES = /** @type {const} */ (['before', 'after', 'difference', 'stage4']);
export const LANGUAGES = /** @type {const} */ (['python', 'rust']);
export const COMPARED = /** @type {const} */ (['before', 'gain', 'after']);
export const MODES = /** @type {const} */ (['side', 'swipe', 'difference']);
export const STAGES = /** @type {const} */ ([1, 2, 3]);
/** The settings that come with trained weights. */
export const TRAINED_R = [4, 8, 16, 32];
export const TRAINED_D = [1, 2, 4, 6];
export const SIZES = [96, 128, 160, 224];

/** @type {Readonly<State>} */
export const DEFAULTS = Object.freeze({
  img: 'koala',
  stage: 3,
  view: 'all',
  cell: '',
  side: 'changes',
  step: 'reduced',
  unit: 'auto',
  channel: 'mean',
  form: 'paper',
  merge: 'sum',
  r: 16,
  d: 4,
  classes: 1000,
  size: 128,
  crop: 0.5,
  scale: 'fixed',
  order: 'sorted',
  panel: '',
  sort: 'change',
  tiles: 'difference',
  class: 'top',
  kept: '',
  compared: 'gain',
  mode: 'side',
  code: 'python',
  tour: 0,
  held: '',
  lang: 'en',
  theme: 'auto',
});

/** @typedef {(text: string) => unknown} Reader gives the value in its own type, or undefined when it is refused */

/** @param {readonly (string | number)[]} words @returns {Reader} */
const oneOf = (words) => (text) => words.find((word) => String(word) === text);

/** @param {number} low @param {number} high @returns {Reader} */
const whole = (low, high) => (text) => {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  return number >= low && number <= high ? number : undefined;
};

/** @param {RegExp} pattern @returns {Reader} */
const matching = (pattern) => (text) => (pattern.test(text) ? text : undefined);

/**
 * A word, or numbers counted from 0 in a form of its own, without zeros before them.
 *
 * @param {RegExp} pattern
 * @returns {Reader}
 */
const counted = (pattern) => (text) =>
  pattern.test(text) ? text.replace(/\d+/g, (digits) => String(Number(digits))) : undefined;

/** @type {Reader} */
const fraction = (text) => {
  const number = /^(0|1|0?\.\d{1,4}|1\.0{1,4}|0\.\d{1,4})$/.test(text) ? Number(text) : NaN;
  return number >= 0 && number <= 1 ? number : undefined;
};

/** @type {Record<keyof State, Reader>} */
const READERS = {
  img: matching(/^[a-z0-9_-]{1,40}$/i),
  stage: oneOf(STAGES),
  view: oneOf(VIEWS),
  cell: counted(/^(\d{1,3},\d{1,3})?$/),
  side: oneOf(SIDES),
  step: oneOf(STEPS),
  unit: counted(/^(auto|\d{1,4})$/),
  channel: counted(/^(mean|\d{1,4})$/),
  form: oneOf(FORMS),
  merge: oneOf(MERGES),
  r: whole(1, 64),
  d: whole(1, 8),
  classes: whole(1, 100_000),
  size: whole(32, 512),
  crop: fraction,
  scale: oneOf(['fixed', 'stretch']),
  order: oneOf(['sorted', 'index']),
  panel: oneOf(PANELS),
  sort: oneOf(SORTS),
  tiles: oneOf(TILES),
  class: counted(/^(top|\d{1,5})$/),
  kept: matching(/^[a-z0-9:.,_-]{0,160}$/i),
  compared: oneOf(COMPARED),
  mode: oneOf(MODES),
  code: oneOf(LANGUAGES),
  tour: whole(0, CARDS.length),
  held: matching(/^([0-9a-f]{8})?$/),
  lang: matching(/^[a-z]{2}(-[A-Za-z]{2,4})?$/),
  theme: oneOf(['auto', 'light', 'dark']),
};

/**
 * What an address leaves unsaid: the defaults, and with a card of the tour what the card shows.
 *
 * @param {unknown} tour number of the card, as a number or as an address has it
 * @returns {State}
 */
export const baseOf = (tour) => ({ ...DEFAULTS, ...stateOfCard(Number(tour)) });

export const FIELDS = /** @type {(keyof State)[]} */ (Object.keys(READERS));

/**
 * Lays what is valid in `partial` over `base`. What is not valid keeps the value of `base` and is named.
 *
 * @param {Record<string, unknown>} partial
 * @param {Readonly<State>} [base]
 * @returns {{ state: State, rejected: { name: string, value: string }[] }}
 */
export function validate(partial, base = DEFAULTS) {
  /** @type {Record<string, unknown>} */
  const state = { ...base };
  const rejected = [];
  for (const [name, value] of Object.entries(partial)) {
    const reader = Object.hasOwn(READERS, name) ? READERS[/** @type {keyof State} */ (name)] : undefined;
    const read = typeof value === 'string' || typeof value === 'number' ? reader?.(String(value)) : undefined;
    if (read === undefined) rejected.push({ name: shorten(name), value: shorten(named(value)) });
    else state[name] = read;
  }
  return { state: /** @type {State} */ (state), rejected };
}

/** An object need not have a text. @param {unknown} value */
const named = (value) => (Object(value) === value ? typeof value : String(value));

/** @param {string} text */
const shorten = (text) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** @typedef {{ row: number, column: number }} Cell */

/** @param {string} text `row,column` or empty @returns {Cell | null} */
export function parseCell(text) {
  if (!text) return null;
  const [row, column] = text.split(',').map(Number);
  return { row, column };
}

/** @param {Cell | null} cell @returns {string} as `parseCell` reads it */
export const cellText = (cell) => (cell ? `${cell.row},${cell.column}` : '');

/**
 * The cell to read on a map: the one under the pointer, else the chosen one.
 *
 * @param {State} state
 * @param {Cell | null} hovered
 * @param {{ heightPx: number, widthPx: number } | undefined} map
 * @returns {Cell | null} none outside the map: for a moment it may be another one than the cell was chosen on
 */
export function cellOf(state, hovered, map) {
  const cell = hovered ?? parseCell(state.cell);
  return cell && map && cell.row < map.heightPx && cell.column < map.widthPx ? cell : null;
}

/** Fields that a run depends on: another choice shows the same run otherwise. */
const OF_A_RUN = /** @type {const} */ (['img', 'form', 'merge', 'r', 'd', 'size', 'crop', 'stage', 'channel']);

/** @param {State} a @param {State} b */
export const sameRun = (a, b) => OF_A_RUN.every((name) => a[name] === b[name]);

/** @param {State} state @returns {import('./wasm/bam_lens.js').Setting} */
export function settingOf({ form, merge, r, d }) {
  return { form, merge, r, d };
}
