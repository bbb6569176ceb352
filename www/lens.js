/**
 * The model behind the element: what is loaded, what was chosen, what the network last answered. Views read it, the
 * element changes it; it knows no DOM but `fetch` and files.
 */

import { decodeInBrowser, isCheckpoint, needsBrowser } from './files.js';
import { stageShapes } from './layout.js';
import { latestOnly } from './latest.js';
import { DEFAULTS, settingOf, validate } from './state.js';
import { OWN_PHOTO } from './url.js';

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./run.js').Prediction} Prediction
 * @typedef {'waiting' | 'loading' | 'running' | 'ready' | 'failed'} Phase
 * @typedef {{ id: string, url: string, title: string, alt: string, credit: string }} Sample
 * @typedef {import('./wasm/bam_lens.js').Summary & { fileBytes: number }} Summary
 */

export class Lens extends EventTarget {
  /** @type {Phase} */ phase = 'waiting';
  /** @type {State} */ state = { ...DEFAULTS };
  /** @type {{ loadedBytes: number, totalBytes?: number } | undefined} */ progress;
  /** @type {Summary | undefined} */ summary;
  /** @type {import('./wasm/bam_lens.js').Report | undefined} of the last file opened, also of one refused */ report;
  /** Name of the file that the report is about. */ reportName = '';
  /** @type {string | undefined} name of the reader's own checkpoint */ checkpointName;
  /** @type {Run | undefined} */ run;
  /** @type {Run | undefined} the newest run that had weights: what stays on screen */ lastShown;
  /** @type {Prediction[] | undefined} all classes with BAM off */ baseline;
  /** @type {string | undefined} one sentence */ error;
  /** @type {{ url: string, title: string, alt: string, widthPx?: number, heightPx?: number } | undefined} */ photo;

  #engine;
  #samples;
  #weights;
  /** @type {Blob | undefined} */ #blob;
  /** What the worker holds: a photo of an older choice is replaced before the next run. */
  #photoGiven = false;
  #baselineKey = '';
  /** @type {number | undefined} the crop whose pixels are on the page */
  #seenCrop;
  #photoChoice = 0;
  #runLatest = latestOnly((/** @type {void} */ _, isStale) => this.#runOnce(isStale));

  /**
   * @param {import('./engine.js').Engine} engine
   * @param {Sample[]} samples
   * @param {import('./weights.js').Source} weights the shipped network
   */
  constructor(engine, samples, weights) {
    super();
    this.#engine = engine;
    this.#samples = samples;
    this.#weights = weights;
    if (!samples.some(({ id }) => id === this.state.img)) this.state.img = samples[0]?.id ?? OWN_PHOTO;
  }

  get weightsBytes() {
    return this.#weights.bytes;
  }

  /** Fetches the shipped network, or another file's; the photo meanwhile is on screen. @param {string} [url] */
  async load(url) {
    // A second try; what was said about the address before the first one stays.
    if (this.phase !== 'waiting') this.error = undefined;
    await this.#open({ source: url ? { url } : this.#weights }, undefined);
  }

  /**
   * Changes what is chosen. What is not valid is left as it was and named in an error.
   *
   * @param {Record<string, unknown>} partial
   */
  set(partial) {
    const { state, rejected } = validate(partial, this.state);
    const previous = this.state;
    this.state = state;
    if (rejected.length) {
      this.fail('error.rejected', { list: rejected.map(({ name, value }) => `${name} = "${value}"`).join(', ') });
    }
    if (state.img !== previous.img || !this.photo) this.#choosePhoto(state.img, previous.img);
    this.#changed('statechange');
    this.#rerun();
    return rejected;
  }

  /** @param {Blob} blob @param {string} [name] */
  async loadPhoto(blob, name = '') {
    this.error = undefined;
    const choice = ++this.#photoChoice;
    const held = this.#blob;
    this.#blob = blob;
    if (!(await this.#givePhoto())) {
      if (choice === this.#photoChoice) this.#blob = held;
      return;
    }
    if (choice !== this.#photoChoice) return;
    const { widthPx, heightPx } = this.photo ?? {};
    this.#show({ url: URL.createObjectURL(blob), title: name, alt: name, widthPx, heightPx });
    this.state = { ...this.state, img: OWN_PHOTO, cell: '' };
    this.#changed('statechange');
    await this.#rerun();
  }

  /** A file of any kind: a photo, or a checkpoint. @param {File} file */
  async loadFile(file) {
    if (isCheckpoint(file)) await this.loadCheckpoint(file, file.name);
    else await this.loadPhoto(file, file.name);
  }

  /** @param {Blob} blob @param {string} name */
  async loadCheckpoint(blob, name) {
    this.error = undefined;
    await this.#open({ blob }, name);
  }

  async backToShipped() {
    await this.load();
  }

  /** The values of r that the chosen form has weights for. */
  trainedR() {
    const settings = (this.summary?.variants ?? []).map(({ setting }) => setting);
    const sameForm = settings.filter(({ form }) => form === this.state.form);
    return [...new Set(sameForm.map(({ r }) => r))].sort((a, b) => a - b);
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

  stop() {
    this.#engine.stop();
  }

  /**
   * @param {string} key of a phrase, or the sentence itself
   * @param {Record<string, string>} [values]
   */
  fail(key, values) {
    this.dispatchEvent(new CustomEvent('failure', { detail: { key, values } }));
  }

  /** @param {{ source?: import('./weights.js').Source, blob?: Blob }} what @param {string} [name] a reader's own file */
  async #open(what, name) {
    const before = this.phase;
    this.phase = 'loading';
    this.progress = undefined;
    this.#changed();
    const onProgress = (/** @type {import('./weights.js').Progress} */ progress) => {
      this.progress = progress;
      this.#changed();
    };
    try {
      const { summary, report, fileBytes } = await this.#engine.call('open', what, { onProgress });
      this.summary = { ...summary, fileBytes };
      this.#keepReport(report, name);
      // Before the first run: the setting of a reader's own file may be none that the shipped network was trained for.
      if (this.checkpointName && !name) this.state = { ...this.state, ...settingOf(DEFAULTS) };
      this.checkpointName = name;
    } catch (thrown) {
      const error = /** @type {import('./engine.js').EngineError} */ (thrown);
      this.phase = this.summary ? before : 'failed';
      if (error.name === 'AbortError') this.phase = 'waiting';
      else this.fail(name ? 'error.checkpoint' : 'error.weights', { message: error.message, name: name ?? '' });
      if (error.report) this.#keepReport(error.report, name);
      this.#changed();
      return;
    }
    this.#photoGiven = false;
    this.#baselineKey = '';
    this.baseline = undefined;
    this.phase = 'running';
    if (name) this.state = validate({ ...this.summary?.setting }, this.state).state;
    this.#changed('ready');
    this.#changed('statechange');
    await this.#rerun();
  }

  /** @param {any} report @param {string} [name] */
  #keepReport(report, name = '') {
    this.report = report;
    this.reportName = name;
  }

  /** @param {string} id @param {string} fallback */
  async #choosePhoto(id, fallback) {
    if (id === OWN_PHOTO && this.photo) return;
    const sample = this.#samples.find((candidate) => candidate.id === id) ?? this.#samples[0];
    if (!sample) return;
    if (sample.id !== id) {
      if (id !== OWN_PHOTO) this.fail('error.rejected', { list: `img = "${id}"` });
      this.state = { ...this.state, img: this.#samples.some((other) => other.id === fallback) ? fallback : sample.id };
      if (this.photo) return;
    }
    const choice = ++this.#photoChoice;
    this.#show(sample);
    this.#blob = undefined;
    this.#photoGiven = false;
    try {
      const response = await fetch(sample.url);
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      const blob = await response.blob();
      if (choice !== this.#photoChoice) return;
      this.#blob = blob;
    } catch (error) {
      if (choice === this.#photoChoice) this.fail('error.photo', { message: /** @type {Error} */ (error).message });
      return;
    }
    await this.#rerun();
  }

  /** @param {NonNullable<Lens['photo']>} photo */
  #show(photo) {
    if (this.photo?.url.startsWith('blob:')) URL.revokeObjectURL(this.photo.url);
    this.photo = photo;
    this.#changed();
  }

  /** Gives the worker the chosen photo. @returns {Promise<boolean>} whether it could be read */
  async #givePhoto() {
    const blob = this.#blob;
    if (!this.summary || !blob) return true;
    const { size } = this.state;
    try {
      const read = needsBrowser(blob)
        ? await this.#engine.call('pixels', { ...(await decodeInBrowser(blob)), size })
        : await this.#engine.call('photo', { blob, size });
      if (this.photo) this.photo = { ...this.photo, ...read };
    } catch (error) {
      this.fail('error.photo', { message: /** @type {Error} */ (error).message });
      return false;
    }
    this.#photoGiven = true;
    this.#seenCrop = undefined;
    this.#baselineKey = '';
    return true;
  }

  async #rerun() {
    if (this.summary && this.#blob) await this.#runLatest(undefined);
  }

  /** @param {() => boolean} isStale */
  async #runOnce(isStale) {
    this.phase = 'running';
    this.#changed();
    try {
      if (!this.#photoGiven && !(await this.#givePhoto())) {
        this.phase = 'ready';
        this.#changed();
        return;
      }
      this.#dropMissingChannel();
      const { stage, channel, size, crop } = this.state;
      const setting = settingOf(this.state);
      const request = {
        architecture: this.summary?.architecture,
        setting,
        size,
        crop,
        stage,
        channel: channel === 'mean' ? undefined : Number(channel),
        withPhoto: crop !== this.#seenCrop,
      };
      const run = await this.#engine.call('run', request);
      if (isStale()) return;
      // The same square of the same photo is not sent again: it is most of what a run brings.
      run.photo ??= this.run?.photo;
      this.#seenCrop = crop;
      this.run = run;
      if (run.detail) this.lastShown = run;
      this.phase = 'ready';
      this.#changed('run');
      await this.#compare(isStale);
    } catch (error) {
      const { message, name } = /** @type {Error} */ (error);
      this.phase = 'ready';
      if (name !== 'AbortError') this.fail('error.run', { message });
      this.#changed();
    }
  }

  /** Stages differ in their channels: one that the stage does not have gives way to the mean. */
  #dropMissingChannel() {
    const { stage, channel, size } = this.state;
    if (channel === 'mean' || !this.summary) return;
    const [channels] = stageShapes(this.summary.architecture, size)[stage - 1];
    if (Number(channel) < channels) return;
    this.state = { ...this.state, channel: 'mean' };
    this.#changed('statechange');
  }

  /** The prediction with BAM off: it changes with the photo, not with the setting. @param {() => boolean} isStale */
  async #compare(isStale) {
    const { size, crop } = this.state;
    const key = `${this.#photoChoice} ${size} ${crop}`;
    if (key === this.#baselineKey) return;
    this.baseline = undefined;
    try {
      const setting = { form: 'none', merge: DEFAULTS.merge, r: DEFAULTS.r, d: DEFAULTS.d };
      this.baseline = await this.#engine.call('baseline', { setting });
    } catch {
      // A checkpoint may not run without its BAMs; the page then shows no change.
      this.baseline = undefined;
    }
    if (!isStale()) this.#baselineKey = key;
    this.#changed();
  }

  /** @param {string} [what] */
  #changed(what) {
    if (what) this.dispatchEvent(new Event(what));
    this.dispatchEvent(new Event('change'));
  }
}
