/** One table of the paper as it is printed, with this code's counts beside it and notes on what does not agree. */

import { COUNTED, countOf, digitsOf, inUnit, placeOf } from './counts.js';
import { notesOn } from './deviations.js';
import { PRINTED, otherDifference, printedElsewhere, printedText } from './printed.js';

/**
 * @typedef {object} Field
 * @property {string | number | null} value to sort by
 * @property {string} text
 * @property {import('./deviations.js').Note[]} notes on what does not agree
 *
 * @typedef {{ name: string, here: boolean }} Column `here`: counted by this code
 * @typedef {{ columns: Column[], rows: Field[][] }} Sheet
 *
 * @typedef {import('../format.js').Numbers['decimal']} Decimal how the reader's language writes a number; what is printed stays
 */

/** Names of the tables. */
export const SHEETS = Object.keys(PRINTED);

/** Columns that say whether a branch is there. */
const MARKED = ['channel', 'spatial'];

/** @param {string} name one of `SHEETS` @param {import('../format.js').Numbers} numbers @returns {Sheet} */
export function sheetOf(name, { decimal }) {
  const table = PRINTED[name];
  const known = table.rows.some((_, i) => countOf(name, i));
  const columns = table.columns.flatMap((column) => {
    const beside = known && Object.hasOwn(COUNTED, column) && COUNTED[/** @type {keyof typeof COUNTED} */ (column)];
    return [{ name: column, here: false }, ...(beside ? [{ name: beside.here, here: true }] : [])];
  });
  const rows = table.rows.map((row, i) =>
    table.columns.flatMap((column, c) => {
      const text = MARKED.includes(column) ? (row[c] ? '✓' : '') : printedText(name, i, column);
      const printed = { value: row[c], text, notes: contradictions(name, i, column, decimal) };
      return known && Object.hasOwn(COUNTED, column) ? [printed, counted(name, i, column, decimal)] : [printed];
    }),
  );
  return { columns, rows };
}

/** @param {string} name @param {number} index of the row @param {string} column @param {Decimal} decimal @returns {Field} */
function counted(name, index, column, decimal) {
  const place = placeOf(name, index, column);
  if (!place) return bare(null);
  const ours = inUnit(place, place.count);
  return { value: ours, text: decimal(ours, digitsOf(ours, place.places)), notes: notesOn(place, decimal) };
}

/** @param {string} name @param {number} index of the row @param {string} column @param {Decimal} decimal */
function contradictions(name, index, column, decimal) {
  const table = PRINTED[name];
  const notes = new Map();
  for (const { name: other, text } of printedElsewhere(name, table.rows[index], column)) {
    notes.set(text, [...(notes.get(text) ?? []), numberOf(other)]);
  }
  const difference = otherDifference(table, index, column);
  return [
    ...Array.from(notes, ([value, tables]) => ({
      key: 'results.elsewhere',
      values: { value, tables: tables.join(', ') },
    })),
    ...(difference === undefined ? [] : [{ key: 'results.difference', values: { value: decimal(difference, 3) } }]),
  ];
}

/** The paper's number of a table. @param {string} name */
export const numberOf = (name) => name.replace('table', '');

/** A name or a setting. @param {Field['value']} value @returns {Field} */
export const bare = (value) => ({ value, text: String(value ?? ''), notes: [] });

/**
 * @param {Field[][]} rows
 * @param {number} column
 * @param {boolean} descending
 * @returns {Field[][]} empty fields last
 */
export function sorted(rows, column, descending) {
  const empty = (/** @type {Field} */ { value }) => value === null || value === '';
  return [...rows].sort(({ [column]: a }, { [column]: b }) => {
    if (empty(a) || empty(b)) return Number(empty(a)) - Number(empty(b));
    const order =
      typeof a.value === 'number' && typeof b.value === 'number'
        ? a.value - b.value
        : compare(String(a.value), String(b.value));
    return descending ? -order : order;
  });
}

/** @param {string} a @param {string} b */
const compare = (a, b) => a.localeCompare(b, 'en', { numeric: true });
