/** Stands where numbers will be: they are on their way, or the reader has to ask for the network first. */

import { html } from 'lit/html.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {boolean} props.asleep whether nothing comes by itself
 * @param {() => unknown} props.ask what brings the network
 */
export function asleepNote({ t, asleep, ask }) {
  if (!asleep) return html`<p class="absent">${t('walk.loading')}</p>`;
  return html`<div class="absent">
    <p>${t('asleep.why')}</p>
    ${ask()}
  </div>`;
}
