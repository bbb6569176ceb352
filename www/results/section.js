/** The section on the paper's results, in a page: follows the language of an element. */

import { adoptStyles, unsafeCSS } from 'lit';
import { render } from 'lit/html.js';
import { translator } from '../languages.js';
import { styles } from '../styles.js';
import sheet from './results.css?inline';
import { view } from './view.js';

export class ResultsSection {
  #root;
  #lens;
  /** @type {import('./view.js').Choices} */
  #choices = { charted: 'table3b', cost: 'params_M', sheet: 'table1a', descending: false };
  #widthPx;

  /** @param {HTMLElement} host that it fills @param {import('../element.js').BamLens} lens */
  constructor(host, lens) {
    this.#lens = lens;
    this.#root = host.attachShadow({ mode: 'open' });
    this.#widthPx = host.clientWidth;
    adoptStyles(this.#root, [...styles, unsafeCSS(sheet)]);
    new ResizeObserver(([{ contentRect }]) => {
      this.#widthPx = Math.round(contentRect.width);
      this.#draw();
    }).observe(host);
    lens.addEventListener('bamlens-statechange', () => {
      host.dataset.theme = lens.state.theme;
      this.#draw();
    });
    host.dataset.theme = lens.state.theme;
    this.#draw();
  }

  #draw() {
    render(
      view({
        t: translator(this.#lens.state.lang),
        choices: this.#choices,
        widthPx: this.#widthPx,
        onChoose: (partial) => {
          this.#choices = { ...this.#choices, ...partial };
          this.#draw();
        },
      }),
      this.#root,
    );
  }
}
