/** The element's half of the tour: fetches it when it is wanted, veils what is asked about, marks what a card is about. */

import { pace } from '../pace.js';
import { questionOf } from './cards.js';
import { Guesses } from './guesses.js';

/** Room left around what a card is about, and around the card. */
const ROOM_PX = 24;

export class Touring {
  #element;
  #lens;
  #guesses = new Guesses();
  /** @type {import('./tour.js').Tour | undefined} */ #tour;
  #coming = false;
  /** @type {Element | null} what is marked */ #marked = null;
  #card = 0;

  /** @param {import('lit').ReactiveElement} element @param {import('../lens.js').Lens} lens */
  constructor(element, lens) {
    this.#element = element;
    this.#lens = lens;
  }

  /** Whether what BAM did is hidden: the card on show asks about it first. */
  get veiled() {
    const { state, photoName } = this.#lens;
    const question = questionOf(state);
    if (!question) return false;
    return !this.#guesses.of(question, photoName) || !this.#guesses.mayShow(state.held);
  }

  /** Whether a cell of the map is a guess. */
  get asksForCell() {
    const { state, photoName } = this.#lens;
    return questionOf(state) === 'cell' && !this.#guesses.of('cell', photoName);
  }

  /** @param {string} answer */
  guess(answer) {
    this.#tour?.guess(answer);
  }

  /**
   * The card on show; undefined while there is none, or while it is on its way.
   *
   * @param {import('../strings.js').Translate} t
   * @param {number[]} cards that there are
   */
  view(t, cards) {
    const { tour } = this.#lens.state;
    if (!tour) return undefined;
    if (!this.#tour) {
      this.#fetch();
      return undefined;
    }
    return this.#tour.view({ t, cards, onCard: (card) => this.#lens.set({ tour: card }) });
  }

  async #fetch() {
    if (this.#coming) return;
    this.#coming = true;
    try {
      const { Tour, tourSheet } = await import('./tour.js');
      const root = /** @type {ShadowRoot} */ (this.#element.renderRoot);
      root.adoptedStyleSheets = [
        ...root.adoptedStyleSheets,
        .../** @type {CSSStyleSheet[]} */ ([tourSheet.styleSheet].filter(Boolean)),
      ];
      this.#tour = new Tour(this.#lens, this.#guesses, () => this.#element.requestUpdate());
      this.#element.requestUpdate();
    } catch {
      // The connection failed: the next change tries again.
      this.#coming = false;
    }
  }

  /** After each drawing: marks what the card is about, and brings it into sight when that is something new. */
  follow() {
    const { tour } = this.#lens.state;
    const root = this.#element.renderRoot;
    const region = tour && this.#tour ? this.#tour.region(this.veiled) : undefined;
    const marked = region ? root.querySelector(region) : null;
    const opened = tour !== 0 && this.#card === 0;
    const moved = marked !== this.#marked || tour !== this.#card;
    if (this.#marked !== marked) this.#marked?.classList.remove('highlit');
    // A template that sets the element's classes takes the mark away.
    marked?.classList.add('highlit');
    if (!this.#tour || !moved) return;
    this.#marked = marked;
    this.#card = tour;
    const card = root.querySelector('.tour');
    if (!card || !marked || !isInvited()) return;
    // Whoever has just pressed something reads on in the card; a page that opens takes nobody's focus.
    if (opened && navigator.userActivation?.isActive !== false)
      /** @type {HTMLElement | null} */ (card.querySelector('h2'))?.focus({ preventScroll: true });
    bringIntoSight(marked, card.getBoundingClientRect().height);
  }

  /** @param {number[]} cards that there are @param {1 | -1} step @returns {number | undefined} the card after the one on show, or before it */
  next(cards, step) {
    return cards[cards.indexOf(this.#lens.state.tour) + step];
  }
}

/** Whether the reader or the page's own address asked for a card: an article that only shows one is not scrolled by it. */
const isInvited = () =>
  navigator.userActivation?.hasBeenActive !== false || /[#?&](tour|steps)=/.test(location.search + location.hash);

/**
 * Scrolls so far that something stands above the card at the foot of the window, and no further.
 *
 * @param {Element} marked
 * @param {number} coveredPx
 */
function bringIntoSight(marked, coveredPx) {
  const { top, bottom, height } = marked.getBoundingClientRect();
  const roomPx = innerHeight - coveredPx - ROOM_PX;
  if (top >= ROOM_PX && bottom <= roomPx - ROOM_PX) return;
  const wantedPx = Math.max(ROOM_PX, (roomPx - height) / 2);
  scrollBy({ top: top - wantedPx, behavior: pace() });
}
