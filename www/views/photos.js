/** The bundled samples as a radio group of thumbnails, and the reader's own photo. */

import { html, nothing } from 'lit/html.js';
import { onArrowKey } from '../segmented.js';
import { OWN_PHOTO } from '../url.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../lens.js').Sample[]} props.samples
 * @param {string} props.img the chosen id
 * @param {{ url: string, title: string } | undefined} props.photo
 * @param {number} props.bytes what an own photo brings with it: the network; 0 when it is here or on its way
 * @param {(id: string) => void} props.onSample
 * @param {(file: File) => void} props.onFile
 * @param {(() => void) | undefined} props.onCamera undefined where there is none to ask for
 */
export function photos({ t, samples, img, photo, bytes, onSample, onFile, onCamera }) {
  const own = img === OWN_PHOTO && photo;
  const chosen = samples.findIndex(({ id }) => id === img);
  return html`<section class="photos" part="photos" aria-label=${t('photos.label')}>
    <div class="samples" role="radiogroup" aria-label=${t('photos.samples')} @keydown=${onArrowKey}>
      ${samples.map(
        ({ id, thumb, title, alt, credit }, i) =>
          html`<button
            type="button"
            role="radio"
            aria-checked=${id === img ? 'true' : 'false'}
            aria-label=${alt}
            title=${`${title}. ${credit}`}
            tabindex=${i === Math.max(0, chosen) ? 0 : -1}
            @click=${() => onSample(id)}
          >
            <img src=${thumb} alt="" width="38" height="38" />
          </button>`,
      )}
      ${
        own
          ? html`<button
              type="button"
              role="radio"
              aria-checked="true"
              title=${photo.title}
              aria-label=${t('photos.own')}
            >
              <img src=${photo.url} alt="" width="38" height="38" />
            </button>`
          : nothing
      }
    </div>
    <div class="own">
      <label class="button">
        <input class="unseen" type="file" @change=${pick} />
        <span>${bytes ? t('photos.pickLoads', { size: t.numbers.fileSize(bytes) }) : t('photos.pick')}</span>
      </label>
      ${
        onCamera
          ? html`<button type="button" class="button camera-button" title=${t('camera.open')} @click=${onCamera}>
              <svg viewBox="0 0 18 18" aria-hidden="true">
                <path d="M2 5.5h3.2l1.3-2h5l1.3 2H16v9H2z" />
                <circle cx="9" cy="9.7" r="2.7" />
              </svg>
              <span>${t('camera.open')}</span>
            </button>`
          : nothing
      }
      <p>
        <span class="how">${t('photos.how')}<br /></span><strong>${t('photos.private')}</strong>
      </p>
    </div>
  </section>`;

  /** @param {Event} event */
  function pick(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const file = input.files?.[0];
    if (file) onFile(file);
    // The same file can be picked again after a failure.
    input.value = '';
  }
}
