/** What the module costs: parameters, multiply-adds and bytes of the usual ResNets, without it and with it. */

import { html } from 'lit/html.js';

/** Of a float32. */
const BYTES = 4;

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../cost.js').CostRow[]} props.rows each network without its modules, then with them
 * @param {import('../state.js').State} props.state
 * @param {(partial: Partial<import('../state.js').State>) => void} props.onSet
 */
export function costTable({ t, rows, state, onSet }) {
  const { count, fileSize, percent, whole } = t.numbers;
  const { setting, size } = rows[rows.length - 1];
  const formula = t(`formula.${setting.form}${setting.form === 'paper' ? `.${setting.merge}` : ''}`);
  return html`<div class="cost">
    <p>
      ${t('cost.for', { formula, r: setting.r, size })}
      <label
        >${t('cost.classes')}
        <input
          type="number"
          min="1"
          max="100000"
          .value=${String(state.classes)}
          @change=${(/** @type {Event} */ event) =>
            onSet({ classes: Number(/** @type {HTMLInputElement} */ (event.target).value) })}
        />
      </label>
    </p>
    <div class="scroll" tabindex="0" role="group" aria-label=${t('panels.cost')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('cost.network')}</th>
            <th scope="col">${t('cost.parameters')}</th>
            <th scope="col">${t('cost.added')}</th>
            <th scope="col">${t('cost.multiplyAdds')}</th>
            <th scope="col">${t('cost.added')}</th>
            <th scope="col">${t('cost.bytes')}</th>
            <th scope="col">${t('place.bam', { k: 1 })}</th>
            <th scope="col">${t('place.bam', { k: 2 })}</th>
            <th scope="col">${t('place.bam', { k: 3 })}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row, i) => (row.attended ? line(row, t('cost.attended'), rows[i - 1]) : line(row, nameOf(row))))}
        </tbody>
      </table>
    </div>
    <p class="note">${t('cost.note')}</p>
  </div>`;

  /** @param {import('../cost.js').CostRow} row */
  function nameOf({ name, architecture: { arch, classes } }) {
    const network = arch.replace('resnet', 'ResNet-');
    return name === 'open' ? t('cost.open', { name: network, classes: whole(classes) }) : network;
  }

  /** @param {import('../cost.js').CostRow} row @param {string} name @param {import('../cost.js').CostRow} [plain] */
  function line({ cost }, name, plain) {
    const added = (/** @type {'parameters' | 'multiplyAdds'} */ what) =>
      plain ? `+${percent(cost[what] / plain.cost[what] - 1)}` : '';
    return html`<tr class=${plain ? 'attended' : 'plain'}>
      <th scope="row">${name}</th>
      <td>${whole(cost.parameters)}</td>
      <td>${added('parameters')}</td>
      <td>${count(cost.multiplyAdds)}</td>
      <td>${added('multiplyAdds')}</td>
      <td>${fileSize(cost.parameters * BYTES)}</td>
      ${cost.bam.map((bam) => html`<td>${plain ? whole(bam.parameters) : ''}</td>`)}
    </tr>`;
  }
}
