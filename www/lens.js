/**
 * The model behind the element: what is loaded, what was chosen, what the network last answered. Views read it, the
 * element changes it; it knows no DOM but `fetch` and files.
 */

import { Choice } from './choice.js';
import { isCheckpoint } from './files.js';
import { Findings } from './findings.js';
import { Inquiry } from './inquiry.js';
import { Keeper } from './kept.js';
import { latestOnly } from './latest.js';
import { Network } from './network.js';
import { Photo } from './photo.js';
import { Precomputed } from './precomputed.js';
import { Recovery } from './recovery.js';
import { requestOf } from './run-request.js';
import { DEFAULTS, sameRun, settingOf, validate } from './state.js';
import { plain } from './texts.js';
import { OWN_PHOTO } from './url.js';

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./run.js').Prediction} Prediction
 * @typedef {'waiting' | 'loading' | 'running' | 'ready' | 'stopped' | 'failed'} Phase `stopped`: the run did not come to its end
 * @typedef {{ id: string, url: string, thumb: string, title: string, alt: string, credit: string }} Sample
 */

/** An address can hold thousands of words that are not understood. */
const MOST_NAMED = 8;

export class Lens extends EventTarget {
  /** @type {Phase} */ phase = 'waiting';
  /** @type {Run | undefined} */ run;
  /** @type {Run | undefined} the newest run that had weights: what stays on screen */ lastShown;
  /** Whether what was computed in advance was looked for, and is here if there is any. */ sought = false;
  /** @type {string | undefined} one sentence */ error;
  /** Whether the reader waits long for the network. */ long = false;
  /** @type {Findings} about the run on screen */ findings;
  /** @type {Inquiry} for what else is to be known */ inquiry;
  /** @type {Network} that is open, or on its way */ network;

  #engine;
  #recovery = new Recovery();
  #keeper;
  #samples;
  #choice;
  #precomputed;
  /** @type {Photo} */ #photo;
  /** @type {'before' | 'here' | 'gone'} where the element is: only on a page something is fetched */ #place = 'before';
  /** @type {number | undefined} the crop whose pixels are on the page */ #seenCrop;
  /** Names what the run on screen saw: network, photo, size and crop. */ #seen = '';
  #runLatest = latestOnly((/** @type {void} */ _, isStale) => this.#runOnce(isStale));
  #showLatest = latestOnly((/** @type {void} */ _, isStale) => this.#showOnce(isStale));

  /**
   * @param {import('./engine.js').Engine} engine
   * @param {Sample[]} samples
   * @param {import('./weights.js').Source} weights the shipped network
   * @param {(img: string, group: string) => string | undefined} precomputedUrl
   */
  constructor(engine, samples, weights, precomputedUrl) {
    super();
    this.#precomputed = new Precomputed(precomputedUrl);
    this.#engine = engine;
    engine.onDeath = (reason) => this.#recover(reason);
    engine.onLong = (long) => {
      this.long = long;
      this.#changed();
    };
    this.#keeper = new Keeper(engine);
    this.#samples = samples;
    this.#choice = new Choice(samples.map(({ id }) => id));
    this.#photo = new Photo(engine);
    this.network = new Network(engine, weights, () => this.#changed());
    this.findings = new Findings(
      engine,
      () => ({
        state: this.state,
        run: this.run,
        architecture: this.summary?.architecture,
        seen: this.#seen,
      }),
      () => this.#changed(),
    );
    this.inquiry = new Inquiry(engine, this.#precomputed, this);
  }

  /** Everything that is chosen. */
  get state() {
    return this.#choice.state;
  }

  /** What moved by itself, because what was chosen does not exist. */
  get hint() {
    return this.#choice.hint;
  }

  /** The photo on show; its size is known once the network has seen it. */
  get photo() {
    return this.#photo.shown;
  }

  /** Names that photo for as long as it is on show. */
  get photoName() {
    return this.state.img === OWN_PHOTO ? `${OWN_PHOTO} ${this.#photo.id}` : this.state.img;
  }

  /** The run to compare with. */
  get kept() {
    return this.#keeper.kept;
  }

  /** What is known of the network; undefined until one is open. */
  get summary() {
    return this.network.summary;
  }

  /** Whether what is on screen was computed in advance: nothing can be asked about it. */
  get precomputed() {
    return this.run?.number === 0;
  }

  /** Whether the worker is at rest and sees the very square of the photo that is on screen. */
  get settled() {
    return this.phase === 'ready' && this.#photo.given && this.#seen === this.#seenNext;
  }

  /** What a run that starts now would see. */
  get #seenNext() {
    const { size, crop } = this.state;
    return `${this.network.number} ${this.#photo.id} ${size} ${crop}`;
  }

  /** Whether the network is only fetched when the reader asks for it. */
  get asleep() {
    return !this.summary && (this.phase === 'waiting' || this.phase === 'failed');
  }

  /**
   * Another network than the shipped one, at once where one is here already.
   *
   * @param {string | undefined} url undefined for the shipped one
   */
  async useWeights(url) {
    this.network.use(url);
    if (this.phase !== 'waiting') await this.load();
  }

  /** The element is on a page, for the first time or again: what it shows is fetched, or computed once more. */
  start() {
    const before = this.#place;
    this.#place = 'here';
    if (before === 'before') this.set({});
    // The worker that recorded the run on screen is gone.
    else if (before === 'gone' && this.summary) this.#rerun();
  }

  /** Fetches the network; the photo meanwhile is on screen. */
  async load() {
    if (this.phase === 'loading') return;
    if (this.network.needsFile) {
      this.fail('error.needsFile');
      return;
    }
    // A second try; what was said about the address before the first one stays.
    if (this.phase !== 'waiting') this.error = undefined;
    const { source } = this.network;
    await this.#open(() => this.network.fetch());
    // Another one was asked for meanwhile.
    if (source !== this.network.source) await this.load();
  }

  /** Settles when the maps that can be seen without the network are here: only then the megabytes should follow. */
  async pictured() {
    if (!this.summary) await this.#rerun();
  }

  /**
   * Changes what is chosen. What is not valid is left as it was and named in an error.
   *
   * @param {Record<string, unknown>} partial
   */
  set(partial) {
    const previous = this.state;
    const rejected = this.#choice.change(partial);
    const { state } = this;
    this.#recovery.forget();
    if (rejected.length) {
      const named = rejected.slice(0, MOST_NAMED).map(({ name, value }) => `${name} = "${value}"`);
      this.fail('error.rejected', { list: [...named, ...(named.length < rejected.length ? ['…'] : [])].join(', ') });
    }
    this.#choice.fitClass(this.summary?.architecture);
    if (this.kept && state.kept !== this.kept.text) this.#keeper.kept = undefined;
    const sample = this.#samples.find(({ id }) => id === state.img);
    if (this.#place !== 'before' && sample && (state.img !== previous.img || !this.photo)) this.#photo.choose(sample);
    this.#changed('statechange');
    if (this.#place === 'before') return rejected;
    const toRestore = state.kept && !this.kept;
    if (!this.run || toRestore || !sameRun(state, previous)) this.#rerun();
    else this.findings.follow();
    return rejected;
  }

  /**
   * @param {Blob} blob
   * @param {string} [name]
   * @param {boolean} [wake] whether a network that waits to be asked for is fetched for it
   */
  async loadPhoto(blob, name = '', wake = true) {
    this.error = undefined;
    this.#recovery.forget();
    try {
      if (!(await this.#photo.take(blob, plain(name), this.summary && this.state.size))) return;
    } catch (error) {
      if (/** @type {Error} */ (error).name !== 'AbortError') this.fail('error.photo', { message: error });
      return;
    }
    this.#seenCrop = undefined;
    this.#choice.assign({ img: OWN_PHOTO });
    this.#changed('statechange');
    if (this.asleep && wake) await this.load();
    else await this.#rerun();
  }

  /** A file of any kind: a photo, or a checkpoint. @param {File} file */
  async loadFile(file) {
    if (await isCheckpoint(file)) await this.loadCheckpoint(file, file.name);
    else await this.loadPhoto(file, file.name);
  }

  /** @param {Blob} blob @param {string} name */
  async loadCheckpoint(blob, name) {
    this.error = undefined;
    this.#recovery.forget();
    const own = this.network.isShipped(blob) ? undefined : plain(name);
    await this.#open(() => this.network.open(blob, own), own);
  }

  dismissError() {
    this.error = undefined;
    this.#changed();
  }

  /** Ends what takes long. */
  halt() {
    this.#engine.halt();
  }

  /** Runs once more what did not come to its end. */
  again() {
    this.error = undefined;
    this.#recovery.forget();
    this.#rerun();
  }

  /** The element has left its page. */
  stop() {
    if (this.#place === 'here') this.#place = 'gone';
    this.#engine.stop();
  }

  /**
   * @param {string} key of a phrase, or the sentence itself
   * @param {Record<string, unknown>} [values] texts, and whatever was thrown
   */
  fail(key, values) {
    this.dispatchEvent(new CustomEvent('failure', { detail: { key, values } }));
  }

  /** @param {() => Promise<void>} open @param {string} [name] of a reader's own checkpoint */
  async #open(open, name) {
    const { phase } = this;
    const { checkpointName: before } = this.network;
    this.phase = 'loading';
    this.#changed();
    try {
      await open();
    } catch (thrown) {
      this.phase = this.summary ? phase : 'failed';
      if (/** @type {Error} */ (thrown).name === 'AbortError') this.phase = 'waiting';
      else this.fail(name ? 'error.checkpoint' : 'error.weights', { message: thrown, name: name ?? '' });
      this.#changed();
      return;
    }
    // Before the first run: the setting of a reader's own file may be none that the shipped network was trained for.
    if (before && !name) this.#choice.assign(settingOf(DEFAULTS));
    this.#photo.forget();
    this.findings.clear();
    this.phase = 'running';
    this.#choice.fitClass(this.summary?.architecture);
    if (name) this.#choice.assign(validate({ ...this.summary?.setting }, this.state).state);
    this.#changed('ready');
    this.#changed('statechange');
    await this.#rerun();
  }

  async #rerun() {
    if (!this.summary) await this.#showLatest(undefined);
    else if (this.photo) await this.#runLatest(undefined);
  }

  /** Until the network is here: what was computed in advance for this very choice, or nothing. @param {() => boolean} isStale */
  async #showOnce(isStale) {
    const run = await this.#precomputed.find(this.state);
    if (isStale() || this.summary) return;
    this.run = run;
    this.lastShown = run;
    this.sought = true;
    this.#changed();
  }

  /** @param {() => boolean} isStale */
  async #runOnce(isStale) {
    this.phase = 'running';
    this.#changed();
    try {
      if (this.state.kept && !this.kept) await this.#restoreKept();
      if (!this.#photo.given) {
        await this.#photo.give(this.state.size);
        this.#seenCrop = undefined;
      }
      // Another photo may have been chosen meanwhile: what fetches it runs again.
      if (!this.#photo.given) return;
      if (this.summary && this.#choice.fitPlaces(this.summary.architecture)) this.#changed('statechange');
      const { crop } = this.state;
      const seen = this.#seenNext;
      const run = await this.#engine.call(
        'run',
        requestOf(this.summary?.architecture, this.state, crop !== this.#seenCrop),
      );
      if (isStale()) return;
      // The same square of the same photo is not sent again: it is most of what a run brings.
      run.photo ??= this.run?.photo;
      this.#seenCrop = crop;
      this.#seen = seen;
      this.run = run;
      if (run.detail) this.lastShown = run;
      this.phase = 'ready';
      this.#changed('run');
      this.findings.follow();
    } catch (error) {
      const { name, fatal } = /** @type {import('./connection.js').EngineError} */ (error);
      // The same work is under way again, or the reader has been told.
      if (fatal) return;
      this.phase = 'ready';
      if (name === 'PhotoError') this.fail('error.photo', { message: error });
      else if (name !== 'AbortError') this.fail('error.run', { message: error });
      this.#changed();
    }
  }

  /** The network died: what is chosen is run again, unless that killed it before. @param {Error & { code?: string }} reason */
  #recover(reason) {
    if (!this.summary || this.phase === 'loading') return;
    // Of a photo that took long the reader is told by whoever gave it.
    const halted = reason.code === 'worker.halted' && this.phase === 'running';
    if (!halted && this.#recovery.again()) {
      this.#rerun();
      return;
    }
    this.phase = 'stopped';
    if (!halted) this.fail('error.died', { message: reason });
    this.#changed();
  }

  /** Keeps the run on screen, to compare with. */
  async keep() {
    const { run, state } = this;
    if (!run?.number || !run.predictions) return;
    try {
      const under = {
        state: { ...state, ...run.setting },
        photoName: this.photo?.title ?? '',
        networkName: this.network.checkpointName ?? '',
      };
      const { text } = await this.#keeper.keep(run, under);
      this.#choice.assign({ kept: text, panel: 'compare' });
      this.#changed('statechange');
    } catch {
      // A newer run has replaced it: the reader keeps that one with a second click.
    }
  }

  /** Runs what a link says was kept, before the run to be compared with it. What cannot be run is named and dropped. */
  async #restoreKept() {
    try {
      this.#photo.forget();
      await this.#keeper.restore(this.state.kept, this.#samples, this.summary?.architecture);
    } catch {
      this.fail('error.rejected', { list: `kept = "${this.state.kept}"` });
      this.#choice.assign({ kept: '' });
      this.#changed('statechange');
    }
  }

  /** @param {string} [what] */
  #changed(what) {
    if (what) this.dispatchEvent(new Event(what));
    this.dispatchEvent(new Event('change'));
  }
}
