/** Every trained r and d on the same photo: the gain, how right the variant usually is, and what it costs. */

import { html, nothing } from 'lit/html.js';
import { gain as gainTable } from '../colormap.js';
import { draw } from '../draw.js';
import { shortLabel } from '../format.js';
import { paintPlane } from '../heatmap.js';
import { legend } from '../legend.js';
import { gainRange } from '../scale.js';
import { planeText } from '../sentence.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../settings-grid.js').GridCell[]} props.cells as far as they are there
 * @param {import('../settings-grid.js').GridCell[]} props.wanted all of them
 * @param {number} props.stage whose gain is drawn
 * @param {import('../state.js').State} props.state
 * @param {import('../state.js').Cell | null} props.cell read in every map
 * @param {(partial: Partial<import('../state.js').State>) => void} props.onSet
 */
export function settingGrid({ t, cells, wanted, stage, state, cell, onSet }) {
  const { count, decimal, percent, times } = t.numbers;
  const range = gainRange(wanted[0].settings[0].form);
  const columns = wanted.filter(({ settings }) => settings[0].r === wanted[0].settings[0].r).length;
  return html`<div class="settings-grid">
    <p>${t('grid.settings', { stage })}</p>
    <div class="grid-legend">
      ${legend({ table: gainTable, range, format: times, note: t('scale.fixed.attention') })}
    </div>
    <div class="settings-cells" .style=${`--columns: ${columns}`}>
      ${wanted.map((each, i) => setting(each, cells[i]))}
    </div>
  </div>`;

  /** @param {import('../settings-grid.js').GridCell} each @param {import('../settings-grid.js').GridCell | undefined} found */
  function setting({ settings: [{ r, d }] }, found) {
    const isChosen = state.r === r && state.d === d;
    const gain = found?.trial?.gain;
    const fit = found?.trial?.fits[stage - 1];
    const accuracy = fit?.kind === 'trained' ? fit.variant?.accuracy : undefined;
    const top = found?.trial?.predictions[0];
    const cost = found?.cost?.bam.reduce((sum, bam) => ({
      parameters: sum.parameters + bam.parameters,
      multiplyAdds: sum.multiplyAdds + bam.multiplyAdds,
    }));
    const here = gain && cell ? gain.data[cell.row * gain.widthPx + cell.column] : undefined;
    return html`<button
      type="button"
      class="setting-cell"
      aria-pressed=${isChosen ? 'true' : 'false'}
      @click=${() => onSet({ r, d })}
    >
      <span class="setting-name"
        ><b>r = ${r}, d = ${d}</b>${accuracy ? html`<span>${decimal(accuracy.top1, 1)} %</span>` : nothing}</span
      >
      <span class="frame ${found ? (gain ? '' : 'hatched') : 'skeleton'}">
        ${
          gain
            ? html`<canvas
                role="img"
                aria-label=${planeText(t, t('triptych.attention'), gain, times)}
                ${draw(paintPlane, gain, gainTable, range.low, range.high)}
              ></canvas>`
            : nothing
        }
      </span>
      <span class="setting-facts">
        ${
          found
            ? gain && top
              ? html`<span
                    >${t('grid.spread', { spread: decimal(gain.deviation, 3) })}${here === undefined ? nothing : html` · ${times(here)}`}</span
                  >
                  <span>${shortLabel(top.label)} ${percent(top.probability)}</span>
                  ${fit?.kind === 'borrowed' ? html`<span class="borrowed">${t('grid.borrowed')}</span>` : nothing}`
              : html`<span>${t('worth.none')}</span>`
            : html`<span>&nbsp;</span><span>&nbsp;</span>`
        }
        ${
          cost
            ? html`<span>${t('grid.parameters', { count: count(cost.parameters) })}</span>
                <span>${t('grid.multiplyAdds', { count: count(cost.multiplyAdds) })}</span>`
            : nothing
        }
      </span>
    </button>`;
  }
}
