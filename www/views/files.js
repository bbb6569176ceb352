/** What can be taken away: pictures, tables, tensors, and code that computes the number on screen again. */

import { html } from 'lit/html.js';
import { segmented } from '../segmented.js';
import { LANGUAGES } from '../state.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {string[]} props.maps names of those that can be drawn
 * @param {string[]} props.tables
 * @param {string[]} props.taps names of those of the run
 * @param {string} props.tap chosen
 * @param {string} props.code of the snippet; empty while there is none
 * @param {string} props.what the snippet computes, in words
 * @param {typeof LANGUAGES[number]} props.language
 * @param {string} props.said what the last click did
 * @param {(map: string, kind: 'svg' | 'png') => void} props.onPicture
 * @param {(table: string) => void} props.onTable
 * @param {(tap: string) => void} props.onTap chooses
 * @param {() => void} props.onNpy
 * @param {() => void} props.onEverything
 * @param {() => void} props.onCopy
 * @param {(language: typeof LANGUAGES[number]) => void} props.onLanguage
 */
export function files({ t, maps, tables, taps, tap, code, what, language, said, ...on }) {
  return html`<div class="files">
    <section>
      <h3>${t('files.pictures')}</h3>
      <table>
        <tbody>
          ${maps.map(
            (name) =>
              html`<tr>
                <th scope="row">${t(`files.map.${name}`)}</th>
                <td>${button(t('files.png'), () => on.onPicture(name, 'png'))}</td>
                <td>${button(t('files.svg'), () => on.onPicture(name, 'svg'))}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>
    <section>
      <h3>${t('files.numbers')}</h3>
      <table>
        <tbody>
          ${tables.map(
            (name) =>
              html`<tr>
                <th scope="row">${t(`files.table.${name}`)}</th>
                <td>${button(t('files.csv'), () => on.onTable(name))}</td>
              </tr>`,
          )}
          <tr>
            <th scope="row">
              <label
                >${t('files.tap')}
                <select
                  @change=${(/** @type {Event} */ event) =>
                    on.onTap(/** @type {HTMLSelectElement} */ (event.target).value)}
                >
                  ${taps.map((name) => html`<option value=${name} ?selected=${name === tap}>${name}</option>`)}
                </select></label
              >
            </th>
            <td>${button(t('files.npy'), on.onNpy)}</td>
          </tr>
          <tr>
            <th scope="row">${t('files.everything')}</th>
            <td>${button(t('files.safetensors'), on.onEverything)}</td>
          </tr>
        </tbody>
      </table>
      <p class="note" role="status">${said}</p>
    </section>
    <section class="code">
      <div class="walk-head">
        <h3>${t('files.code')}</h3>
        <div class="walk-buttons">
          ${segmented({
            label: t('files.language'),
            bare: true,
            choices: LANGUAGES.map((value) => ({ value, text: t(`files.language.${value}`) })),
            value: language,
            onChoose: on.onLanguage,
          })}
          ${button(t('files.copy'), on.onCopy, !code)}
        </div>
      </div>
      <p class="walk-text">${what}</p>
      <pre tabindex="0" aria-label=${t('files.code')}><code>${code}</code></pre>
    </section>
  </div>`;
}

/** @param {string} text @param {() => void} onClick @param {boolean} [disabled] */
const button = (text, onClick, disabled = false) =>
  html`<button type="button" class="button" ?disabled=${disabled} @click=${onClick}>${text}</button>`;
