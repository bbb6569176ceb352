/** What a blog's author asks for in the address of `embed.html`: the state to show, and what of it to leave out. */

import { FIELDS, baseOf, validate } from '../state.js';
import { oneLine } from '../texts.js';
import { cardsNamed } from '../tour/cards.js';
import { fromHash } from '../url.js';

/**
 * @typedef {object} Settings
 * @property {import('../state.js').State} state
 * @property {{ name: string, value: string }[]} rejected what was not understood
 * @property {string} hide names of parts, with spaces between
 * @property {string} lock names of settings that cannot be changed
 * @property {string} steps cards of the tour that there are, such as `3-5`; with them the tour is open
 * @property {string} caption plain text below the maps
 * @property {boolean} autoload whether the network is fetched without being asked for
 * @property {string | undefined} origin the only origin whose messages count; undefined: the embedding page, wherever it is
 */

/** What a column of text has room for; an author's own list replaces it. */
export const HIDDEN = 'changes branches panels form merge size crop';
/** The same where the tour is open, whose cards speak of both branches. */
const HIDDEN_ON_TOUR = 'panels form merge size crop';
/** What the address can say beside fields of the state. */
const OTHERS = ['hide', 'lock', 'steps', 'caption', 'autoload', 'origin'];
const LONGEST_CAPTION = 300;

/**
 * @param {string} search
 * @param {string} hash what it says comes before `search`
 * @returns {Settings}
 */
export function settingsOf(search, hash) {
  /** @type {Record<string, string>} */
  const said = { ...fromHash(search.replace(/^\?/, '')), ...fromHash(hash) };
  const steps = namesIn(said.steps) ?? '';
  const tour = said.tour ?? String(cardsNamed(steps)[0] ?? 0);
  const { state, rejected } = validate(
    { tour, ...Object.fromEntries(Object.entries(said).filter(([name]) => !OTHERS.includes(name))) },
    baseOf(tour),
  );
  return {
    state,
    rejected,
    hide: namesIn(said.hide) ?? (state.tour ? HIDDEN_ON_TOUR : HIDDEN),
    lock: namesIn(said.lock) ?? '',
    steps,
    caption: oneLine(said.caption ?? '').slice(0, LONGEST_CAPTION),
    autoload: said.autoload === '1' || said.autoload === 'true',
    origin: said.origin,
  };
}

/** @param {string | undefined} list with commas or spaces */
const namesIn = (list) =>
  list
    ?.split(/[\s,]+/)
    .filter((name) => /^[a-z0-9-]{1,20}$/.test(name))
    .join(' ');

/**
 * A message from the page that embeds: only a plain one about fields of the state is taken.
 *
 * @param {unknown} data
 * @returns {Record<string, string | number> | undefined} a partial state, unchecked; undefined when it is none
 */
export function stateIn(data) {
  if (!isRecord(data) || data.type !== 'bam-lens:set' || !isRecord(data.state)) return undefined;
  const { state } = data;
  // By the names that exist: a message can hold a million others.
  const pairs = FIELDS.filter((name) => Object.hasOwn(state, name)).map((name) => [name, state[name]]);
  return pairs.every(([, value]) => typeof value === 'string' || typeof value === 'number')
    ? Object.fromEntries(pairs)
    : undefined;
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
