/** The section on what the paper measured: one chart, and each of its tables. */

import { html, nothing } from 'lit/html.js';
import { segmented } from '../segmented.js';
import { CHARTED, COSTS, chart, isNarrow, pairsOf } from './chart.js';
import { PRINTED } from './printed.js';
import { OWN, SHEETS, numberOf, sheetOf, sorted } from './sheet.js';

/**
 * @typedef {object} Choices
 * @property {(typeof CHARTED)[number]} charted
 * @property {(typeof COSTS)[number]} cost
 * @property {string} sheet
 * @property {number} [column] that is sorted by; none: as printed
 * @property {boolean} descending
 */

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Choices} props.choices
 * @param {number} props.widthPx of the section
 * @param {(partial: Partial<Choices>) => void} props.onChoose
 */
export function view({ t, choices, widthPx, onChoose }) {
  const { charted, cost, sheet } = choices;
  const pairs = pairsOf(charted, cost);
  const named = (/** @type {string} */ name) =>
    name === OWN ? t('results.own') : t('results.table', { number: numberOf(name) });
  return html`<section class="results" aria-labelledby="results-title">
    <h2 id="results-title">${t('results.title')}</h2>
    <p>${t('results.intro')}</p>
    <div class="results-controls">
      ${segmented({
        label: t('results.dataset'),
        choices: CHARTED.map((value) => ({ value, text: PRINTED[value].dataset })),
        value: charted,
        onChoose: (charted) => onChoose({ charted }),
      })}
      ${segmented({
        label: t('results.against'),
        choices: COSTS.map((value) => ({ value, text: t(`results.cost.${value}`) })),
        value: cost,
        onChoose: (cost) => onChoose({ cost }),
      })}
    </div>
    <figure>
      ${chart({
        t,
        pairs,
        cost,
        title: t('results.chart', { dataset: PRINTED[charted].dataset, number: numberOf(charted) }),
        widthPx,
      })}
      ${
        isNarrow(widthPx)
          ? html`<ol>
              ${pairs.map(({ model }) => html`<li>${model}</li>`)}
            </ol>`
          : nothing
      }
      <figcaption>${t('results.caption', { dataset: PRINTED[charted].dataset, number: numberOf(charted) })}</figcaption>
    </figure>
    <div class="results-controls">
      ${segmented({
        label: t('results.sheet'),
        choices: SHEETS.map((value) => ({ value, text: named(value), hint: t(`results.about.${value}`) })),
        value: sheet,
        onChoose: (sheet) => onChoose({ sheet, column: undefined }),
      })}
    </div>
    <h3>${named(sheet)}</h3>
    <p>${t(`results.about.${sheet}`)}</p>
    ${sheetTable({ t, choices, label: named(sheet), onChoose })}
    <p class="note">${sheet === OWN ? t('results.ownNote') : t('results.note')}</p>
  </section>`;
}

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Choices} props.choices
 * @param {string} props.label
 * @param {(partial: Partial<Choices>) => void} props.onChoose
 */
function sheetTable({ t, choices: { sheet, column: by, descending }, label, onChoose }) {
  const { columns, rows } = sheetOf(sheet);
  const shown = by === undefined ? rows : sorted(rows, by, descending);
  const noted = shown.flat().filter((field) => field.notes.length > 0);
  const notes = new Map(noted.map((field, i) => [field, i + 1]));
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
                  <button type="button" @click=${() => onChoose(next(i))}>
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
              html`<tr>
                ${row.map((field, i) => cellOf(field, i))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      notes.size
        ? html`<ol class="contradictions">
            ${noted.map((field) => html`<li>${field.notes.map(({ key, values }) => html`${t(key, values)} `)}</li>`)}
          </ol>`
        : nothing
    }`;

  /** @param {import('./sheet.js').Field} field @param {number} i */
  function cellOf(field, i) {
    const number = notes.get(field);
    const text = html`${field.text}${number ? html`<sup>${number}</sup>` : nothing}`;
    const kind = `${typeof field.value === 'number' ? 'number' : ''} ${columns[i].here ? 'here' : ''}`;
    return i === 0 ? html`<th scope="row">${text}</th>` : html`<td class=${kind}>${text}</td>`;
  }

  /** Ascending, descending, as printed. @param {number} i @returns {Partial<Choices>} */
  function next(i) {
    if (i !== by) return { column: i, descending: false };
    return descending ? { column: undefined, descending: false } : { descending: true };
  }
}
