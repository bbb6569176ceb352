/**
 * What a reader can choose, as one plain object: the same object is `<bam-lens>.state` and, without its defaults, the
 * page's URL hash. Nothing here knows the DOM.
 */

/**
 * @typedef {object} State
 * @property {string} img id of a bundled sample, or `own` for the reader's photo
 * @property {1 | 2 | 3} stage the bottleneck on show
 * @property {typeof VIEWS[number]} view the part to show alone where there is no room for all
 * @property {string} cell pinned cell as `row,column`, counted from 0; empty for none
 * @property {string} channel `mean` (over channels) or a channel counted from 0
 * @property {typeof FORMS[number]} form
 * @property {typeof MERGES[number]} merge
 * @property {number} r reduction ratio
 * @property {number} d dilation
 * @property {number} size edge of the network's input in px
 * @property {number} crop place of the square crop along the photo's longer side, 0 to 1
 * @property {'fixed' | 'stretch'} scale
 * @property {string} lang
 * @property {'auto' | 'light' | 'dark'} theme
 */

export const FORMS = /** @type {const} */ (['paper', 'official', 'blog', 'se', 'none']);
export const MERGES = /** @type {const} */ (['sum', 'product', 'max', 'channel', 'spatial']);
const VIEWS = /** @type {const} */ (['all', 'before', 'attention', 'after', 'channel', 'spatial']);
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
  channel: 'mean',
  form: 'paper',
  merge: 'sum',
  r: 16,
  d: 4,
  size: 128,
  crop: 0.5,
  scale: 'fixed',
  lang: 'en',
  theme: 'auto',
});

/** @typedef {(value: unknown) => unknown} Reader gives the value in its own type, or undefined when it is refused */

/** @param {readonly (string | number)[]} words @returns {Reader} */
const oneOf = (words) => (value) => words.find((word) => String(word) === String(value));

/** @param {number} low @param {number} high @returns {Reader} */
const whole = (low, high) => (value) => {
  const number = /^\d{1,6}$/.test(String(value)) ? Number(value) : NaN;
  return number >= low && number <= high ? number : undefined;
};

/** @param {RegExp} pattern @returns {Reader} */
const matching = (pattern) => (value) => (pattern.test(String(value)) ? String(value) : undefined);

/** @type {Reader} */
const fraction = (value) => {
  const number = /^(0|1|0?\.\d{1,4}|1\.0{1,4}|0\.\d{1,4})$/.test(String(value)) ? Number(value) : NaN;
  return number >= 0 && number <= 1 ? number : undefined;
};

/** @type {Record<keyof State, Reader>} */
const READERS = {
  img: matching(/^[a-z0-9_-]{1,40}$/i),
  stage: oneOf(STAGES),
  view: oneOf(VIEWS),
  cell: matching(/^(\d{1,3},\d{1,3})?$/),
  channel: matching(/^(mean|\d{1,4})$/),
  form: oneOf(FORMS),
  merge: oneOf(MERGES),
  r: whole(1, 64),
  d: whole(1, 8),
  size: whole(32, 512),
  crop: fraction,
  scale: oneOf(['fixed', 'stretch']),
  lang: matching(/^[a-z]{2}(-[A-Za-z]{2,4})?$/),
  theme: oneOf(['auto', 'light', 'dark']),
};

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
    const read = reader?.(value);
    if (read === undefined) rejected.push({ name: shorten(name), value: shorten(String(value)) });
    else state[name] = read;
  }
  return { state: /** @type {State} */ (state), rejected };
}

/** @param {string} text */
const shorten = (text) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** @typedef {{ row: number, column: number }} Cell */

/** @param {string} text `row,column` or empty @returns {Cell | null} */
export function parseCell(text) {
  if (!text) return null;
  const [row, column] = text.split(',').map(Number);
  return { row, column };
}

/** @param {State} state @returns {import('./wasm/bam_lens.js').Setting} */
export function settingOf({ form, merge, r, d }) {
  return { form, merge, r, d };
}
