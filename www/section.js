/** A part of the page below the tool, in the reader's language and theme; what it shows follows the element. */

import { adoptStyles, unsafeCSS } from 'lit';
import { render } from 'lit/html.js';
import { translator } from './languages.js';
import { speak } from './locale-files.js';
import { styles } from './styles.js';

/** @typedef {import('./strings.js').Translate} Translate */

/** Events after which the element shows something else. */
const FOLLOWED = ['bamlens-statechange', 'bamlens-ready', 'bamlens-run'];

export class Section {
  #host;
  #root;
  #lens;
  #widthPx;
  #view;

  /**
   * @param {HTMLElement} host that it fills
   * @param {import('./element.js').BamLens} lens
   * @param {string[]} sheets beside the element's
   * @param {(t: Translate, widthPx: number) => unknown} view what it shows, as a template
   */
  constructor(host, lens, sheets, view) {
    this.#host = host;
    this.#lens = lens;
    this.#view = view;
    this.#root = host.attachShadow({ mode: 'open' });
    this.#widthPx = host.clientWidth;
    adoptStyles(this.#root, [...styles, ...sheets.map((sheet) => unsafeCSS(sheet))]);
    new ResizeObserver(([{ contentRect }]) => {
      const widthPx = Math.round(contentRect.width);
      if (widthPx === this.#widthPx) return;
      this.#widthPx = widthPx;
      this.draw();
    }).observe(host);
    for (const event of FOLLOWED) lens.addEventListener(event, () => this.draw());
    this.draw();
  }

  /** Shows it as it is now. */
  async draw() {
    const { lang, theme } = this.#lens.state;
    const coming = speak(lang);
    if (coming) await coming;
    if (lang !== this.#lens.state.lang) return;
    this.#host.dataset.theme = theme;
    this.#host.lang = translator(lang).lang;
    render(this.#view(translator(lang), this.#widthPx), this.#root);
  }
}
