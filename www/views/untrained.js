/** A setting without weights: its shapes and its cost, and no map that would pretend. */

import { html } from 'lit/html.js';
import { shapeText } from '../format.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../run.js').Run} props.run
 * @param {number[]} props.trained values of r that the form has weights for
 * @param {(partial: Partial<import('../state.js').State>) => void} props.onSet
 */
export function untrained({ t, run, trained, onSet }) {
  const { setting, shapes, cost } = run;
  return html`<section class="untrained hatched" aria-label=${t('fit.untrained')}>
    <div class="untrained-card">
      <h2>${t('untrained.title')}</h2>
      <p>${t('untrained.text')}</p>
      <p class="trained">
        ${trained.length ? t('untrained.trained') : t('untrained.noForm')}
        ${trained.map((r) => html`<button type="button" class="button" @click=${() => onSet({ r })}>r = ${r}</button>`)}
      </p>
      <table>
        <thead>
          <tr>
            <td></td>
            <th scope="col">${t('cost.shape')}</th>
            <th scope="col">${t('cost.hidden')}</th>
            <th scope="col">${t('cost.parameters')}</th>
            <th scope="col">${t('cost.multiplyAdds')}</th>
          </tr>
        </thead>
        <tbody>
          ${cost.bam.map((bam, i) => {
            const hidden = Math.floor(shapes[i][0] / setting.r);
            return row(t, t('place.bam', { k: i + 1 }), [shapeText(shapes[i]), String(hidden)], bam);
          })}
          ${row(t, t('cost.whole'), ['', ''], cost)}
        </tbody>
      </table>
    </div>
  </section>`;
}

/**
 * @param {import('../strings.js').Translate} t
 * @param {string} name
 * @param {string[]} shapes
 * @param {{ parameters: number, multiplyAdds: number }} cost
 */
function row({ numbers: { count, whole } }, name, shapes, { parameters, multiplyAdds }) {
  return html`<tr>
    <th scope="row">${name}</th>
    ${shapes.map((shape) => html`<td>${shape}</td>`)}
    <td>${whole(parameters)}</td>
    <td>${count(multiplyAdds)}</td>
  </tr>`;
}
