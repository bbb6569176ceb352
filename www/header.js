/** The top of the page: the tour, the worksheet, sharing, language and theme; and all words of the page around the element. */

import { translator } from './languages.js';
import { LANGUAGES, languageOf, speak } from './locale-files.js';
import { recall, remember } from './remembered.js';
import { DEFAULTS } from './state.js';
import { CARDS } from './tour/cards.js';
import { translatePage } from './page-words.js';

/** The language of a reader whose address names none: chosen before, else the first of the browser's that there is. */
export const preferredLanguage = () =>
  [recall('lang') ?? '', ...navigator.languages].map(languageOf).find(Boolean) ?? DEFAULTS.lang;

/** The card of the tour that a reader left at; 0 for none. */
const left = () => Number(recall('tour')) || 0;

/** @template {HTMLElement} Kind @param {string} id @returns {Kind} */
const byId = (id) => /** @type {Kind} */ (document.getElementById(id));

export class Header {
  #lens;
  #language = /** @type {HTMLSelectElement} */ (byId('language'));
  #theme = /** @type {HTMLSelectElement} */ (byId('theme'));
  #tour = /** @type {HTMLButtonElement} */ (byId('tour'));
  /** The language of the page's words. */ #spoken = DEFAULTS.lang;
  /** The card on show; 0 for none. */ #card = 0;

  /** @param {import('./element.js').BamLens} lens */
  constructor(lens) {
    this.#lens = lens;
    for (const code of LANGUAGES) {
      const option = new Option(new Intl.DisplayNames(code, { type: 'language' }).of(code), code);
      option.lang = code;
      this.#language.append(option);
    }
    this.#language.addEventListener('change', () => {
      remember('lang', this.#language.value);
      lens.set({ lang: this.#language.value });
    });
    this.#theme.addEventListener('change', () => lens.set({ theme: this.#theme.value }));
    this.#tour.addEventListener('click', () => lens.set({ tour: left() || 1 }));
    byId('share').addEventListener('click', async () => {
      const { ShareDialog } = await import('./share/dialog.js');
      new ShareDialog(lens).open();
    });
    byId('worksheet').addEventListener('click', async () => {
      const { openWorksheet } = await import('./worksheet/worksheet.js');
      openWorksheet(lens);
    });
    this.#say();
  }

  /** Shows what is chosen. */
  follow() {
    const { lang, theme, tour } = this.#lens.state;
    document.documentElement.dataset.theme = theme;
    this.#theme.value = theme;
    if (lang !== this.#spoken) this.#speak(lang);
    if (tour !== this.#card) this.#turnTo(tour);
  }

  /** @param {string} lang */
  async #speak(lang) {
    this.#spoken = lang;
    this.#language.value = languageOf(lang) ?? DEFAULTS.lang;
    await speak(lang);
    if (lang === this.#spoken) this.#say();
  }

  /** @param {number} card */
  #turnTo(card) {
    // Whoever closes the last one has seen them all.
    if (card) remember('tour', String(card));
    else if (this.#card === CARDS.length) remember('tour', '');
    this.#card = card;
    this.#say();
  }

  #say() {
    this.#tour.dataset.words = left() > 1 && !this.#card ? 'page.resume' : 'page.tour';
    this.#tour.setAttribute('aria-pressed', String(this.#card > 0));
    translatePage(translator(this.#spoken), { card: String(left()), cards: String(CARDS.length) });
  }
}
