/** The one place where an error is shown, or what moved by itself: a sentence that can be put away. What was on screen stays. */

import { html, nothing } from 'lit/html.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {string | undefined} props.message of an error
 * @param {string | undefined} props.hint
 * @param {() => void} props.onDismiss
 */
export function notice({ t, message, hint, onDismiss }) {
  // The region is there before its text, or screen readers miss the first error.
  return html`<div class="notice ${message ? 'shown' : ''}" role="alert">
      ${
        message
          ? html`<p>${message}</p>
              <button type="button" class="link" @click=${onDismiss}>${t('notice.dismiss')}</button>`
          : nothing
      }
    </div>
    <p class="hint ${hint ? 'shown' : ''}" role="status">${hint ?? nothing}</p>`;
}
