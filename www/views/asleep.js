/** Stands where numbers will be: they are on their way, or the reader has to ask for the network first. */

import { html } from 'lit/html.js';
import { fileSize } from '../format.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {boolean} props.asleep whether nothing comes by itself
 * @param {number} props.bytes what would be fetched
 * @param {() => void} props.onLoad
 */
export function asleepNote({ t, asleep, bytes, onLoad }) {
  if (!asleep) return html`<p class="absent">${t('walk.loading')}</p>`;
  return html`<div class="absent">
    <p>${t('asleep.why')}</p>
    <button type="button" class="button" @click=${onLoad}>${t('status.load', { size: fileSize(bytes) })}</button>
  </div>`;
}
