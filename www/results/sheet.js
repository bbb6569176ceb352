/** What the section shows as one table: the paper's with this code's counts beside it, or this network's own variants. */

import { decimal } from '../format.js';
import computed from '../precomputed/results.json' with { type: 'json' };
import { readBy } from '../variants.js';
import { PRINTED, otherDifference, printedElsewhere } from './printed.js';

/**
 * @typedef {object} Field
 * @property {string | number | null} value to sort by
 * @property {string} text
 * @property {{ key: string, values: Record<string, string> }[]} notes on what does not agree
 *
 * @typedef {{ name: string, here: boolean }} Column `here`: counted by this code
 * @typedef {{ columns: Column[], rows: Field[][] }} Sheet
 */

/** The sheet that is not the paper's. */
export const OWN = 'own';
export const SHEETS = [...Object.keys(PRINTED), OWN];

/** What stands beside a printed count, and how many of ours are one of it. */
const COUNTS = /** @type {const} */ ({
  params_M: { name: 'parameters', unit: 1e6, here: 'params_here' },
  gflops: { name: 'multiplyAdds', unit: 1e9, here: 'gflops_here' },
});
/** What is half of the last place that the paper prints of millions and billions. */
const HALF = 0.005;
const DIGITS = 2;

/** Columns that are no measurements. @type {Record<string, (value: Field['value']) => Field>} */
const WORDS = { value: whole, channel: mark, spatial: mark };

/** @param {string} name one of `SHEETS` @returns {Sheet} */
export const sheetOf = (name) => (name === OWN ? ownSheet() : printedSheet(name));

/** @param {string} name */
function printedSheet(name) {
  const table = PRINTED[name];
  const counted = computed.counted[/** @type {keyof typeof computed.counted} */ (name)];
  const known = counted.some(Boolean);
  const columns = table.columns.flatMap((column) => {
    const beside = known && COUNTS[/** @type {keyof typeof COUNTS} */ (column)];
    return [{ name: column, here: false }, ...(beside ? [{ name: beside.here, here: true }] : [])];
  });
  const rows = table.rows.map((row, i) =>
    table.columns.flatMap((column, c) => {
      const value = row[c];
      const printed = WORDS[column]?.(value) ?? field(value, contradictions(name, i, column));
      const count = COUNTS[/** @type {keyof typeof COUNTS} */ (column)];
      if (!known || !count) return [printed];
      const ours = counted[i] && counted[i][count.name] / count.unit;
      if (ours === null) return [printed, field(null)];
      const apart = Math.abs(ours - Number(value));
      const notes = apart > HALF ? [{ key: 'results.apart', values: { apart: decimal(apart, 3) } }] : [];
      return [printed, { value: ours, text: decimal(ours, 3), notes }];
    }),
  );
  return { columns, rows };
}

/** @param {string} name @param {number} index of the row @param {string} column */
function contradictions(name, index, column) {
  const table = PRINTED[name];
  const notes = new Map();
  for (const { name: other, value } of printedElsewhere(name, table.rows[index], column)) {
    notes.set(value, [...(notes.get(value) ?? []), numberOf(other)]);
  }
  const difference = otherDifference(table, index, column);
  return [
    ...Array.from(notes, ([value, tables]) => ({
      key: 'results.elsewhere',
      values: { value: String(value), tables: tables.join(', ') },
    })),
    ...(difference === undefined ? [] : [{ key: 'results.difference', values: { value: decimal(difference, 3) } }]),
  ];
}

/** The paper's number of a table. @param {string} name */
export const numberOf = (name) => name.replace('table', '');

/** @returns {Sheet} */
function ownSheet() {
  const names = ['variant', 'form', 'merge', 'r', 'd', 'params_M', 'macs_M', 'top1_error', 'top5_error'];
  const rows = computed.own.map(({ name, setting, accuracy, parameters, multiplyAdds }) => {
    const { form, merge, r, d } = setting;
    const reads = readBy(/** @type {import('../wasm/bam_lens.js').Setting} */ (setting));
    const error = (/** @type {number | undefined} */ right) =>
      field(right === undefined ? null : Number((100 - right).toFixed(DIGITS)));
    return [
      field(name),
      field(form),
      field(reads.merge ? merge : null),
      whole(reads.r ? r : null),
      whole(reads.d ? d : null),
      { ...field(parameters / 1e6), text: decimal(parameters / 1e6, 3) },
      { ...field(multiplyAdds / 1e6), text: decimal(multiplyAdds / 1e6, 1) },
      error(accuracy?.top1),
      error(accuracy?.top5),
    ];
  });
  return { columns: names.map((name) => ({ name, here: false })), rows };
}

/** @param {string | number | null} value @param {Field['notes']} [notes] @returns {Field} */
const field = (value, notes = []) => ({
  value,
  text: typeof value === 'number' ? printedText(value) : (value ?? ''),
  notes,
});

/** @param {Field['value']} value @returns {Field} */
function whole(value) {
  return { value, text: String(value ?? ''), notes: [] };
}

/** @param {Field['value']} value @returns {Field} */
function mark(value) {
  return { value, text: value ? '✓' : '', notes: [] };
}

/** At least two places, as the paper prints most of its numbers; whole ones are settings. @param {number} value */
function printedText(value) {
  const places = String(value).split('.')[1]?.length ?? 0;
  return decimal(value, Math.max(DIGITS, places));
}

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
      typeof a.value === 'number' && typeof b.value === 'number' ? a.value - b.value : compare(a.text, b.text);
    return descending ? -order : order;
  });
}

/** @param {string} a @param {string} b */
const compare = (a, b) => a.localeCompare(b, 'en', { numeric: true });
