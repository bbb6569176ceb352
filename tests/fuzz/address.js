/**
 * Addresses as strangers may write them: what a page and a frame make of any text behind `#` or `?`. The other targets are in
 * Rust; this code is JavaScript, so its texts come from a seed. `npm test` tries some, `npm run test:fuzz` goes on for minutes.
 */

import assert from 'node:assert/strict';
import { random } from '../hostile/random.js';
import { settingsOf } from '../../www/embed/settings.js';
import { keptState } from '../../www/kept.js';
import { PLAIN, frameAddress } from '../../www/share/code.js';
import { DEFAULTS, FIELDS, validate } from '../../www/state.js';
import { OWN_PHOTO, fromHash, toHash } from '../../www/url.js';

/** @typedef {import('../hostile/random.js').Random} Random */

const NAMES = [...FIELDS, 'hide', 'lock', 'steps', 'caption', 'autoload', 'origin', '__proto__', 'constructor', ''];
const VALUES = [
  ...Object.values(DEFAULTS).map(String),
  ...[
    'own',
    'same',
    'cat',
    '2',
    '8',
    '5,7',
    '007,0',
    'official',
    'max',
    'compare',
    'img:cat,r:8',
    'r:8,r:9',
    'img:own',
  ],
  ...[
    '-1',
    '1e3',
    '0x10',
    '.5',
    '1.0000',
    '0.12345',
    'NaN',
    '99999999999999999999',
    '٣',
    '５',
    ' 4',
    '4 ',
    '4\n',
    'null',
  ],
  ...[
    '__proto__',
    'toString',
    '<b>',
    '%',
    '%ff',
    '%u0041',
    '\0',
    '\ud800',
    '&',
    '#',
    '=',
    '+',
    'ﬀ',
    '\u202e',
    'x'.repeat(5000),
  ],
];

/** What a network can be asked for, and a text at most, written down once more: a check of `READERS` must not be theirs. */
const LARGEST = { stage: 3, r: 64, d: 8, classes: 100_000, size: 512, crop: 1 };
const LONGEST = 160;

/** @param {Random} random */
function word({ below, byte, pick }) {
  const kind = below(8);
  if (kind === 0) return String.fromCharCode(...Array.from({ length: below(12) }, () => (byte() << 8) | byte()));
  if (kind === 1) return String(below(100_000) - 1000);
  return pick(VALUES);
}

/** @param {Random} random @returns {string} */
function address(random) {
  const { below, pick } = random;
  const parts = Array.from({ length: below(8) }, () => {
    const [name, value] = [below(10) ? pick(NAMES) : word(random), word(random)];
    return below(10) ? `${name}=${below(2) ? encodeURIComponent(value.toWellFormed?.() ?? '') : value}` : name + value;
  });
  return pick(['#', '?', '', '##']) + parts.join(pick(['&', '&', '&', '&&', ';', '#']));
}

/** Throws when something of a text is understood that must not be, or is lost. @param {string} text @param {string} other */
function check(text, other) {
  const { state, rejected } = validate(fromHash(text));
  assert.deepEqual(Object.keys(state), Object.keys(DEFAULTS));
  assert.deepEqual(validate({ ...state }), { state, rejected: [] }, 'what is valid stays valid');
  for (const [name, largest] of Object.entries(LARGEST)) {
    const value = state[/** @type {keyof typeof LARGEST} */ (name)];
    assert.ok(typeof value === 'number' && value >= 0 && value <= largest, `${name} = ${value}`);
  }
  for (const value of Object.values(state)) assert.match(String(value), /^[a-z0-9_:.,-]*$/i);
  assert.ok(Object.values(state).every((value) => String(value).length <= LONGEST));
  assert.ok(rejected.every(({ name, value }) => name.length <= 40 && value.length <= 40));

  const shared = { ...state };
  for (const name of /** @type {const} */ (['img', 'kept'])) {
    if (shared[name] === OWN_PHOTO) shared[name] = DEFAULTS[name];
  }
  assert.deepEqual(
    validate(fromHash(toHash(state))),
    { state: shared, rejected: [] },
    'an address brings back its state',
  );

  const kept = keptState(state.kept);
  if (kept) assert.deepEqual(validate({ ...kept }), { state: kept, rejected: [] });

  const { hide, lock, steps, caption, ...settings } = settingsOf(other, text);
  assert.ok([hide, lock, steps].every((names) => /^[a-z0-9 -]*$/.test(names)));
  assert.ok(caption.length <= 300 && typeof settings.autoload === 'boolean');
  const framed = new URL(frameAddress('https://example.com/', settings.state, PLAIN));
  assert.equal(framed.origin, 'https://example.com');
  assert.deepEqual(settingsOf(framed.search, framed.hash).rejected, []);
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
}

/** Tries the texts of one seed; an error names them. @param {number} seed */
export function tryAddress(seed) {
  const chance = random(seed);
  const [text, other] = [address(chance), address(chance)];
  try {
    check(text, other);
  } catch (error) {
    throw new Error(`seed ${seed}: ${JSON.stringify([text, other])}`, { cause: error });
  }
}
