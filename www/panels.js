/** What opens below the branches: the names of the panels, and the one that is open. */

import { html, nothing } from 'lit/html.js';
import { channelsPanel } from './panels/channels.js';
import { comparePanel } from './panels/compare.js';
import { differencesPanel } from './panels/differences.js';
import { filesPanel } from './panels/files.js';
import { gridPanel } from './panels/grid.js';
import { worthPanel } from './panels/worth.js';
import { costTable } from './views/cost.js';
import { panelTabs } from './views/panel-tabs.js';

/**
 * @typedef {object} Props
 * @property {import('./strings.js').Translate} t
 * @property {import('./lens.js').Lens} lens
 * @property {Set<string>} hidden parts left out
 * @property {import('./composition.js').Local} local
 * @property {() => unknown} asleep what stands where numbers will be
 * @property {(partial: Partial<import('./composition.js').Local>) => void} onLocal
 * @property {(partial: Partial<import('./state.js').State>) => void} onSet
 */

/** @param {Props} props */
export function panels(props) {
  const { t, lens, asleep, onLocal, onSet } = props;
  const { panel } = lens.state;
  return html`<div class="panels" part="panels">
    ${panelTabs({
      t,
      panel,
      onChoose: (panel) => onSet({ panel }),
      onKeys: props.hidden.has('keys') ? undefined : () => onLocal({ keysOpen: true }),
    })}
    ${
      panel
        ? html`<section class="panel" aria-label=${t(`panels.${panel}`)}>${open(props, panel) ?? asleep()}</section>`
        : nothing
    }
  </div>`;
}

/**
 * @param {Props} props
 * @param {import('./state.js').State['panel']} panel
 * @returns undefined while what it shows is on its way
 */
function open(props, panel) {
  const { t, lens, onSet } = props;
  const { findings, lastShown: run, state } = lens;
  if (!run?.number || !run.detail || !run.predictions) return undefined;
  switch (panel) {
    case 'channels':
      return findings.inside && channelsPanel(props, findings.inside);
    case 'differences':
      return findings.inside && differencesPanel(props, findings.inside);
    case 'worth':
      return worthPanel(props, run, run.predictions);
    case 'compare':
      return comparePanel(props, run, run.detail, run.predictions);
    case 'grid':
      return gridPanel(props, run);
    case 'cost':
      return findings.costs.length ? costTable({ t, rows: findings.costs, state, onSet }) : undefined;
    case 'files':
      return filesPanel(props, run, run.detail, run.predictions);
    default:
      return nothing;
  }
}
