/** What BAM is worth on this photo: the prediction with a module changed, and where the chosen class is read from. */

import { html, nothing } from 'lit/html.js';
import { gain as gainTable, signed as signedTable } from '../colormap.js';
import { shortLabel } from '../format.js';
import { extentOf, signedRange } from '../scale.js';
import { smallMap } from '../small-map.js';
import { WHERES, changesOf } from '../worth.js';

/** Classes whose change is listed. */
const LISTED = 5;

/**
 * @typedef {{ name: string, where: import('../worth.js').Where }} Chosen an alternative
 */

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../worth.js').Worth[]} props.worth as far as it is there
 * @param {string[]} props.names of all alternatives, in order
 * @param {import('../run.js').Prediction[]} props.predictions of the run on show
 * @param {Chosen} props.chosen
 * @param {import('../findings.js').ClassMap | undefined} props.classMap
 * @param {import('../scale.js').Plane | undefined} props.gain of BAM 3
 * @param {number} props.overlap of both maps' highest quarters
 * @param {(chosen: Chosen) => void} props.onChoose
 * @param {(index: string) => void} props.onClass
 */
export function worthTable({ t, worth, names, predictions, chosen, classMap, gain, overlap, onChoose, onClass }) {
  const { decimal, percent, points, times } = t.numbers;
  const top = predictions[0];
  const find = (/** @type {string} */ name, /** @type {import('../worth.js').Where} */ where) =>
    worth.find((each) => each.name === name && each.where === where);
  const open = find(chosen.name, chosen.where)?.trial;
  const label = classMap && predictions.find(({ index }) => index === classMap.index)?.label;
  return html`<div class="worth">
    <section>
      <h3>${t('worth.title', { label: shortLabel(top.label), probability: percent(top.probability) })}</h3>
      <table class="worth-table">
        <thead>
          <tr>
            <td></td>
            ${WHERES.map((where) => html`<th scope="col">${t(where === 'all' ? 'worth.all' : 'place.bam', { k: where })}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${names.map(
            (name) =>
              html`<tr>
                <th scope="row">${t(`worth.${name}`)}</th>
                ${WHERES.map((where) => cell(name, where))}
              </tr>`,
          )}
        </tbody>
      </table>
      <p class="note">${t('worth.note')}</p>
    </section>
    <section>
      <h3>${t('worth.changes', { name: t(`worth.${chosen.name}`), where: whereText(chosen.where) })}</h3>
      ${
        open
          ? html`<table class="worth-changes">
                <thead>
                  <tr>
                    <th scope="col">${t('changes.class')}</th>
                    <th scope="col">${t('worth.now')}</th>
                    <th scope="col">${t('worth.then')}</th>
                    <th scope="col">${t('changes.change')}</th>
                  </tr>
                </thead>
                <tbody>
                  ${changesOf(predictions, open.predictions, LISTED).map(
                    ({ label, now, other }) =>
                      html`<tr>
                        <th scope="row" title=${label}>${shortLabel(label)}</th>
                        <td>${percent(now)}</td>
                        <td>${percent(other)}</td>
                        <td class=${other > now ? 'up' : 'down'}>${points(other - now)}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
              <p class="note">
                ${t('worth.then.top', { label: shortLabel(open.predictions[0].label), probability: percent(open.predictions[0].probability) })}
                ${open.fits.some(({ kind }) => kind === 'borrowed') ? t('worth.borrowed') : nothing}
              </p>`
          : html`<p class="absent">${t('worth.none')}</p>`
      }
    </section>
    <section>
      <h3>${t('worth.classMap')}</h3>
      <label class="class-choice"
        >${t('worth.of')}
        <select
          @change=${(/** @type {Event} */ event) => onClass(/** @type {HTMLSelectElement} */ (event.target).value)}
        >
          ${predictions.map(
            ({ index, label, probability }) =>
              html`<option value=${index} ?selected=${index === classMap?.index}>
                ${shortLabel(label)}, ${percent(probability)}
              </option>`,
          )}
        </select>
      </label>
      ${
        classMap && gain
          ? html`<div class="small-maps">
                ${smallMap({
                  t,
                  plane: classMap.plane,
                  table: signedTable,
                  range: signedRange([classMap.plane]),
                  format: decimal,
                  name: t('worth.classMap.name'),
                  note: '0',
                })}
                ${smallMap({
                  t,
                  plane: gain,
                  table: gainTable,
                  range: extentOf([gain]),
                  format: times,
                  name: t('worth.gain'),
                  note: t('scale.stretch.attention'),
                })}
              </div>
              <p class="note">
                ${
                  Number.isNaN(overlap)
                    ? t(classMap.plane.notFinite || gain.notFinite ? 'worth.notFinite' : 'worth.noOverlap')
                    : t('worth.overlap', { share: percent(overlap), label: shortLabel(label ?? '') })
                }
              </p>`
          : nothing
      }
    </section>
  </div>`;

  /** @param {string} name @param {import('../worth.js').Where} where */
  function cell(name, where) {
    const found = find(name, where);
    if (!found) return html`<td class="skeleton"></td>`;
    const then = found.trial?.predictions.find(({ index }) => index === top.index)?.probability;
    if (then === undefined) return html`<td title=${t('worth.none')}>–</td>`;
    const change = then - top.probability;
    const isChosen = chosen.name === name && chosen.where === where;
    return html`<td>
      <button
        type="button"
        class=${change > 0 ? 'up' : 'down'}
        aria-pressed=${isChosen ? 'true' : 'false'}
        title=${percent(then)}
        @click=${() => onChoose({ name, where })}
      >
        ${points(change)}
      </button>
    </td>`;
  }

  /** @param {import('../worth.js').Where} where */
  function whereText(where) {
    return t(where === 'all' ? 'worth.all' : 'place.bam', { k: where });
  }
}
