/** A row of exclusive choices: a radio group with one tab stop, arrow keys move and choose (WAI-ARIA radio pattern). */

import { html, nothing } from 'lit/html.js';

/**
 * @template {string | number} Value
 * @param {object} props
 * @param {string} props.label
 * @param {readonly { value: Value, text: string, hint?: string, note?: string }[]} props.choices a note stands small below the text, for the eye; the hint says it in words
 * @param {Value | undefined} props.value
 * @param {(value: Value) => void} props.onChoose
 * @param {string} [props.disabled] the reason; the group is then inert and says why
 * @param {boolean} [props.bare] the label is for screen readers only
 */
export function segmented({ label, choices, value, onChoose, disabled, bare }) {
  const chosen = choices.findIndex((choice) => choice.value === value);
  return html`<div class="field ${disabled ? 'off' : ''}" title=${disabled ?? ''}>
    <span class=${bare ? 'unseen' : 'label'} aria-hidden="true">${label}</span>
    <div
      class="segmented"
      role="radiogroup"
      aria-label=${disabled ? `${label}. ${disabled}` : label}
      aria-disabled=${disabled ? 'true' : 'false'}
      @keydown=${onArrowKey}
    >
      ${choices.map(
        (choice, i) =>
          html`<button
            type="button"
            role="radio"
            aria-checked=${i === chosen ? 'true' : 'false'}
            title=${disabled ? '' : (choice.hint ?? '')}
            tabindex=${i === Math.max(0, chosen) ? 0 : -1}
            ?disabled=${Boolean(disabled)}
            @click=${() => onChoose(choice.value)}
          >
            ${choice.text}${choice.note ? html`<small aria-hidden="true">${choice.note}</small>` : nothing}
          </button>`,
      )}
    </div>
  </div>`;
}

/**
 * Moves among the radios of a group and chooses the one arrived at. Also for groups that draw their own radios.
 *
 * @param {KeyboardEvent} event
 */
export function onArrowKey(event) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const step = steps[/** @type {keyof typeof steps} */ (event.key)];
  const group = /** @type {HTMLElement} */ (event.currentTarget);
  const radios = /** @type {HTMLElement[]} */ ([...group.querySelectorAll('[role="radio"]:not([disabled])')]);
  const at = radios.indexOf(/** @type {HTMLElement} */ (event.target));
  if (!step || at < 0) return;
  event.preventDefault();
  const next = radios[(at + step + radios.length) % radios.length];
  next.focus();
  next.click();
}
