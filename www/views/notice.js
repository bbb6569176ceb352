/** The one place where an error is shown: a sentence that can be put away. What was on screen stays. */

import { html, nothing } from 'lit';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {string | undefined} props.message
 * @param {() => void} props.onDismiss
 */
export function notice({ t, message, onDismiss }) {
  // The region is there before its text, or screen readers miss the first error.
  return html`<div class="notice ${message ? 'shown' : ''}" role="alert">
    ${
      message
        ? html`<p>${message}</p>
            <button type="button" class="link" @click=${onDismiss}>${t('notice.dismiss')}</button>`
        : nothing
    }
  </div>`;
}
