/** The list of keys. */

import { html } from 'lit/html.js';
import { KEYS } from '../keys.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {() => void} props.onClose
 */
export function keyList({ t, onClose }) {
  return html`<dialog class="keys" aria-label=${t('keys.title')} @close=${onClose}>
    <h2>${t('keys.title')}</h2>
    <dl>
      ${KEYS.map(
        ([key, what]) =>
          html`<div>
            <dt><kbd>${key}</kbd></dt>
            <dd>${t(`keys.${what}`)}</dd>
          </div>`,
      )}
    </dl>
    <form method="dialog"><button class="button">${t('keys.close')}</button></form>
  </dialog>`;
}
