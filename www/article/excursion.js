/** From a link of the article to what it shows, and back: remembers the link while it is out of sight. */

import { pace } from '../pace.js';

export class Excursion {
  /** @type {HTMLElement | undefined} */ #from;
  #away = false;
  #onChange;
  #watch = new IntersectionObserver((entries) => this.#seen(entries[entries.length - 1].isIntersecting));

  /** @param {() => void} onChange told when a reader has left, and when they are back */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Whether a reader followed a link out of its sight. */
  get away() {
    return this.#away;
  }

  /** @param {HTMLElement} link that is followed */
  begin(link) {
    if (this.#away) this.#end();
    this.#watch.disconnect();
    this.#from = link;
    this.#watch.observe(link);
  }

  /** To the link, which is where a reader goes on. */
  back() {
    const link = this.#from;
    // Gone: the article speaks another language now.
    if (!link?.isConnected) return this.#end();
    link.scrollIntoView({ block: 'center', behavior: pace() });
    link.focus({ preventScroll: true });
  }

  /** @param {boolean} inSight */
  #seen(inSight) {
    if (!inSight && !this.#away) {
      this.#away = true;
      this.#onChange();
    } else if (inSight && this.#away) this.#end();
  }

  #end() {
    this.#watch.disconnect();
    this.#from = undefined;
    this.#away = false;
    this.#onChange();
  }
}
