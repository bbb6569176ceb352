/** What brings the network when it does not come by itself: a button, or the file that the page comes without. */

import { html } from 'lit/html.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {number} props.bytes what would be fetched
 * @param {() => void} props.onLoad
 */
export function askToLoad({ t, bytes, onLoad }) {
  return html`<button type="button" class="button" @click=${onLoad}>
    ${t('status.load', { size: t.numbers.fileSize(bytes) })}
  </button>`;
}

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {string} props.name of the file
 * @param {number} props.bytes of it
 * @param {(file: File) => void} props.onFile
 */
export function askForFile({ t, name, bytes, onFile }) {
  return html`<span class="needs-file">${t('status.file', { name, size: t.numbers.fileSize(bytes) })}</span>
    <label class="button">
      <input class="unseen weights-file" type="file" @change=${pick} />
      <span>${t('status.pickFile')}</span>
    </label>`;

  /** @param {Event} event */
  function pick(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const file = input.files?.[0];
    if (file) onFile(file);
    // The same file can be picked again after a failure.
    input.value = '';
  }
}
