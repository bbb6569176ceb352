/** A card of the tour: what to see, what is asked first, and what the numbers on screen say. */

import { html, nothing } from 'lit/html.js';
import { features } from '../colormap.js';
import { draw } from '../draw.js';
import { paintChannel } from '../heatmap.js';

/**
 * @typedef {import('./questions.js').Question} Question
 * @typedef {import('./questions.js').Option} Option
 * @typedef {{ key: string, values: Record<string, string | number> }} Phrase
 */

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {{ name: string, at: number, cards: number[] }} props.card on show: its number, and those there are
 * @param {Phrase | undefined} props.fact
 * @param {Question | undefined} props.question of the card
 * @param {'none' | 'asked' | 'kept' | 'answered'} props.stand of the question; `kept`: guessed, and held back
 * @param {import('./guesses.js').Guess | undefined} props.guess
 * @param {Phrase[]} props.answer
 * @param {boolean} props.held whether a teacher holds the answers back
 * @param {boolean} props.wrongWord whether another word was entered than the teacher's
 * @param {{ right: number, made: number }} props.score
 * @param {Record<string, import('../run.js').Tap> | undefined} props.taps of the bottleneck, for small maps
 * @param {(card: number) => void} props.onCard 0 closes
 * @param {(answer: string) => void} props.onGuess empty: shown without a guess
 * @param {(word: string) => void} props.onWord
 * @param {() => void} props.onAgain forgets the guesses
 */
export function view(props) {
  const { t, card, fact, stand, score, held, onCard, onAgain } = props;
  const { at, cards } = card;
  const place = cards.indexOf(at);
  const last = place === cards.length - 1;
  return html`<section class="tour" part="tour" aria-label=${t('tour.label')} @keydown=${onKey}>
    <header>
      <h2 tabindex="-1">${t(`tour.title.${card.name}`)}</h2>
      <p class="note">
        ${t('tour.place', { place: place + 1, cards: cards.length })}
        ${score.made && !held ? html` · ${t('tour.score', { right: score.right, made: score.made })}` : nothing}
        ${
          last && score.made
            ? html`<button type="button" class="link" @click=${onAgain}>${t('tour.again')}</button>`
            : nothing
        }
      </p>
      <button type="button" class="link" @click=${() => onCard(0)}>${t('tour.close')}</button>
    </header>
    <div class="tour-text" aria-live="polite">
      <p>${t(`tour.text.${card.name}`)}</p>
      ${stand === 'none' ? nothing : html`<div class="question">${asked(props)}</div>`}
      ${fact && (stand === 'none' || stand === 'answered') ? html`<p class="fact">${t(fact.key, fact.values)}</p>` : nothing}
    </div>
    <footer>
      <button type="button" class="button" ?disabled=${place === 0} @click=${() => onCard(cards[place - 1])}>
        ${t('tour.back')}
      </button>
      <span class="dots" aria-hidden="true"
        >${cards.map((_, i) => html`<i class=${i === place ? 'here' : ''}></i>`)}</span
      >
      <button type="button" class="button primary" @click=${() => onCard(last ? 0 : cards[place + 1])}>
        ${t(last ? 'tour.finish' : 'tour.next')}
      </button>
    </footer>
  </section>`;

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const { target } = event;
    if (target instanceof Element && target.matches('input, [role=radio]')) return;
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (event.key === 'Escape') onCard(0);
    else if (!step) return;
    else if (cards[place + step]) onCard(cards[place + step]);
    event.preventDefault();
    // A key of the card is no key of the maps.
    event.stopPropagation();
  }
}

/** @param {Parameters<typeof view>[0]} props */
function asked({ t, question, stand, guess, answer, held, wrongWord, taps, onGuess, onWord }) {
  if (!question) return html`<p>${t('tour.soon')}</p>`;
  if (stand === 'answered') {
    const verdict = guess?.answer ? t(guess.right ? 'tour.right' : 'tour.wrong') : '';
    return html`<p class=${guess?.right ? 'right' : 'wrong'}>
      <b>${verdict}</b> ${answer.map(({ key, values }) => html`${t(key, values)} `)}
    </p>`;
  }
  if (stand === 'kept') {
    return html`<p>${t('tour.kept')}</p>
      <form
        class="word"
        @submit=${(/** @type {SubmitEvent} */ event) => {
          event.preventDefault();
          onWord(String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get('word')));
        }}
      >
        <label>${t('tour.word')} <input name="word" autocomplete="off" maxlength="80" required /></label>
        <button class="button">${t('tour.show')}</button>
        ${wrongWord ? html`<span role="alert">${t('tour.otherWord')}</span>` : nothing}
      </form>`;
  }
  return html`<p><b>${t(`tour.ask.${question.name}`, written(t, question.values))}</b></p>
    <div class="options">
      ${question.options.map(
        (option) =>
          html`<button type="button" class="option" @click=${() => onGuess(option.value)}>
            ${option.channel === undefined || !taps ? nothing : channelMap(taps, option.channel)}
            ${t(option.key, written(t, option.values ?? {}))}
          </button>`,
      )}
      ${held ? nothing : html`<button type="button" class="link" @click=${() => onGuess('')}>${t('tour.showMe')}</button>`}
    </div>`;
}

/** @param {Record<string, import('../run.js').Tap>} taps @param {number} channel */
const channelMap = (taps, channel) =>
  html`<canvas aria-hidden="true" ${draw(paintChannel, taps, 'before', channel, features)}></canvas>`;

/** What is no whole number has two digits. @param {import('../strings.js').Translate} t @param {Record<string, string | number>} values */
const written = (t, values) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' || Number.isInteger(value) ? String(value) : t.numbers.decimal(value),
    ]),
  );
