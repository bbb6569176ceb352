/** A table that sorts by its columns, with what is said of its fields below it. */

import { html, nothing } from 'lit/html.js';
import { sorted } from './sheet.js';

/** @typedef {{ column?: number, descending: boolean }} Sort no column: as printed */

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('./sheet.js').Sheet} props.sheet
 * @param {Sort} props.sort
 * @param {string} props.label
 * @param {(sort: Sort) => void} props.onSort
 * @param {string} [props.open] value of the first field of the row that is marked
 * @param {((value: string) => void)} [props.onOpen] opens the row that begins with the value
 */
export function table({ t, sheet: { columns, rows }, sort: { column: by, descending }, label, onSort, open, onOpen }) {
  const shown = by === undefined ? rows : sorted(rows, by, descending);
  const said = (/** @type {import('./sheet.js').Field} */ { notes }) =>
    notes.map(({ key, values }) => t(key, values)).join(' ');
  // What is said of several fields stands there once.
  const notes = [...new Set(shown.flat().map(said))].filter(Boolean);
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${label}>
      <table>
        <thead>
          <tr>
            ${columns.map(
              ({ name, here }, i) =>
                html`<th
                  scope="col"
                  class=${here ? 'here' : ''}
                  aria-sort=${i === by ? (descending ? 'descending' : 'ascending') : 'none'}
                >
                  <button type="button" @click=${() => onSort(next(i))}>
                    ${t(`results.column.${name}`)}<span aria-hidden="true"
                      >${i === by ? (descending ? '↓' : '↑') : ''}</span
                    >
                  </button>
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (row) =>
              html`<tr aria-current=${open !== undefined && row[0].value === open ? 'true' : nothing}>
                ${row.map((field, i) => cellOf(field, i))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      notes.length
        ? html`<ol class="notes">
            ${notes.map((note) => html`<li>${note}</li>`)}
          </ol>`
        : nothing
    }`;

  /** @param {import('./sheet.js').Field} field @param {number} i */
  function cellOf(field, i) {
    const number = notes.indexOf(said(field)) + 1;
    const text = html`${field.text}${number ? html`<sup>${number}</sup>` : nothing}`;
    const kind = `${typeof field.value === 'number' ? 'number' : ''} ${columns[i].here ? 'here' : ''}`;
    return i === 0 ? html`<th scope="row">${onOpen ? opener(field) : text}</th>` : html`<td class=${kind}>${text}</td>`;
  }

  /** @param {import('./sheet.js').Field} field */
  function opener({ value, text }) {
    const what = t('results.open', { name: text });
    return html`<button type="button" aria-label=${what} title=${what} @click=${() => onOpen?.(String(value))}>
      ${text}
    </button>`;
  }

  /** Ascending, descending, as printed. @param {number} i @returns {Sort} */
  function next(i) {
    if (i !== by) return { column: i, descending: false };
    return descending ? { column: undefined, descending: false } : { column: i, descending: true };
  }
}
