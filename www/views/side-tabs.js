/** What stands beside the maps: three choices, and the formula of what is on screen. */

import { html } from 'lit/html.js';
import { segmented } from '../segmented.js';
import { SIDES } from '../state.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../state.js').State} props.state
 * @param {{ form: string, merge: string }} props.setting on screen
 * @param {(side: typeof SIDES[number]) => void} props.onChoose
 */
export function sideTabs({ t, state, setting: { form, merge }, onChoose }) {
  return html`<div class="side-tabs">
    ${segmented({
      label: t('side.label'),
      bare: true,
      choices: SIDES.map((value) => ({ value, text: t(`side.${value}`), hint: t(`side.${value}.hint`) })),
      value: state.side,
      onChoose,
    })}
    <p class="formula">${t(`formula.${form}${form === 'paper' ? `.${merge}` : ''}`)}</p>
  </div>`;
}
