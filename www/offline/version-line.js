/** The line that says that a new version is ready: the reader decides when to change to it. */

import { html, nothing, render } from 'lit/html.js';
import { translator } from '../languages.js';
import { OWN_PHOTO } from '../url.js';
import './version-line.css';

/**
 * Puts the line into the page, empty.
 *
 * @param {import('../element.js').BamLens} lens whose choices are in the address, all but what is the reader's own
 * @param {() => void} onReload
 * @returns {() => void} shows it
 */
export function versionLine(lens, onReload) {
  // The region is there before its text, or screen readers miss it; and first, where the Tab key begins.
  const line = document.createElement('div');
  line.className = 'version-line';
  line.role = 'status';
  document.body.prepend(line);
  let shown = false;
  const draw = () => render(shown ? content() : nothing, line);
  const show = (/** @type {boolean} */ value) => {
    shown = value;
    draw();
  };
  lens.addEventListener('bamlens-statechange', draw);
  return () => show(true);

  function content() {
    const { img, lang } = lens.state;
    const t = translator(lang);
    return html`<p>
        ${t('version.ready')} ${img === OWN_PHOTO ? t('version.ownPhoto') : nothing}
        ${lens.checkpointName ? t('version.ownCheckpoint') : nothing}
      </p>
      <button type="button" class="version-reload" @click=${onReload}>${t('version.reload')}</button>
      <button type="button" @click=${() => show(false)}>${t('version.later')}</button>`;
  }
}
