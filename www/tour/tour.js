/** The tour over the element: which card is open, whether it asks first, and what became of a guess. */

import { unsafeCSS } from 'lit';
import { learn } from '../languages.js';
import phrases from '../locales/en.json?only=tour&phrases';
import { cellText, parseCell } from '../state.js';
import { merge } from '../walk/walk.js';
import { CARDS, questionOf } from './cards.js';
import { factOf, highestCell } from './facts.js';
import { fingerprint } from './held.js';
import { ask, gainOfChannels } from './questions.js';
import sheet from './tour.css?inline';
import { view } from './view.js';

learn('en', phrases);

export const tourSheet = unsafeCSS(sheet);

/** @typedef {import('./view.js').Phrase} Phrase */

export class Tour {
  #lens;
  #guesses;
  #changed;
  #wrongWord = false;

  /**
   * @param {import('../lens.js').Lens} lens
   * @param {import('./guesses.js').Guesses} guesses
   * @param {() => void} changed
   */
  constructor(lens, guesses, changed) {
    this.#lens = lens;
    this.#guesses = guesses;
    this.#changed = changed;
  }

  /** The part of the element that the card on show is about: a selector. @param {boolean} veiled */
  region(veiled) {
    const card = CARDS[this.#lens.state.tour - 1];
    return veiled && card?.region !== '.strip' ? '.maps' : card?.region;
  }

  /**
   * Takes a guess about the question on show; the first one counts.
   *
   * @param {string} answer empty: the reader wants to see without guessing
   */
  guess(answer) {
    const { state, photoName } = this.#lens;
    const name = questionOf(state);
    const question = ask(name, this.#lens.lastShown, state);
    if (!name || !question) return;
    this.#guesses.make(name, photoName, { answer, right: question.right.includes(answer) });
    // The way that opens now is the one that was asked about.
    if (name === 'gain') this.#lens.set({ channel: String(question.values.channel) });
    this.#changed();
  }

  /**
   * @param {object} props
   * @param {import('../strings.js').Translate} props.t
   * @param {number[]} props.cards that there are
   * @param {(card: number) => void} props.onCard
   */
  view({ t, cards, onCard }) {
    const { state, lastShown: run, photoName, findings } = this.#lens;
    const name = questionOf(state);
    const question = ask(name, run, state);
    const guess = name && this.#guesses.of(name, photoName);
    const shown = this.#guesses.mayShow(state.held);
    const { taps } = findings.inside ?? {};
    return view({
      t,
      card: { name: CARDS[state.tour - 1].name, at: state.tour, cards },
      fact: factOf(CARDS[state.tour - 1].name, run, t),
      question,
      stand: !name ? 'none' : !guess ? 'asked' : shown ? 'answered' : 'kept',
      guess: guess || undefined,
      answer: guess && question ? this.#answer(t, question, guess.answer) : [],
      held: !shown,
      wrongWord: this.#wrongWord,
      score: this.#guesses.score,
      taps: taps?.before.shape[1] === run?.detail?.taps['channel.logits']?.data.length ? taps : undefined,
      onCard,
      onGuess: (answer) => this.guess(answer),
      onWord: (word) => {
        this.#wrongWord = fingerprint(word) !== state.held;
        if (!this.#wrongWord) this.#guesses.release(state.held);
        this.#changed();
      },
      onAgain: () => {
        this.#guesses.clear();
        this.#changed();
      },
    });
  }

  /**
   * @param {import('../strings.js').Translate} t
   * @param {import('./questions.js').Question} question
   * @param {string} answer the reader's; empty for none
   * @returns {Phrase[]}
   */
  #answer(t, question, answer) {
    const { decimal, signedDecimal, times } = t.numbers;
    const { lastShown: run } = this.#lens;
    const taps = run?.detail?.taps ?? {};
    switch (question.name) {
      case 'channel': {
        const mc = taps['channel.logits'].data;
        const gains = /** @type {number[]} */ (gainOfChannels(/** @type {import('../run.js').Run} */ (run)));
        const list = question.options
          .map(({ channel: c = 0 }) => `${c}: ${times(gains[c])} (Mc ${signedDecimal(mc[c])})`)
          .join(', ');
        return [{ key: 'tour.answer.channel', values: { channel: question.right[0], list } }];
      }
      case 'cell': {
        const highest = highestCell(run);
        const at = { row: (highest?.row ?? 0) + 1, column: (highest?.column ?? 0) + 1 };
        const cell = answer && parseCell(answer);
        const ranked = cell && question.ranked?.(cellText(cell));
        return [
          ...(ranked && ranked.rank > 0 ? [{ key: 'tour.answer.rank', values: ranked }] : []),
          { key: 'tour.answer.cell', values: at },
        ];
      }
      case 'lattice':
        return [{ key: 'tour.answer.lattice', values: { points: question.right[0] } }];
      case 'gain': {
        const { mc, ms } = question.values;
        const { attention } = merge(/** @type {import('../run.js').Run} */ (run).setting, mc, ms);
        return [{ key: 'tour.answer.gain', values: { attention: decimal(attention), gain: times(1 + attention) } }];
      }
      default:
        return [{ key: 'tour.answer.spread', values: { k: question.right.join(', ') } }];
    }
  }
}
