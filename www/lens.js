/**
 * The model behind the element: what is loaded, what was chosen, what the network last answered. Views read it, the
 * element changes it; it knows no DOM but `fetch` and files.
 */

import { isCheckpoint } from './files.js';
import { Findings } from './findings.js';
import { Places, fitClass } from './keep-places.js';
import { Keeper } from './kept.js';
import { latestOnly } from './latest.js';
import { Network } from './network.js';
import { Photo } from './photo.js';
import { Precomputed } from './precomputed.js';
import { Recovery } from './recovery.js';
import { requestOf } from './run-request.js';
import { DEFAULTS, sameRun, settingOf, validate } from './state.js';
import { plain } from './texts.js';
import { stateOfCard } from './tour/cards.js';
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
  /** @type {State} */ state = { ...DEFAULTS };
  /** @type {Run | undefined} */ run;
  /** @type {Run | undefined} the newest run that had weights: what stays on screen */ lastShown;
  /** @type {string | undefined} one sentence */ error;
  /** Whether the reader waits long for the network. */ long = false;
  /** @type {{ key: string, values: Record<string, number> } | undefined} what moved by itself */ hint;
  /** @type {Findings} about the run on screen */ findings;
  /** @type {Network} that is open, or on its way */ network;

  #engine;
  #recovery = new Recovery();
  #keeper;
  #samples;
  #precomputed;
  /** @type {Photo} */ #photo;
  /** @type {'before' | 'here' | 'gone'} where the element is: only on a page something is fetched */ #place = 'before';
  /** @type {number | undefined} the crop whose pixels are on the page */ #seenCrop;
  /** Names what the run on screen saw: network, photo, size and crop. */ #seen = '';
  #places = new Places();
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
    if (!samples.some(({ id }) => id === this.state.img)) this.state.img = samples[0]?.id ?? OWN_PHOTO;
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
    // Another card of the tour brings what it shows along.
    const card = Number(partial.tour) === this.state.tour ? {} : stateOfCard(Number(partial.tour));
    const { state, rejected } = validate({ ...card, ...partial }, this.state);
    const previous = this.state;
    this.#recovery.forget();
    this.state = state;
    if (rejected.length) {
      const named = rejected.slice(0, MOST_NAMED).map(({ name, value }) => `${name} = "${value}"`);
      this.fail('error.rejected', { list: [...named, ...(named.length < rejected.length ? ['…'] : [])].join(', ') });
    }
    this.hint = undefined;
    this.#fitClass();
    if ('cell' in partial || 'cell' in card) this.#places.choose();
    if (this.kept && state.kept !== this.kept.text) this.#keeper.kept = undefined;
    if (this.#place !== 'before' && (state.img !== previous.img || !this.photo)) {
      this.#choosePhoto(state.img, previous.img);
    }
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
    this.state = { ...this.state, img: OWN_PHOTO };
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

  /**
   * Every tap of the run on screen and the weights of its modules.
   *
   * @returns {Promise<Uint8Array<ArrayBuffer> | undefined>} safetensors; undefined when there is no run, or a newer one
   */
  async everything() {
    const { run, state } = this;
    if (!run?.number) return undefined;
    const { form, merge, r, d } = run.setting;
    const metadata = { format: 'pt', form, merge, r: String(r), d: String(d), size: String(state.size) };
    return this.#engine.call('everything', { number: run.number, metadata });
  }

  /**
   * The photo on screen under another setting; before the network is here, as it was computed in advance.
   *
   * @param {import('./wasm/bam_lens.js').Setting} setting of all three BAMs
   * @param {number} stage whose gain is wanted
   * @returns {Promise<import('./trial.js').Trial | undefined>} undefined where there is none
   */
  async trial(setting, stage) {
    if (this.summary) return this.#engine.call('trial', { settings: [setting, setting, setting], stage });
    const run = await this.#inAdvance(setting, stage);
    return (
      run?.predictions && { predictions: run.predictions, fits: [run.fit, run.fit, run.fit], gain: run.detail?.gain }
    );
  }

  /**
   * What the network on screen costs under another setting; before it is here, as it was counted in advance.
   *
   * @param {import('./wasm/bam_lens.js').Setting} setting of all three BAMs
   * @returns {Promise<import('./run.js').Cost | undefined>} undefined where there is none
   */
  async costOf(setting) {
    if (!this.summary) return (await this.#inAdvance(setting, this.state.stage))?.cost;
    const { architecture } = this.summary;
    const costs = await this.#engine.call('costs', { networks: [{ architecture, setting, size: this.state.size }] });
    return costs[0];
  }

  /** @param {import('./wasm/bam_lens.js').Setting} setting @param {number} stage */
  #inAdvance(setting, stage) {
    const { channel } = DEFAULTS;
    return this.#precomputed.find({ ...this.state, ...setting, channel, stage: /** @type {1 | 2 | 3} */ (stage) });
  }

  /** @param {string} name @returns {Promise<import('./run.js').Tap>} */
  tap(name) {
    return this.#engine.call('tap', { name });
  }

  /** @returns {Promise<string[]>} */
  tapNames() {
    return this.#engine.call('tapNames');
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
    if (before && !name) this.state = { ...this.state, ...settingOf(DEFAULTS) };
    this.#photo.forget();
    this.findings.clear();
    this.phase = 'running';
    this.#fitClass();
    if (name) this.state = validate({ ...this.summary?.setting }, this.state).state;
    this.#changed('ready');
    this.#changed('statechange');
    await this.#rerun();
  }

  /** @param {string} id @param {string} fallback */
  #choosePhoto(id, fallback) {
    if (id === OWN_PHOTO && this.photo) return;
    const sample = this.#samples.find((candidate) => candidate.id === id) ?? this.#samples[0];
    if (!sample) return;
    if (sample.id !== id) {
      if (id !== OWN_PHOTO) this.fail('error.rejected', { list: `img = "${id}"` });
      this.state = { ...this.state, img: this.#samples.some((other) => other.id === fallback) ? fallback : sample.id };
      if (this.photo) return;
    }
    this.#photo.choose(sample);
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
      this.#keepPlaces();
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
      this.state = { ...this.state, kept: text, panel: 'compare' };
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
      this.state = { ...this.state, kept: '' };
      this.#changed('statechange');
    }
  }

  /** Networks differ in their classes. */
  #fitClass() {
    if (this.summary) this.#follow(fitClass(this.state, this.summary.architecture.classes));
  }

  #keepPlaces() {
    if (!this.summary) return;
    const before = this.state;
    this.#follow(this.#places.fit(before, this.summary.architecture));
    if (this.state !== before) this.#changed('statechange');
  }

  /** @param {import('./keep-places.js').Fitted} fitted */
  #follow({ state, hint }) {
    if (state === this.state) return;
    this.state = state;
    this.hint = hint;
  }

  /** @param {string} [what] */
  #changed(what) {
    if (what) this.dispatchEvent(new Event(what));
    this.dispatchEvent(new Event('change'));
  }
}
