/** The panel of what BAM is worth. */

import { html } from 'lit/html.js';
import { rememberLast } from '../memo.js';
import { overlap } from '../overlap.js';
import { worthTable } from '../views/worth.js';
import { alternatives } from '../worth.js';

const overlapping = rememberLast(overlap);

/**
 * @param {import('../panels.js').Props} props
 * @param {import('../run.js').Run} run
 * @param {import('../run.js').Prediction[]} predictions
 */
export function worthPanel({ t, lens: { findings }, local, onLocal, onSet }, { setting, bottlenecks }, predictions) {
  const names = [...new Set(alternatives(setting).map(({ name }) => name))];
  if (names.length === 0) return html`<p class="absent">${t('walk.off')}</p>`;
  const gain = bottlenecks?.[2].gain;
  const { classMap, worth } = findings;
  return worthTable({
    t,
    worth,
    names,
    predictions,
    chosen: names.includes(local.worthAt.name) ? local.worthAt : { name: names[0], where: 'all' },
    classMap,
    gain,
    overlap: classMap && gain ? overlapping(classMap.plane, gain) : NaN,
    onChoose: (worthAt) => onLocal({ worthAt }),
    onClass: (index) => onSet({ class: index }),
  });
}
