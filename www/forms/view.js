/** The section on the four formulas: side by side, then what their weights allow to conclude, then a warning. */

import { html } from 'lit/html.js';
import { formCard } from './card.js';
import { paddingWarning } from './padding.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../lens.js').Lens} props.lens
 * @param {import('./card.js').Card[]} props.cards
 * @param {import('./padding.js').Row[]} props.maps
 * @param {{ photos: number, apart: number } | undefined} props.measured how many photos an accuracy is of, and from how many points on two differ
 * @param {(card: import('./card.js').Card) => void} props.onShow
 */
export function view({ t, lens, cards, maps, measured, onShow }) {
  const { stage, r, d } = lens.state;
  const own = lens.network.checkpointName;
  return html`<section class="forms" aria-labelledby="forms-title">
    <h2 id="forms-title">${t('forms.title')}</h2>
    <p>${t('forms.intro')}</p>
    <p>${t('forms.how', { stage, r, d })}</p>
    <div class="form-cards">${cards.map((card) => formCard({ t, card, lens, onShow }))}</div>
    <h3>${t('forms.conclusion')}</h3>
    <p>${own ? ownText(own) : t('forms.trained')} ${measured ? apartText(measured) : ''}</p>
    ${paddingWarning({ t, rows: maps })}
  </section>`;

  /** @param {string} name */
  function ownText(name) {
    const known = cards.filter(({ weights }) => weights).map(({ form }) => t(`forms.name.${form}`));
    return t(known.length ? 'forms.own' : 'forms.ownNone', { name, forms: known.join(', ') });
  }

  /** @param {{ photos: number, apart: number }} measured */
  function apartText({ photos, apart }) {
    return t('forms.apart', { photos: t.numbers.whole(photos), apart: t.numbers.decimal(apart, 1) });
  }
}
