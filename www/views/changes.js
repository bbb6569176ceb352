/** What to look at, how flat the gain is, and what it did to the prediction. */

import { html, nothing, svg } from 'lit/html.js';
import { shortLabel } from '../format.js';
import { strengthOf, usually } from '../sentence.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../run.js').Run | undefined} props.run
 * @param {import('../run.js').Prediction[] | undefined} props.baseline every class, BAM off
 * @param {import('../sentence.js').Phrase | undefined} props.look
 * @param {import('../scale.js').Plane | undefined} props.gain of the stage on show, mean over channels
 */
export function changes({ t, run, baseline, look, gain }) {
  const { decimal, percent, points } = t.numbers;
  const measured = run?.fit.kind === 'trained' && run.fit.variant?.gain?.[run.stage - 1];
  const usual = measured ? usually(measured, decimal) : undefined;
  return html`<section class="changes" aria-label=${t('changes.label')}>
    <p class="look">${look ? t(look.key, look.values) : t('look.loading')}</p>
    <p class="spread">
      ${
        gain
          ? html`<span>${t('changes.spread')} <b>${decimal(gain.deviation, 3)}</b></span>
              <span class="meter ${strengthOf(gain.deviation)}" aria-hidden="true"><i></i><i></i><i></i><i></i></span>
              <span>${t(`strength.${strengthOf(gain.deviation)}`)}</span>`
          : ' '
      }
    </p>
    <p class="usually">${usual ? t(usual.key, usual.values) : ' '}</p>
    <table class="top">
      <caption>
        <span>${t('changes.top')}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="unseen">${t('changes.class')}</span></th>
          <td class="tick-note">${t('changes.tick')}</td>
          <th scope="col"><span class="unseen">${t('changes.probability')}</span></th>
          <th scope="col">${t('changes.change')}</th>
        </tr>
      </thead>
      <tbody>
        ${(run?.predictions ?? Array.from({ length: 5 }, () => undefined)).slice(0, 5).map((prediction) => row(prediction))}
      </tbody>
    </table>
  </section>`;

  /** @param {import('../run.js').Prediction | undefined} prediction */
  function row(prediction) {
    if (!prediction)
      return html`<tr class="empty">
        <th scope="row"></th>
        <td></td>
        <td></td>
        <td></td>
      </tr>`;
    const { index, label, probability } = prediction;
    const off = run?.setting.form === 'none' ? undefined : baseline?.find((other) => other.index === index);
    const change = off ? probability - off.probability : undefined;
    return html`<tr>
      <th scope="row" title=${label}>${shortLabel(label)}</th>
      <td class="bar">${bar(probability, off?.probability)}</td>
      <td class="number">${percent(probability)}</td>
      <td class="number ${change && change > 0 ? 'up' : 'down'}">${change === undefined ? nothing : points(change)}</td>
    </tr>`;
  }
}

/** A bar with a tick where it would end with BAM off. @param {number} share @param {number | undefined} off */
function bar(share, off) {
  return html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="10"></rect>
    <rect class="fill" width=${Number.isFinite(share) ? share * 100 : 0} height="10"></rect>
    ${
      off === undefined || !Number.isFinite(off)
        ? nothing
        : svg`<line x1=${off * 100} x2=${off * 100} y1="0" y2="10" vector-effect="non-scaling-stroke"></line>`
    }
  </svg>`;
}
