/** The element's half of its keys: reads the situation they are pressed in, and does what they mean. */

import { shortcut } from './keys.js';
import { channelOrder, nextStep } from './on-show.js';
import { cardsIn } from './tour/cards.js';

export class Keyboard {
  #element;
  #touring;
  #hovered;
  #onList;

  /**
   * @param {import('./element.js').BamLens} element
   * @param {import('./tour/touring.js').Touring} touring
   * @param {object} rest
   * @param {() => import('./state.js').Cell | null} rest.hovered the cell under the pointer
   * @param {() => void} rest.onList shows the list of keys
   */
  constructor(element, touring, { hovered, onList }) {
    this.#element = element;
    this.#touring = touring;
    this.#hovered = hovered;
    this.#onList = onList;
  }

  /** @param {KeyboardEvent} event of a key pressed in the element, or beside it */
  press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const { lens, renderRoot } = this.#element;
    const target = /** @type {Element} */ (event.composedPath()[0]);
    if (target.matches?.('input:not([type=range]), select, textarea')) return;
    // Also with the focus on nothing: whoever clicks beside a dialog's buttons is still in it.
    if (renderRoot.querySelector('dialog[open]')) return;
    const answer = shortcut(event.key, {
      state: lens.state,
      map: lens.lastShown?.detail?.before,
      hovered: this.#hovered(),
      order: channelOrder(lens),
      veiled: this.#touring.veiled,
      busy: target.matches?.('button, a, summary, input, [role=group], [role=listbox]') ?? false,
    });
    if (!answer) return;
    event.preventDefault();
    if (answer === 'list') this.#onList();
    else if (answer === 'next') this.#turn(1);
    else if (answer === 'back') this.#turn(-1);
    else if (answer === 'step') this.step();
    else if (answer === 'compare') this.#compare();
    else this.#element.set(answer);
  }

  /** To the next step of a cell's walk. @returns {boolean} whether there was one */
  step() {
    const next = nextStep(this.#element.lens);
    if (next) this.#element.set({ step: next, unit: 'auto' });
    return next !== undefined;
  }

  /** To the next card of the tour, or the one before. @param {1 | -1} by */
  #turn(by) {
    const tour = this.#touring.next(cardsIn(this.#element.steps), by);
    if (tour) this.#element.set({ tour });
  }

  /** Keeps the run on screen when none is kept; then opens what compares, or closes it. */
  #compare() {
    const { lens } = this.#element;
    if (!lens.kept) lens.keep();
    else this.#element.set({ panel: lens.state.panel === 'compare' ? '' : 'compare' });
  }
}
