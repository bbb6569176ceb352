/** What became of a reader's own checkpoint: what it was taken for, and every key as used, ignored or missing. */

import { html, nothing } from 'lit/html.js';
import { shapeText } from '../format.js';
import { segmented } from '../segmented.js';
import { readBy } from '../variants.js';

/** The table shows this many rows; the filter reaches the rest. */
const ROWS = 400;
/** The facts name this many trained settings. */
const VARIANTS = 3;
const FATES = /** @type {const} */ (['all', 'used', 'ignored', 'missing']);

/**
 * @typedef {import('../wasm/bam_lens.js').Report} Report
 * @typedef {{ key: string, fate: string, shape: number[] | null, name?: string, why?: string }} Row
 * @typedef {{ fate: typeof FATES[number], text: string }} Filter
 */

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Report} props.report
 * @param {string} props.name of the file
 * @param {Filter} props.filter
 * @param {(filter: Filter) => void} props.onFilter
 * @param {() => void} props.onClose
 */
export function checkpoint({ t, report, name, filter, onFilter, onClose }) {
  const { whole } = t.numbers;
  const rows = rowsOf(report);
  const wanted = rows.filter(
    (row) =>
      (filter.fate === 'all' || row.fate === filter.fate) &&
      `${row.key} ${row.name ?? ''}`.toLowerCase().includes(filter.text.toLowerCase()),
  );
  return html`<section class="checkpoint" aria-label=${t('checkpoint.label')}>
    <header>
      <h2>${t('checkpoint.title', { name })}</h2>
      <button type="button" class="link" @click=${onClose}>${t('checkpoint.close')}</button>
    </header>
    <dl>
      ${factsOf(t, report).map(
        ([term, value]) =>
          html`<div>
            <dt>${t(`report.${term}`)}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <div class="filters">
      ${segmented({
        label: t('checkpoint.fate'),
        bare: true,
        choices: FATES.map((value) => ({
          value,
          text: t(`checkpoint.${value}`, { count: whole(countOf(rows, value)) }),
        })),
        value: filter.fate,
        onChoose: (fate) => onFilter({ ...filter, fate }),
      })}
      <input
        type="search"
        placeholder=${t('checkpoint.filter')}
        aria-label=${t('checkpoint.filter')}
        .value=${filter.text}
        @input=${(/** @type {Event} */ event) =>
          onFilter({ ...filter, text: /** @type {HTMLInputElement} */ (event.target).value })}
      />
    </div>
    <div class="scroll" tabindex="0" role="group" aria-label=${t('checkpoint.keys')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('checkpoint.key')}</th>
            <th scope="col">${t('checkpoint.fate')}</th>
            <th scope="col">${t('checkpoint.shape')}</th>
            <th scope="col">${t('checkpoint.note')}</th>
          </tr>
        </thead>
        <tbody>
          ${wanted.slice(0, ROWS).map(
            ({ key, fate, shape, name, why }) =>
              html`<tr class=${fate}>
                <th scope="row"><code>${key}</code></th>
                <td>${t(`checkpoint.is.${fate}`)}</td>
                <td>${shape ? shapeText(shape) : ''}</td>
                <td>${why ?? (name && name !== key ? html`<code>${name}</code>` : nothing)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${wanted.length > ROWS ? html`<p>${t('checkpoint.more', { count: whole(wanted.length - ROWS) })}</p>` : nothing}
    </div>
  </section>`;
}

/** What is missing first: it is what a reader must know. @param {Report} report @returns {Row[]} */
function rowsOf({ keys, missing }) {
  return [...missing.map(({ name, shape }) => ({ key: name, fate: 'missing', shape })), ...keys];
}

/** @param {Row[]} rows @param {string} fate */
function countOf(rows, fate) {
  return fate === 'all' ? rows.length : rows.filter((row) => row.fate === fate).length;
}

/**
 * @param {import('../strings.js').Translate} t
 * @param {Report} report
 * @returns {[string, string][]}
 */
function factsOf(t, { container, fileBytes, scheme, wrappedIn, prefix, architecture, variants }) {
  const network = architecture && {
    name: architecture.arch.replace('resnet', 'ResNet-'),
    stem: architecture.stem,
    classes: t.numbers.whole(architecture.classes),
  };
  const settings = variants.slice(0, VARIANTS).map((variant) => settingText(t, variant));
  if (variants.length > VARIANTS) settings.push(t('report.moreVariants', { count: variants.length - VARIANTS }));
  /** @type {[string, string][]} */
  const facts = [
    ['container', t(`container.${container}`)],
    ['size', t.numbers.fileSize(fileBytes)],
    ['scheme', t(scheme ? `scheme.${scheme}` : 'report.none')],
    ['wrapped', wrappedIn ?? ''],
    ['prefix', prefix],
    ['network', network ? t('report.networkText', network) : t('report.none')],
    ['variants', settings.join('; ')],
  ];
  return facts.filter(([, value]) => value !== '');
}

/**
 * What was trained, as far as the form makes use of it.
 *
 * @param {import('../strings.js').Translate} t
 * @param {import('../wasm/bam_lens.js').Variant} variant
 */
function settingText(t, { setting, dAssumed }) {
  const { form, merge, r, d } = setting;
  const reads = readBy(setting);
  const parts = [
    form,
    reads.merge && merge,
    reads.r && t('report.r', { r }),
    reads.d && t(dAssumed ? 'report.dAssumed' : 'report.d', { d }),
  ];
  return parts.filter(Boolean).join(', ');
}
