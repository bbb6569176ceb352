/** The panel of differences. */

import { html } from 'lit/html.js';
import { differencesOf } from '../differences.js';
import { rememberLast } from '../memo.js';
import { whatToLookAt } from '../sentence.js';
import { cellOf } from '../state.js';
import { differenceMaps } from '../views/differences.js';

const differenced = rememberLast(differencesOf);

/**
 * @param {import('../panels.js').Props} props
 * @param {import('../inside.js').Inside} inside
 */
export function differencesPanel({ t, lens: { state }, local, onSet }, { taps, stage, setting }) {
  if (!taps.attention) return html`<p class="absent">${t('walk.off')}</p>`;
  const { form, merge } = setting;
  const differences = differenced(taps, form);
  const place = (/** @type {string} */ region) => t(`region.${region}`);
  const { key, values } = whatToLookAt({ form, merge, stage, gain: differences.gain, times: t.numbers.times, place });
  return differenceMaps({
    t,
    differences,
    stage,
    form,
    sentence: t(key, values),
    stretched: state.scale === 'stretch',
    cell: cellOf(state, local.hoverCell, differences.gain),
    onChoose: (channel) => onSet({ channel: String(channel), side: 'channel' }),
  });
}
