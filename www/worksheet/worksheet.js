/** The worksheet: what is on screen, as two pages of questions for a lesson, shown as they will be printed. */

import { adoptStyles, unsafeCSS } from 'lit';
import { html, render } from 'lit/html.js';
import { learn, translator } from '../languages.js';
import phrases from '../locales/en.json?only=worksheet&phrases';
import { rememberLast } from '../memo.js';
import models from '../models/index.json';
import { speak } from '../locale-files.js';
import { inWords } from '../sample-words.js';
import { extentOf, featureRange, gainRange } from '../scale.js';
import { parseCell } from '../state.js';
import { styles } from '../styles.js';
import { trainedR } from '../variants.js';
import { aboutOf } from './about.js';
import { penOf } from './pen.js';
import * as maps from './map-questions.js';
import * as numbers from './number-questions.js';
import paper from './paper.css?inline';
import { questionsOf } from './questions.js';
import ruled from './ruled.css?inline';
import sheet from './sheet.css?inline';
import { view } from './view.js';
import dialog from './worksheet.css?inline';

learn('en', phrases);

/** On the document while the sheet is open: nothing else is printed. */
const OPEN = 'worksheet-open';
const HOST = 'worksheet-host';
/** Values of all taps that are fetched for one question; a larger bottleneck does without. */
const MOST_VALUES = 4e6;
/** Questions that stand below the maps, as far as there is room; the others are on the second page. */
const FIRST_PAGE = ['predict', 'rank', 'gain', 'layers', 'convolutions'];
const ROOM = 3;
/** Its table and its sentences take the room of two. */
const LARGE = 'rank';

const templates = { ...numbers, ...maps, gain: numbers.gainByHand };

/** @param {import('../element.js').BamLens} lens */
export function openWorksheet(lens) {
  new Worksheet(lens).open();
}

class Worksheet {
  #host = document.createElement('div');
  #root = this.#host.attachShadow({ mode: 'open' });
  #lens;
  #answers = false;
  /** @type {{ run: object, features: import('./questions.js').Subject['features'] } | undefined} */ #asked;
  #draws = () => this.#draw();
  #rules = unsafeCSS(paper).styleSheet;
  #questions = rememberLast(
    (
      /** @type {import('./questions.js').Subject['run']} */ run,
      /** @type {string} */ cell,
      /** @type {import('./questions.js').Subject['features']} */ features,
    ) => questionsOf({ run, cell: parseCell(cell), channel: run.detail.channel, features }),
  );

  /** @param {import('../element.js').BamLens} element */
  constructor(element) {
    this.#lens = element.lens;
    this.#host.className = HOST;
    adoptStyles(this.#root, [...styles, ...[dialog, sheet, ruled].map((text) => unsafeCSS(text))]);
  }

  async open() {
    await speak(this.#lens.state.lang);
    // Asked for twice while it was on its way.
    if (document.querySelector(`.${HOST}`)) return;
    document.body.append(this.#host);
    document.documentElement.classList.add(OPEN);
    if (this.#rules) document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#rules];
    this.#lens.addEventListener('change', this.#draws);
    this.#draw();
    this.#root.querySelector('dialog')?.showModal();
  }

  #close() {
    this.#lens.removeEventListener('change', this.#draws);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((rules) => rules !== this.#rules);
    document.documentElement.classList.remove(OPEN);
    this.#host.remove();
  }

  #draw() {
    const { state } = this.#lens;
    const t = translator(state.lang);
    if (state.held) this.#answers = false;
    this.#host.lang = t.lang;
    this.#host.dataset.theme = state.theme;
    const run = this.#run();
    render(
      view({
        t,
        sheet: run && this.#sheet(t, run),
        absent: this.#absent(t),
        held: state.held !== '',
        answers: this.#answers,
        onAnswers: (answers) => {
          this.#answers = answers;
          this.#draw();
        },
        onPrint: () => this.#print(),
        onClose: () => this.#close(),
      }),
      this.#root,
    );
  }

  /** The run on screen, where it has something to ask about. */
  #run() {
    const { run } = this.#lens;
    if (!run?.detail?.gain || !run.bottlenecks) return undefined;
    return /** @type {import('./questions.js').Subject['run']} */ (run);
  }

  /** @param {import('../strings.js').Translate} t */
  #absent(t) {
    const { run, state, summary } = this.#lens;
    if (state.form === 'none') return t('worksheet.off', { form: t('form.none') });
    if (run?.fit.kind !== 'untrained') return t('worksheet.coming');
    const trained = trainedR(summary?.variants ?? [], state.form);
    return trained.length ? t('worksheet.untrained', { r: trained.join(', ') }) : t('worksheet.untrained.form');
  }

  /** @param {import('../strings.js').Translate} t @param {import('./questions.js').Subject['run']} run @returns {import('./view.js').Sheet} */
  #sheet(t, run) {
    const { state, summary, network } = this.#lens;
    const photo = this.#lens.photo && inWords(t, this.#lens.photo);
    const { before, after } = run.detail;
    const gain = /** @type {import('../scale.js').Plane} */ (run.detail.gain);
    const gains = [gain, ...(run.bottlenecks ?? []).flatMap(({ gain }) => gain ?? [])];
    const stretched = state.scale === 'stretch';
    const ranges = {
      features: stretched ? extentOf([before]) : featureRange([before, after]),
      gain: stretched ? extentOf(gains) : gainRange(run.setting.form),
    };
    const questions = this.#questions(run, state.cell, this.#features(run));
    const pen = penOf(t, run, ranges.gain, this.#answers);
    const first = questions.filter(({ kind }) => FIRST_PAGE.includes(kind));
    const count = Math.min(first.length, first[0]?.kind === LARGE ? ROOM - 1 : ROOM);
    const pages = [questions.slice(0, count), questions.slice(count)];
    return {
      about: aboutOf(t, {
        state,
        run,
        photo: photo?.title ?? '',
        network: summary?.architecture ?? models[0],
        checkpoint: network.checkpointName ?? '',
        href: location.href,
      }),
      date: new Intl.DateTimeFormat(t.lang, { dateStyle: 'long' }).format(new Date()),
      run,
      photo,
      ranges,
      predict: questions.find((question) => question.kind === 'predict'),
      pages: pages.map((page) =>
        page.map(
          (question) =>
            html`<li class="question question-${question.kind}" value=${questions.indexOf(question) + 1}>
              ${templates[question.kind](pen, /** @type {never} */ (question))}
            </li>`,
        ),
      ),
    };
  }

  /** What every channel holds, once the network has said it. @param {import('./questions.js').Subject['run']} run */
  #features(run) {
    if (this.#asked?.run === run) return this.#asked.features;
    // While another run is under way, the network's taps are not this one's.
    if (this.#lens.phase !== 'ready') return undefined;
    this.#asked = { run, features: undefined };
    const [channels, height, width] = run.shapes[run.stage - 1];
    if (run.number > 0 && 3 * channels * height * width <= MOST_VALUES) this.#ask(run);
    return undefined;
  }

  /** @param {import('./questions.js').Subject['run']} run */
  async #ask(run) {
    const tap = (/** @type {string} */ name) => this.#lens.inquiry.tap(`bam${run.stage}.${name}`);
    const still = () => this.#lens.run === run && this.#lens.phase === 'ready';
    if (!still()) return;
    try {
      const [before, attention, after] = await Promise.all([tap('before'), tap('attention'), tap('after')]);
      if (!still() || this.#asked?.run !== run) return;
      this.#asked.features = { before, attention, after };
      this.#draw();
    } catch {
      // The question does without.
    }
  }

  async #print() {
    const pictures = [...this.#root.querySelectorAll('img')];
    await Promise.allSettled(pictures.map((picture) => picture.decode()));
    print();
  }
}
