/** How a worksheet is written: with room for an answer, or with the answer in it; and how numbers and places stand in it. */

import { html, nothing } from 'lit/html.js';
import { DIGITS } from './by-hand.js';

/**
 * @typedef {object} Pen how a sheet is written
 * @property {import('../strings.js').Translate} t
 * @property {import('./questions.js').Subject['run']} run
 * @property {import('../scale.js').Range} range of gains
 * @property {boolean} answers
 * @property {(value: number) => string} short a logit or a feature
 * @property {(value: number) => string} long what comes from a sigmoid
 * @property {(value: number) => string} gain
 * @property {(cell: import('../state.js').Cell) => string} cell
 * @property {(parts: string[]) => string} list
 * @property {(count: number, answer: unknown) => unknown} lines to write on, or what could stand there
 * @property {(answer: unknown) => unknown} blank a cell of a table to be filled in
 */

/**
 * @param {import('../strings.js').Translate} t
 * @param {import('./questions.js').Subject['run']} run
 * @param {import('../scale.js').Range} range
 * @param {boolean} answers
 * @returns {Pen}
 */
export function penOf(t, run, range, answers) {
  const long = (/** @type {number} */ value) => t.numbers.decimal(value, DIGITS.attention);
  return {
    t,
    run,
    range,
    answers,
    short: (value) => t.numbers.decimal(value, DIGITS.given),
    long,
    gain: (value) => `×${long(value)}`,
    cell: ({ row, column }) => t('worksheet.cell', { row: row + 1, column: column + 1 }),
    list: (parts) => parts.filter(Boolean).join(', '),
    lines: (count, answer) =>
      answers
        ? html`<p class="answer">${answer}</p>`
        : html`<div class="lines" aria-hidden="true">${Array.from({ length: count }, () => html`<div></div>`)}</div>`,
    blank: (answer) => html`<td class="blank">${answers ? html`<b class="answer">${answer}</b>` : nothing}</td>`,
  };
}
