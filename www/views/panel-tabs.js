/** What can be opened below the branches; one at a time, or none. */

import { html, nothing } from 'lit/html.js';
import { PANELS } from '../state.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {typeof PANELS[number]} props.panel open, or empty
 * @param {(panel: typeof PANELS[number]) => void} props.onChoose
 * @param {(() => void) | undefined} props.onKeys undefined where keys of one letter do nothing
 */
export function panelTabs({ t, panel, onChoose, onKeys }) {
  return html`<nav class="panel-tabs" aria-label=${t('panels.label')}>
    ${PANELS.filter((name) => name !== '').map(
      (name) =>
        html`<button
          type="button"
          aria-expanded=${name === panel ? 'true' : 'false'}
          @click=${() => onChoose(name === panel ? '' : name)}
        >
          ${t(`panels.${name}`)}
        </button>`,
    )}
    ${
      onKeys
        ? html`<button type="button" class="keys-button" title=${t('keys.title')} @click=${onKeys}>
            ${t('keys.open')}
          </button>`
        : nothing
    }
  </nav>`;
}
