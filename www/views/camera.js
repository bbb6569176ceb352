/** The dialog of the camera: its live picture and a button that takes a photo, or why there is none. */

import { html, nothing } from 'lit/html.js';
import { sentence } from '../failure.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../camera.js').Camera} props.camera
 */
export function cameraDialog({ t, camera }) {
  const { phase, reason, several, mirrored, video } = camera;
  const live = phase === 'live';
  // The first button is one for all phases and never disabled: it keeps the focus while its words change.
  const over = !['off', 'asking', 'live'].includes(phase);
  return html`<dialog class="camera" aria-label=${t('camera.title')} @close=${() => camera.stop()}>
    <div class="camera-picture ${live ? 'live' : ''} ${mirrored ? 'mirrored' : ''}">
      ${video}
      <p role="status">${live || phase === 'off' ? nothing : sentence(t, `camera.${phase}`, { message: reason })}</p>
    </div>
    <div class="camera-buttons">
      <button
        type="button"
        class="button"
        aria-disabled=${live || over ? 'false' : 'true'}
        @click=${() => (over ? camera.start() : camera.take())}
      >
        ${t(over ? 'camera.retry' : 'camera.take')}
      </button>
      ${
        live && several
          ? html`<button type="button" class="button" @click=${() => camera.switch()}>${t('camera.switch')}</button>`
          : nothing
      }
      <form method="dialog"><button class="button">${t('camera.cancel')}</button></form>
      <p class="note">${t('camera.private')}</p>
    </div>
  </dialog>`;
}
