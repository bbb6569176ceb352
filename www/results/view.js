/** The section on what was measured: the paper's chart and tables, and apart from them those of this page's own network. */

import { html, nothing } from 'lit/html.js';
import { segmented } from '../segmented.js';
import { CHARTED, COSTS, chart, pairsOf } from './chart.js';
import { APART, OWN, alike, labelOf, ownSheet } from './own.js';
import { ownChart } from './own-chart.js';
import { isNarrow } from './plot.js';
import { PRINTED } from './printed.js';
import { SHEETS, numberOf, sheetOf } from './sheet.js';
import { table } from './table.js';

/**
 * @typedef {object} Choices
 * @property {(typeof CHARTED)[number]} charted
 * @property {(typeof COSTS)[number]} cost
 * @property {string} sheet
 * @property {import('./table.js').Sort} sort
 * @property {import('./table.js').Sort} ownSort
 * @property {import('./own.js').Own} [pointed] at
 */

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Choices} props.choices
 * @param {number} props.widthPx of the section
 * @param {(partial: Partial<Choices>) => void} props.onChoose
 */
export function paper({ t, choices: { charted, cost, sheet, sort }, widthPx, onChoose }) {
  const pairs = pairsOf(charted, cost);
  const values = { dataset: PRINTED[charted].dataset, number: numberOf(charted) };
  const name = t('results.table', { number: numberOf(sheet) });
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
      ${chart({ t, pairs, cost, title: t('results.chart', values), widthPx })}
      ${
        isNarrow(widthPx)
          ? html`<ol>
              ${pairs.map(({ model }) => html`<li>${model}</li>`)}
            </ol>`
          : nothing
      }
      <figcaption>${t('results.caption', values)}</figcaption>
    </figure>
    <div class="results-controls tables">
      ${segmented({
        label: t('results.sheet'),
        choices: SHEETS.map((value) => ({ value, text: numberOf(value), hint: t(`results.about.${value}`) })),
        value: sheet,
        onChoose: (sheet) => onChoose({ sheet, sort: { descending: false } }),
      })}
    </div>
    <h3>${name}</h3>
    <p>${t(`results.about.${sheet}`)}</p>
    ${table({ t, sheet: sheetOf(sheet, t.numbers), sort, label: name, onSort: (sort) => onChoose({ sort }) })}
    <p class="note">${t('results.note')}</p>
  </section>`;
}

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Choices} props.choices
 * @param {number} props.widthPx of the section
 * @param {import('./own.js').Own | undefined} props.open the variant that the tool shows
 * @param {import('./own.js').Own} props.named
 * @param {boolean} props.foreign whether the tool has another network
 * @param {(partial: Partial<Choices>) => void} props.onChoose
 * @param {(own: import('./own.js').Own) => void} props.onOpen shows a variant in the tool
 * @param {() => void} props.onGo to the tool
 */
export function own({ t, choices: { ownSort }, widthPx, open, named, foreign, onChoose, onOpen, onGo }) {
  const { decimal } = t.numbers;
  const range = (/** @type {'parameters' | 'multiplyAdds'} */ cost, /** @type {number} */ digits) =>
    [Math.min, Math.max].map((end) => decimal(end(...OWN.map((own) => own[cost])) / 1e6, digits));
  const [parameters, parametersMost] = range('parameters', 2);
  const [macs, macsMost] = range('multiplyAdds', 1);
  const where = foreign ? 'foreign' : open ? 'shown' : 'none';
  return html`<section class="results" aria-labelledby="results-own-title">
    <h2 id="results-own-title">${t('results.own')}</h2>
    <p>${t('results.ownNote')}</p>
    <figure>
      ${ownChart({
        t,
        named,
        open,
        disabled: foreign,
        title: t('results.ownChart'),
        widthPx,
        onName: (pointed) => onChoose({ pointed }),
        onOpen,
      })}
      <p class="named-line">
        ${t('results.named', {
          name: labelOf(t, named),
          error: decimal(named.error),
          alike: alike(named).length,
          apart: decimal(APART, 1),
        })}
      </p>
      <figcaption>
        ${t('results.ownCaption')} ${t('results.ownAxis', { parameters, parametersMost, macs, macsMost })}
      </figcaption>
    </figure>
    <p class="open-line">
      ${t(`results.where.${where}`, { name: open ? labelOf(t, open) : '' })}
      <button type="button" @click=${onGo}>${t('results.go')}</button>
    </p>
    ${table({
      t,
      sheet: ownSheet(t),
      sort: ownSort,
      label: t('results.own'),
      onSort: (ownSort) => onChoose({ ownSort }),
      open: open?.name,
      ...(!foreign && {
        onOpen: (name) => onOpen(/** @type {import('./own.js').Own} */ (OWN.find((own) => own.name === name))),
      }),
    })}
  </section>`;
}
