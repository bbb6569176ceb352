/** The panel of every r and d. */

import { html } from 'lit/html.js';
import { settingsGrid } from '../settings-grid.js';
import { cellOf } from '../state.js';
import { settingGrid } from '../views/settings-grid.js';

/**
 * @param {import('../panels.js').Props} props
 * @param {import('../run.js').Run} run
 */
export function gridPanel({ t, lens: { state, findings }, local, onSet }, { setting, stage, detail }) {
  const wanted = settingsGrid(setting);
  if (wanted.length === 0) return html`<p class="absent">${t('walk.off')}</p>`;
  const cell = detail ? cellOf(state, local.hoverCell, detail.before) : null;
  return settingGrid({ t, cells: findings.grid, wanted, stage, state, cell, onSet });
}
