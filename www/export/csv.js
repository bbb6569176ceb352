/** A table as comma-separated values (RFC 4180). Class names come from checkpoints that anyone can have made. */

/**
 * A spreadsheet runs a cell that begins like this as a formula, some after dropping what is blank or unseen
 * (OWASP, "CSV Injection"). The full-width signs count in Japanese and Chinese editions.
 */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/**
 * @param {string[]} columns
 * @param {(string | number)[][]} rows a field per column
 * @returns {string}
 */
export function csvOf(columns, rows) {
  rows.forEach((row, n) => {
    if (row.length !== columns.length)
      throw new Error(`row ${n + 1} has ${row.length} fields, expected ${columns.length}`);
  });
  return [columns, ...rows].map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('');
}

/** @param {string | number} value */
const fieldOf = (value) => (typeof value === 'number' ? shortest(value) : quoted(defused(value)));

/** An apostrophe makes it a text in every spreadsheet. @param {string} text */
const defused = (text) => (FORMULA.test(text) ? `'${text}` : text);

/** @param {string} text */
const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * The fewest digits that give the value back: as float32 where it is one, since JavaScript would write all digits of the
 * double that a float32 was widened to.
 *
 * @param {number} value
 * @returns {string} also `NaN`, `Infinity`, `-Infinity` and `-0`
 */
function shortest(value) {
  if (Object.is(value, -0)) return '-0';
  // A count is exact, whatever float32 could hold.
  if (Number.isSafeInteger(value)) return String(value);
  // Nine digits tell any two float32 apart.
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(value);
}
