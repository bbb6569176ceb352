/** The page's dialog for sharing: reads the element's state once, when it is opened. */

import { adoptStyles, unsafeCSS } from 'lit';
import { render } from 'lit/html.js';
import { learn, translator } from '../languages.js';
import phrases from '../locales/en.json?only=share&phrases';
import { Precomputed } from '../precomputed.js';
import { inWords } from '../sample-words.js';
import { precomputedUrl, shippedSamples } from '../samples.js';
import { DEFAULTS } from '../state.js';
import { styles } from '../styles.js';
import {
  NO_LESSON,
  PLAIN,
  elementCode,
  frameAddress,
  frameCode,
  frameHeightPx,
  homeOf,
  lessonLink,
  shareable,
} from './code.js';
import sheet from './share.css?inline';
import { view } from './view.js';
import { leftOut, wordsOf } from './words.js';

learn('en', phrases);

/**
 * @typedef {object} Choices
 * @property {'frame' | 'element'} kind of code
 * @property {import('./code.js').Options} options
 * @property {import('./code.js').Lesson} lesson
 * @property {boolean} taught whether what a lesson needs is open
 * @property {boolean} previewed
 * @property {'link' | 'code' | ''} tried what was copied, or could not be
 * @property {boolean} copied
 */

export class ShareDialog {
  #host = document.createElement('div');
  #root = this.#host.attachShadow({ mode: 'open' });
  #home = homeOf(location.href);
  #state;
  #checkpoint;
  #t;
  #photo;
  /** @type {import('./code.js').Words} */ #words;
  /** @type {Choices} */ #choices;

  /** @param {import('../element.js').BamLens} lens */
  constructor(lens) {
    this.#state = lens.state;
    this.#checkpoint = lens.checkpointName;
    this.#t = translator(lens.state.lang);
    const { img, stage, theme } = shareable(lens.state);
    this.#photo = inWords(this.#t, shippedSamples.find(({ id }) => id === img) ?? shippedSamples[0]);
    this.#words = wordsOf(this.#t, stage, this.#photo, undefined);
    const options = { ...PLAIN, theme };
    const lesson = { ...NO_LESSON, tour: lens.state.tour > 0 };
    this.#choices = { kind: 'frame', options, lesson, taught: lesson.tour, previewed: false, tried: '', copied: false };
    this.#host.dataset.theme = theme;
    adoptStyles(this.#root, [...styles, unsafeCSS(sheet)]);
  }

  /** Shows it; it is gone when it is closed. */
  open() {
    document.body.append(this.#host);
    this.#draw();
    this.#root.querySelector('dialog')?.showModal();
    this.#describePoster();
  }

  /** Adds to the poster's words what its maps say. */
  async #describePoster() {
    const { id } = this.#photo;
    const { stage } = this.#state;
    const run = await new Precomputed(precomputedUrl).find({ ...DEFAULTS, img: id, stage });
    this.#words = wordsOf(this.#t, stage, this.#photo, run);
    this.#draw();
  }

  #draw() {
    const home = this.#home;
    const state = this.#state;
    const { kind, options } = this.#choices;
    const code = kind === 'frame' ? frameCode : elementCode;
    render(
      view({
        t: this.#t,
        leftOut: leftOut(this.#t, state, this.#checkpoint, this.#photo),
        shared:
          home === undefined
            ? undefined
            : {
                link: lessonLink(home, state, this.#choices.lesson),
                code: code(home, state, options, this.#words),
                preview: { address: frameAddress(home, state, options), title: this.#words.title },
                heightPx: frameHeightPx(options),
              },
        choices: this.#choices,
        onChoose: (partial) => this.#choose(partial),
        onCopy: (what, field) => this.#copy(what, field),
        onClose: () => this.#host.remove(),
      }),
      this.#root,
    );
  }

  /** @param {Partial<Choices>} partial */
  #choose(partial) {
    this.#choices = { ...this.#choices, tried: '', ...partial };
    this.#draw();
  }

  /** @param {'link' | 'code'} what @param {HTMLInputElement | HTMLTextAreaElement} field that holds the text */
  async #copy(what, field) {
    // Selected in any case: where the browser refuses, the reader copies with keys.
    field.focus();
    field.select();
    // Without a secure connection there is no clipboard.
    const copied =
      (await navigator.clipboard?.writeText(field.value).then(
        () => true,
        () => false,
      )) ?? false;
    this.#choose({ tried: what, copied });
  }
}
