/**
 * The element's first picture with neither the element nor the network: maps that were computed in advance, in the
 * element's own views. It asks for the network when something needs it.
 */

import { html, nothing, render } from 'lit/html.js';
import { learn, translator } from '../languages.js';
import { speak } from '../locale-files.js';
import phrases from '../locales/en.json?only=photos,sample,strip,place,triptych,scale,fit,controls,unused,look,region,map,poster,embed,page&phrases';
import { Precomputed } from '../precomputed.js';
import { inWords } from '../sample-words.js';
import { networkBytes, precomputedUrl, shippedSamples } from '../samples.js';
import { whatToLookAt } from '../sentence.js';
import { DEFAULTS, cellOf, cellText, validate } from '../state.js';
import { controls } from '../views/controls.js';
import { photos } from '../views/photos.js';
import { strip } from '../views/strip.js';
import { triptych } from '../views/triptych.js';
import { sheets } from './sheets.js';

learn('en', phrases);

/** @typedef {import('../state.js').State} State */
/** @typedef {{ state: State, file?: File, asleep?: boolean }} Wish what the network is to show; asleep: only when the reader asks for it */

export class Poster {
  /** @type {State} */ state;
  #host;
  #root;
  #settings;
  #onState;
  #onNetwork;
  #t = translator(DEFAULTS.lang);
  #precomputed = new Precomputed(precomputedUrl);
  /** @type {import('../run.js').Run | undefined} */ #run;
  /** @type {import('../state.js').Cell | null} */ #hovered = null;
  /** Whether the maps of the newest choice are on their way. */ #waiting = true;
  /** @type {'none' | 'coming' | 'failed'} what has become of the wish for the network */ #wish = 'none';

  /**
   * @param {HTMLElement} host gets a shadow root
   * @param {object} options
   * @param {import('./settings.js').Settings} options.settings
   * @param {(state: State) => void} options.onState
   * @param {(wish: Wish) => Promise<void>} options.onNetwork rejects when it cannot be had
   */
  constructor(host, { settings, onState, onNetwork }) {
    this.#host = host;
    this.#root = host.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = sheets();
    this.#settings = settings;
    this.#onState = onState;
    this.#onNetwork = onNetwork;
    const known = shippedSamples.some(({ id }) => id === settings.state.img);
    this.state = known ? settings.state : { ...settings.state, img: shippedSamples[0].id };
  }

  /** Fetches the maps of the state and shows them. */
  async show() {
    const { state } = this;
    this.#waiting = true;
    await speak(state.lang);
    this.#draw();
    const run = await this.#precomputed.find(state);
    // Another choice was made meanwhile.
    if (state !== this.state) return;
    this.#waiting = false;
    this.#run = run;
    this.#draw();
  }

  /** @param {Record<string, unknown>} partial */
  set(partial) {
    const { state } = validate(partial, this.state);
    if (!shippedSamples.some(({ id }) => id === state.img)) state.img = this.state.img;
    this.state = state;
    if (this.#wish === 'failed') this.#wish = 'none';
    this.#onState(state);
    this.show();
  }

  /** @param {Wish} wish */
  async askForNetwork(wish) {
    if (this.#wish === 'coming') return;
    this.#wish = 'coming';
    this.#draw();
    try {
      await this.#onNetwork(wish);
    } catch {
      this.#wish = 'failed';
      this.#draw();
    }
  }

  #draw() {
    this.#t = translator(this.state.lang);
    this.#host.dataset.theme = this.state.theme;
    render(this.#view(), this.#root);
  }

  #view() {
    const { state } = this;
    const t = this.#t;
    const { hide, lock } = this.#settings;
    // Other dilations than the trained ones were not computed in advance.
    const hidden = new Set([...hide.split(' '), 'stepper']);
    const shown = (/** @type {string} */ part, /** @type {() => unknown} */ view) =>
      hidden.has(part) ? nothing : view();
    const run = this.#run;
    const samples = shippedSamples.map((sample) => inWords(t, sample));
    const photo = samples.find(({ id }) => id === state.img);
    const cell = cellOf(state, this.#hovered, run?.detail?.before);
    const onSet = (/** @type {Partial<State>} */ partial) => this.set(partial);
    return html`<div class="lens poster view-${state.view}">
      ${shown('samples', () =>
        photos({
          t,
          samples,
          img: state.img,
          photo,
          bytes: networkBytes,
          onSample: (img) => onSet({ img }),
          onFile: (file) => this.askForNetwork({ state, file }),
          onCamera: undefined,
        }),
      )}
      ${shown('strip', () =>
        strip({ t, run, photo, size: state.size, stage: state.stage, onStage: (stage) => onSet({ stage }) }),
      )}
      <div class="maps">
        <header class="heading">
          <h2>${t('place.bam', { k: state.stage })}</h2>
          <p class="look" role="status">${this.#look()}</p>
        </header>
        ${triptych({
          t,
          run,
          photo,
          state,
          cell,
          reach: undefined,
          pinned: cell !== null && this.#hovered === null,
          events: {
            onHover: (at) => {
              this.#hovered = at;
              this.#draw();
            },
            onPin: (at) => {
              this.#hovered = null;
              onSet({ cell: cellText(at) });
            },
          },
          onSet,
        })}
      </div>
      <div class="poster-foot">
        ${shown('controls', () =>
          controls({ t, state, variants: [], locked: new Set(lock.split(' ')), hidden, cropped: false, onSet }),
        )}
        ${shown('status', () => this.#status())}
      </div>
    </div>`;
  }

  /** One sentence: what to look at, or why there is nothing to see, or what went wrong. */
  #look() {
    const run = this.#run;
    const t = this.#t;
    if (this.#wish === 'failed') return t('poster.failed');
    if (!run) return this.#waiting ? t('look.loading') : t('poster.absent');
    const { form, merge } = run.setting;
    const place = (/** @type {string} */ region) => t(`region.${region}`);
    const { times } = t.numbers;
    const phrase = whatToLookAt({ form, merge, stage: run.stage, gain: run.detail?.gain, times, place });
    return phrase ? t(phrase.key, phrase.values) : '';
  }

  #status() {
    const { state } = this;
    const t = this.#t;
    const run = this.#run;
    const gain = run?.detail?.gain;
    const { decimal, fileSize } = t.numbers;
    const size = fileSize(networkBytes);
    const button = state.cell ? t('poster.cell', { size }) : t('poster.network', { size });
    return html`<footer class="poster-status">
      ${run ? html`<p class="badge fit-trained">${t('fit.trained')}</p>` : nothing}
      ${
        run
          ? html`<p class="note">
              ${t('poster.computed')}${gain ? ` · ${t('poster.spread', { value: decimal(gain.deviation, 3) })}` : nothing}
            </p>`
          : nothing
      }
      <button
        type="button"
        class="button"
        aria-disabled=${this.#wish === 'coming' ? 'true' : 'false'}
        @click=${() => this.askForNetwork({ state: state.cell ? { ...state, side: 'cell' } : state })}
      >
        ${this.#wish === 'coming' ? t('poster.coming') : button}
      </button>
    </footer>`;
  }
}
