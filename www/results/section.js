/** The section on what was measured: keeps what a reader chooses in it. */

import { html, nothing } from 'lit/html.js';
import { learn } from '../languages.js';
import phrases from '../locales/en.json?only=results&phrases';
import { Section } from '../section.js';
import { settingOf } from '../state.js';
import { BEST, ownOf } from './own.js';
import ownStyles from './own.css?inline';
import sheet from './results.css?inline';
import { own, paper } from './view.js';

learn('en', phrases);

/** @param {HTMLElement} host that it fills @param {import('../element.js').BamLens} lens */
export function resultsSection(host, lens) {
  /** @type {import('./view.js').Choices} */
  let choices = {
    charted: 'table3b',
    cost: 'params_M',
    sheet: 'table1a',
    sort: { descending: false },
    ownSort: { descending: false },
  };
  const section = new Section(host, lens, [sheet, ownStyles], (t, widthPx) => {
    // Before it is laid out a chart has no width.
    if (!widthPx) return nothing;
    const foreign = Boolean(lens.checkpointName);
    const open = foreign ? undefined : ownOf(settingOf(lens.state));
    const props = { t, choices, widthPx, onChoose };
    return html`${paper(props)}
    ${own({
      ...props,
      open,
      named: choices.pointed ?? open ?? BEST,
      foreign,
      onOpen: ({ setting }) => lens.set({ ...setting }),
      onGo() {
        lens.tabIndex = -1;
        lens.focus({ preventScroll: true });
        lens.scrollIntoView();
      },
    })}`;
  });

  /** @param {Partial<import('./view.js').Choices>} partial */
  function onChoose(partial) {
    choices = { ...choices, ...partial };
    section.draw();
  }
}
