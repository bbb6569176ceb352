/** One form: what it is called and where it comes from, its formula and code, what differs, and what it makes of the photo. */

import { html, nothing } from 'lit/html.js';
import { gain as gainTable } from '../colormap.js';
import { shortLabel } from '../format.js';
import { rich } from '../rich.js';
import { gainRange } from '../scale.js';
import { smallMap } from '../small-map.js';
import { cellOf } from '../state.js';
import { readBy } from '../variants.js';
import { CODE, linesOf } from './code.js';
import { FORMULAS } from './formulas.js';

/** @typedef {import('./four.js').Form} Form */

/**
 * @typedef {object} Card
 * @property {Form} form
 * @property {import('./four.js').Setting} setting under which it is shown
 * @property {import('./trials.js').Answer | undefined} answer undefined until it has come
 * @property {boolean} weights whether the network has any for the form
 * @property {boolean} chosen whether the tool runs the very same
 * @property {number | undefined} alike correlation of its gain with the paper's; undefined where there is nothing to compare
 * @property {import('./verdict.js').Phrase[]} verdict
 */

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Card} props.card
 * @param {import('../lens.js').Lens} props.lens
 * @param {(card: Card) => void} props.onShow
 */
export function formCard({ t, card, lens, onShow }) {
  const { form, setting, answer, chosen, verdict } = card;
  const title = `form-${form}`;
  const reads = readBy(setting);
  const under = [reads.r && `r = ${setting.r}`, reads.d && `d = ${setting.d}`].filter(Boolean).join(', ');
  return html`<article class="form-card ${chosen ? 'chosen' : ''}" aria-labelledby=${title}>
    <header>
      <h3 id=${title}>${t(`forms.name.${form}`)}</h3>
      <p class="note">${rich(t(`forms.source.${form}`))}</p>
    </header>
    <div class="form-formula" tabindex="0" role="group" aria-label=${t('forms.formula')}>${FORMULAS[form]}</div>
    ${code(t, form)}
    <p class="form-differs">${t(`forms.differs.${form}`)}</p>
    <div class="form-map">${map(t, card, lens)}</div>
    <p class="form-here">${verdict.map(({ key, values }) => html`${t(key, values)} `)}</p>
    <dl class="form-numbers">
      ${numbersOf(t, card, lens.state.stage).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <footer>
      <button
        type="button"
        class="button"
        aria-pressed=${chosen ? 'true' : 'false'}
        aria-describedby=${title}
        @click=${() => onShow(card)}
      >
        ${t('forms.show')}
      </button>
      <span class="note">${under}</span>
      <p class="note">
        ${chosen ? html`<b>${t('forms.now')}</b>` : nothing} ${answer ? weightsText(t, card, lens) : nothing}
      </p>
    </footer>
  </article>`;
}

/** @param {import('../strings.js').Translate} t @param {Form} form */
function code(t, form) {
  const line = (/** @type {{ text: string, differs: boolean }} */ { text, differs }) =>
    differs ? html`<mark>${text}</mark>` : html`<span>${text}</span>`;
  const label = t('forms.code', { name: t(`forms.name.${form}`) });
  return html`<pre
      class="form-code"
      tabindex="0"
      role="group"
      aria-label=${label}
    ><code>${linesOf(form).map(line)}</code></pre>
    <details class="form-layers">
      <summary>${t('forms.layers')}</summary>
      <pre
        class="form-code"
        tabindex="0"
        role="group"
        aria-label=${t('forms.layers')}
      ><code>${CODE[form].layers}</code></pre>
    </details>`;
}

/** @param {import('../strings.js').Translate} t @param {Card} card @param {import('../lens.js').Lens} lens */
function map(t, { form, answer, weights }, { state, summary }) {
  const gain = answer?.trial?.gain;
  if (gain) {
    return smallMap({
      t,
      plane: gain,
      table: gainTable,
      range: gainRange(form),
      format: t.numbers.times,
      name: t('forms.gain', { stage: state.stage }),
      note: t('scale.fixed.attention'),
      cell: cellOf(state, null, gain),
    });
  }
  const why = !weights ? 'forms.weights.none' : summary ? 'forms.weights.noAnswer' : 'forms.weights.waiting';
  return html`<figure class="small-map">
    <figcaption><span>${t('forms.gain', { stage: state.stage })}</span></figcaption>
    <div class="frame ${answer ? 'hatched' : 'skeleton'}">
      ${answer ? html`<p class="absent">${t(why)}</p>` : nothing}
    </div>
  </figure>`;
}

/**
 * @param {import('../strings.js').Translate} t
 * @param {Card} card
 * @param {number} stage
 * @returns {[string, string][]} names and values, the same names for every form
 */
function numbersOf(t, { form, answer, alike }, stage) {
  const { decimal, percent, times, whole } = t.numbers;
  const gain = answer?.trial?.gain;
  const top = answer?.trial?.predictions[0];
  const fit = answer?.trial?.fits[stage - 1];
  const accuracy = fit?.kind === 'trained' ? fit.variant?.accuracy : undefined;
  const self = form === 'paper' && gain;
  return [
    [t('forms.number.spread'), gain && decimal(gain.deviation, 3)],
    [t('forms.number.range'), gain && `${times(gain.min)} – ${times(gain.max)}`],
    [t('forms.number.alike'), self ? t('forms.self') : alike === undefined ? undefined : decimal(alike, 2)],
    [t('forms.number.top'), top && `${shortLabel(top.label)} ${percent(top.probability)}`],
    [t('forms.number.parameters'), answer?.cost && whole(answer.cost.bam[stage - 1].parameters)],
    [t('forms.number.accuracy'), accuracy && `${decimal(accuracy.top1, 1)} %`],
  ].map(([name, value]) => [String(name), value || '–']);
}

/** @param {import('../strings.js').Translate} t @param {Card} card @param {import('../lens.js').Lens} lens */
function weightsText(t, { setting, answer }, { state }) {
  const fit = answer?.trial?.fits[state.stage - 1];
  if (!fit) return nothing;
  const otherR = setting.r === state.r ? '' : t('forms.weights.otherR', { r: setting.r });
  const borrowed = fit.kind === 'borrowed' && fit.variant;
  const from = borrowed
    ? t('forms.weights.borrowed', { trained: borrowed.setting.d, d: setting.d })
    : t('forms.weights.trained');
  return [otherR || nothing, otherR && !borrowed ? nothing : from].map((text) => html`${text} `);
}
