/** The title of the bottleneck on show, its formula, the cell being read, and how the maps are coloured. */

import { html } from 'lit/html.js';
import { shapeText } from '../format.js';
import { segmented } from '../segmented.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../state.js').State} props.state
 * @param {number} props.stage the one whose maps are on screen
 * @param {import('../run.js').Run | undefined} props.run the newest that has maps
 * @param {import('../state.js').Cell | null} props.cell
 * @param {(partial: Partial<import('../state.js').State>) => void} props.onSet
 */
export function heading({ t, state, stage, run, cell, onSet }) {
  const shape = run?.shapes[stage - 1];
  const channels = shape?.[0] ?? 0;
  const mean = state.channel === 'mean';
  return html`<header class="heading">
    <h2>${t('place.bam', { k: stage })}</h2>
    <p>
      ${
        cell
          ? html`<span aria-live="polite">${t('heading.cell', { row: cell.row + 1, column: cell.column + 1 })}</span>`
          : html`<span class="shape">${shape ? shapeText(shape) : ' '}</span>`
      }
    </p>
    <div class="heading-controls">
      ${segmented({
        label: t('heading.show'),
        bare: true,
        choices: [
          { value: 'mean', text: t('heading.mean'), hint: t('heading.mean.hint') },
          { value: 'one', text: t('heading.channel'), hint: t('heading.channel.hint') },
        ],
        value: mean ? 'mean' : 'one',
        onChoose: (value) => onSet({ channel: value === 'mean' ? 'mean' : '0' }),
      })}
      <input
        type="number"
        class="channel-number"
        aria-label=${t('heading.number')}
        min="0"
        max=${Math.max(0, channels - 1)}
        ?hidden=${mean}
        .value=${mean ? '' : state.channel}
        @change=${(/** @type {Event} */ event) => choose(/** @type {HTMLInputElement} */ (event.target))}
      />
      ${segmented({
        label: t('heading.scale'),
        bare: true,
        choices: [
          { value: 'fixed', text: t('scale.fixed'), hint: t('scale.fixed.hint') },
          { value: 'stretch', text: t('scale.stretch'), hint: t('scale.stretch.hint') },
        ],
        value: state.scale,
        onChoose: (value) => onSet({ scale: /** @type {'fixed' | 'stretch'} */ (value) }),
      })}
    </div>
  </header>`;

  /** @param {HTMLInputElement} input */
  function choose(input) {
    const channel = Math.min(channels - 1, Math.max(0, Math.round(Number(input.value) || 0)));
    input.value = String(channel);
    onSet({ channel: String(channel) });
  }
}
