/** The dialog of the worksheet: a bar of buttons, and the sheet as it is printed. */

import { html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { features as featureTable, gain as gainTable } from '../colormap.js';
import { draw } from '../draw.js';
import { paintPhoto } from '../heatmap.js';
import { legend } from '../legend.js';
import { box, ruled, ruledMap } from './ruled.js';

/**
 * @typedef {object} Sheet
 * @property {import('./about.js').About} about
 * @property {string} date of today
 * @property {import('./questions.js').Subject['run']} run
 * @property {{ url: string, alt: string } | undefined} photo for where the run did not bring its pixels
 * @property {{ features: import('../scale.js').Range, gain: import('../scale.js').Range }} ranges
 * @property {import('./questions.js').Predict | undefined} predict what is marked in the grid beside the map
 * @property {unknown[][]} pages questions as templates
 */

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Sheet | undefined} props.sheet
 * @param {string} props.absent why there is none
 * @param {boolean} props.held whether the link holds answers back
 * @param {boolean} props.answers
 * @param {(answers: boolean) => void} props.onAnswers
 * @param {() => void} props.onPrint
 * @param {() => void} props.onClose
 */
export function view({ t, sheet, absent, held, answers, onAnswers, onPrint, onClose }) {
  return html`<dialog class="worksheet" aria-labelledby="worksheet-title" @close=${onClose}>
    <form method="dialog" class="tools">
      <h2 id="worksheet-title">${t('worksheet.dialog')}</h2>
      ${held ? html`<span class="note">${t('worksheet.held')}</span>` : answersBox()}
      <button type="button" class="button" ?disabled=${!sheet} @click=${onPrint}>${t('worksheet.print')}</button>
      <button class="button">${t('worksheet.close')}</button>
    </form>
    <div class="sheets" tabindex="0" role="region" aria-label=${t('worksheet.preview')}>
      ${sheet ? sheet.pages.map((questions, i) => page(sheet, questions, i)) : html`<p class="absent" role="status">${absent}</p>`}
    </div>
  </dialog>`;

  function answersBox() {
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${live(answers)}
        ?disabled=${!sheet}
        @change=${(/** @type {Event} */ event) => onAnswers(/** @type {HTMLInputElement} */ (event.target).checked)}
      />
      ${t('worksheet.withAnswers')}
    </label>`;
  }

  /** @param {Sheet} sheet @param {unknown[]} questions @param {number} i */
  function page(sheet, questions, i) {
    return html`<article class="page" aria-label=${t('worksheet.page', { page: i + 1, pages: sheet.pages.length })}>
      ${i === 0 ? head(sheet) : runningHead(sheet, i)}
      <ol>
        ${questions}
      </ol>
    </article>`;
  }

  /** @param {Sheet} sheet */
  function head({ about, date, run, photo, ranges, predict }) {
    const { what, module, address, notes } = about;
    return html`<header>
        <h3>${title()}</h3>
        <p class="printed">${t('worksheet.printed', { date })}</p>
        <div class="names">
          ${['name', 'class', 'date'].map((field) => html`<span class="field ${field}">${t(`worksheet.${field}`)}</span>`)}
        </div>
      </header>
      <div class="about">
        <p><b>${what}</b></p>
        <p>${module}</p>
        ${address ? html`<p class="address">${t('worksheet.address')} <span class="url">${address}</span></p>` : nothing}
        ${notes.length ? html`<p>${notes.join(' ')}</p>` : nothing}
      </div>
      <div class="three">
        ${photoFigure(run, photo)} ${mapFigure(run.detail.before, 'before', run, ranges.features)}
        ${predict ? predicted(predict, run, ranges.gain) : mapFigure(run.detail.after, 'after', run, ranges.features)}
      </div>`;
  }

  /** @param {Sheet} sheet @param {number} i */
  function runningHead({ about, pages }, i) {
    return html`<header class="running">
      <p><b>${title()}</b> · ${i + 1}/${pages.length} · ${about.module}</p>
      <span class="field name">${t('worksheet.name')}</span>
    </header>`;
  }

  function title() {
    return t(answers ? 'worksheet.titleAnswers' : 'worksheet.title');
  }

  /** @param {Sheet['run']} run @param {Sheet['photo']} photo */
  function photoFigure(run, photo) {
    return html`<figure class="photo-seen">
      ${ruled({
        map: run.detail.before,
        text: photo?.alt || t('worksheet.photo'),
        under: run.photo
          ? html`<canvas class="picture" ${draw(paintPhoto, run.photo)}></canvas>`
          : html`<img class="picture" src=${photo?.url ?? ''} alt="" />`,
      })}
      <figcaption>${t('worksheet.photo')}</figcaption>
    </figure>`;
  }

  /**
   * @param {import('../scale.js').Plane} plane
   * @param {'before' | 'after'} which
   * @param {Sheet['run']} run
   * @param {import('../scale.js').Range} range
   */
  function mapFigure(plane, which, { stage: k, shapes, detail: { channel } }, range) {
    const { decimal } = t.numbers;
    const name = t(`worksheet.${which}`, { k });
    const of =
      channel === undefined ? t('worksheet.mean', { channels: shapes[k - 1][0] }) : t('worksheet.channel', { channel });
    return html`<figure>
      ${ruledMap({ plane, table: featureTable, range, format: decimal, text: described(name, plane, decimal) })}
      <figcaption>${name}, ${of}</figcaption>
      ${legend({ table: featureTable, range, format: decimal })}
    </figure>`;
  }

  /** @param {import('./questions.js').Predict} predict @param {Sheet['run']} run @param {import('../scale.js').Range} range */
  function predicted({ edge, places }, { stage: k, detail: { before, gain } }, range) {
    if (!answers || !gain) {
      const text = t('worksheet.empty', { rows: before.heightPx, columns: before.widthPx });
      return html`<figure>
        ${ruled({ map: before, text })}
        <figcaption>${t('worksheet.toMark')}</figcaption>
      </figure>`;
    }
    const { decimal, times } = t.numbers;
    const name = t('worksheet.gainMap', { k });
    return html`<figure>
      ${ruledMap({
        plane: gain,
        table: gainTable,
        range,
        format: decimal,
        text: described(name, gain, times),
        over: (at) => places.map((place) => box('answer-cell', place, at, edge)),
      })}
      <figcaption>${name}</figcaption>
      ${legend({ table: gainTable, range, format: times })}
    </figure>`;
  }

  /** @param {string} name @param {import('../scale.js').Plane} plane @param {(value: number) => string} format */
  function described(name, plane, format) {
    return t('worksheet.map', { name, low: format(plane.min), high: format(plane.max) });
  }
}
