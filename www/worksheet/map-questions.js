/** The questions of a worksheet that are about places on a map. */

import { html, svg } from 'lit/html.js';
import { gain as gainTable } from '../colormap.js';
import { shapeText } from '../format.js';
import { regionOf, strengthOf } from '../sentence.js';
import { box, ruled, ruledMap } from './ruled.js';

/** @typedef {import('./pen.js').Pen} Pen */

/** Lines for an answer in sentences. */
const SENTENCES = 6;

/** @param {Pen} pen @param {import('./questions.js').Predict} question */
export function predict({ t, run, gain, cell, list, lines }, { edge, places, close }) {
  const { channel } = run.detail;
  const found = list(places.map((place) => `${cell(place)} (${gain(place.value)})`));
  return html`<p>
      ${t(edge > 1 ? 'worksheet.predict.squares' : 'worksheet.predict', { k: run.stage, count: places.length, edge })}
      ${channel === undefined ? t('worksheet.predict.mean') : t('worksheet.predict.channel', { channel })}
    </p>
    ${lines(
      1,
      html`${edge > 1 ? t('worksheet.predict.from', { found }) : `${found}.`}
      ${close ? t('worksheet.predict.close') : ''}`,
    )}`;
}

/** @param {Pen} pen @param {import('./reach-question.js').Reach} question */
export function reach({ t, lines, answers }, { kernel, d, cell, map, places, inside }) {
  const half = (Math.sqrt(places.length) - 1) / 2;
  const values = {
    d,
    row: cell.row + 1,
    column: cell.column + 1,
    all: places.length,
    inside,
    outside: places.length - inside,
    size: shapeText([map.heightPx, map.widthPx]),
  };
  return html`<div class="beside">
    <div>
      <p>${t(`worksheet.reach.${kernel}`, values)} ${t('worksheet.reach.mark', values)}</p>
      ${lines(1, t('worksheet.reach.answer', values))}
    </div>
    ${ruled({
      map,
      field: { row: cell.row - half * d, column: cell.column - half * d, edge: 2 * half * d + 1 },
      text: t(answers ? 'worksheet.reach.drawn' : 'worksheet.reach.grid', values),
      over: (at) => svg`${box('asked-cell', cell, at)} ${answers ? places.map((place) => dot(place, at)) : ''}`,
    })}
  </div>`;
}

/** @param {Pen} pen @param {import('./questions.js').Widest} question */
export function spread({ t, long, gain, list, lines, blank }, { rows, widest, deviating }) {
  const bam = (/** @type {number} */ k) => t('place.bam', { k });
  const deviations = list(rows.map((row) => `${bam(row.k)}: ${long(row.deviation)}`));
  return html`<p>${t('worksheet.spread')}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">${t('worksheet.module')}</th>
          <th scope="col">${t('worksheet.smallest')}</th>
          <th scope="col">${t('worksheet.largest')}</th>
          <th scope="col">${t('worksheet.range')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${bam(row.k)}</th>
              <td>${gain(row.min)}</td>
              <td>${gain(row.max)}</td>
              ${blank(long(row.range))}
            </tr>`,
        )}
      </tbody>
    </table>
    ${lines(
      1,
      html`${t('worksheet.spread.answer', { bams: list(widest.map(bam)) })}
      ${t('worksheet.spread.deviation', { bam: bam(deviating), deviations })}`,
    )}`;
}

/** @param {Pen} pen @param {import('./questions.js').Paper} question */
export function paper({ t, range, short, long, gain, lines, answers }, { gains }) {
  if (!answers)
    return html`<p>${t('worksheet.paper')}</p>
      ${lines(SENTENCES, '')}`;
  return html`<p>${t('worksheet.paper')}</p>
    <p class="answer">${t('worksheet.paper.answer')}</p>
    <div class="three">
      ${gains.map(({ k, plane }) => {
        const name = t('place.bam', { k });
        const values = { name, low: gain(plane.min), high: gain(plane.max), deviation: long(plane.deviation) };
        return html`<figure>
          ${ruledMap({ plane, table: gainTable, range, format: short, text: t('worksheet.map', values) })}
          <figcaption>
            <b>${name}</b> ${values.low}–${values.high}; ${t('worksheet.paper.measured', values)} ${placeOf(t, plane)}
          </figcaption>
        </figure>`;
      })}
    </div>`;
}

/** @param {Pen} pen */
export const limits = ({ t, lines }) =>
  html`<p>${t('worksheet.limits')}</p>
    ${lines(SENTENCES, t('worksheet.limits.answer'))}`;

/** Where a gain is highest, unless it is nowhere. @param {import('../strings.js').Translate} t @param {import('../scale.js').Plane} plane */
function placeOf(t, plane) {
  if (strengthOf(plane.deviation) === 'flat') return t('worksheet.paper.even');
  const region = regionOf(plane);
  return region === 'scattered'
    ? t('worksheet.paper.scattered')
    : t('worksheet.paper.where', { where: t(`region.${region}`) });
}

/** @param {import('../walk/places.js').Place} place @param {import('./ruled.js').At} at */
function dot({ row, column, inside }, at) {
  const { x, y, cell } = at(row, column);
  return svg`<circle class=${inside ? 'read' : 'zero'} cx=${x + cell / 2} cy=${y + cell / 2} r=${cell * 0.3}></circle>`;
}
