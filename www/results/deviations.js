/**
 * Why a count is off the printed number, as far as that is known: what was tried, and what fits. A rule looks at where a number
 * stands and at what other ways to count it give, so that none outlives the deviation that it explains.
 */

import { digitsOf, fits, inUnit, placeOf } from './counts.js';
import { PRINTED, cell, printedElsewhere } from './printed.js';

/** @typedef {import('./counts.js').Place} Place */
/** @typedef {import('../format.js').Numbers['decimal']} Decimal */
/** @typedef {{ key: string, values: Record<string, string> }} Note */
/**
 * @typedef {object} Rule
 * @property {string} key of its words
 * @property {(place: Place) => boolean} explains
 * @property {(place: Place) => Record<string, number | string>} values for its words: numbers of ours, texts of the paper's
 */

/** @type {Rule[]} */
export const RULES = [
  {
    // The plain ResNet-50 of tables 1a and 1c: ours is what the other tables print.
    key: 'results.why.plain',
    explains: (place) => isParameters(place) && !place.attended && othersThatFit(place).length > 0,
    values: (place) => ({ stem7: millions(place.count.stem7), other: othersThatFit(place)[0].text }),
  },
  {
    // r = 32 of table 1a: only the released code with another stem rounds to it.
    key: 'results.why.stem',
    explains: (place) => isParameters(place) && place.attended && fits(place, releasedWithStem7(place)),
    values(place) {
      const other = placeOfModel('table3a', 'ResNet101', 'params_M');
      return {
        last: millions(place.count.last),
        released: millions(place.count.released?.parameters),
        stem7: releasedWithStem7(place),
        other: other.printed,
        otherStem7: millions(other.count.stem7),
      };
    },
  },
  {
    // The plain ResNet-101 of table 3a: with its BAM, whose cost is known, it fits.
    key: 'results.why.stride',
    explains: (place) => place.column === 'gflops' && !place.attended && ours(place) < Number(place.printed),
    values(place) {
      const attended = /** @type {Place} */ (placeOf(place.name, place.index + 1, place.column));
      return { attended: ours(attended), attendedPrinted: attended.printed };
    },
  },
  {
    // A BAM in every block: no place of the BatchNorms fits, the multiply-adds do.
    key: 'results.why.everyBlock',
    explains: (place) => isParameters(place) && place.count.closed && place.count.last !== undefined,
    values(place) {
      const cost = /** @type {Place} */ (placeOf(place.name, place.index, 'gflops'));
      return { last: millions(place.count.last), cost: ours(cost), costPrinted: cost.printed };
    },
  },
];

/** @param {Place} place */
const ours = (place) => inUnit(place, place.count);

/** Whether a count rounds to another number than the printed one. @param {Place} place */
export const isOff = (place) => !fits(place, ours(place));

/** @param {Place} place */
const isParameters = ({ column }) => column === 'params_M';

/** @param {number} [parameters] */
const millions = (parameters = NaN) => parameters / 1e6;

/** What other tables print for the same network, where ours rounds to it. @param {Place} place */
function othersThatFit(place) {
  const others = printedElsewhere(place.name, PRINTED[place.name].rows[place.index], place.column);
  return others.filter(({ text }) => fits({ ...place, printed: text }, ours(place)));
}

/** The stem has the same parameters in every form. @param {Place} place */
const releasedWithStem7 = ({ count: { parameters, released, stem7 = NaN } }) =>
  millions(stem7 - parameters + (released?.parameters ?? NaN));

/** @param {string} name @param {string} model @param {Place['column']} column */
function placeOfModel(name, model, column) {
  const table = PRINTED[name];
  const index = table.rows.findIndex((row) => cell(table, row, 'model') === model);
  return /** @type {Place} */ (placeOf(name, index, column));
}

/**
 * What there is to say of a number of ours.
 *
 * @param {Place} place
 * @param {Decimal} decimal
 * @returns {Note[]}
 */
export function notesOn(place, decimal) {
  const { column, count, places, printed } = place;
  const written = (/** @type {number | string} */ value) =>
    typeof value === 'number' ? decimal(value, digitsOf(value, places)) : value;
  const rounded = ours(place).toFixed(places);
  const notes = count.closed ? [{ key: 'results.closed', values: {} }] : [];
  const rule = isOff(place) ? RULES.find(({ explains }) => explains(place)) : undefined;
  if (rule) {
    const values = { ours: ours(place), printed, ...rule.values(place) };
    const texts = Object.entries(values).map(([name, value]) => [name, written(value)]);
    notes.push({ key: rule.key, values: Object.fromEntries(texts) });
  }
  const released = count.released && inUnit(place, count.released);
  if (released !== undefined && released.toFixed(places) !== rounded) {
    notes.push({ key: `results.released.${column}`, values: { value: decimal(released, places) } });
  }
  return notes;
}
