/** What other parts ask about the photo on screen and its network. Before that is here, some of it was computed in advance. */

import { DEFAULTS } from './state.js';

/** @typedef {import('./wasm/bam_lens.js').Setting} Setting of all three BAMs */

export class Inquiry {
  #engine;
  #precomputed;
  #lens;

  /**
   * @param {import('./engine.js').Engine} engine
   * @param {import('./precomputed.js').Precomputed} precomputed
   * @param {Pick<import('./lens.js').Lens, 'state' | 'run' | 'summary'>} lens
   */
  constructor(engine, precomputed, lens) {
    this.#engine = engine;
    this.#precomputed = precomputed;
    this.#lens = lens;
  }

  /** The tensors that the last run recorded, in forward order. @returns {Promise<string[]>} */
  tapNames() {
    return this.#engine.call('tapNames');
  }

  /** @param {string} name @returns {Promise<import('./run.js').Tap>} */
  tap(name) {
    return this.#engine.call('tap', { name });
  }

  /**
   * Every tap of the run on screen and the weights of its modules.
   *
   * @returns {Promise<Uint8Array<ArrayBuffer> | undefined>} safetensors; undefined when there is no run, or a newer one
   */
  async everything() {
    const { run, state } = this.#lens;
    if (!run?.number) return undefined;
    const { form, merge, r, d } = run.setting;
    const metadata = { format: 'pt', form, merge, r: String(r), d: String(d), size: String(state.size) };
    return this.#engine.call('everything', { number: run.number, metadata });
  }

  /**
   * The photo under another setting.
   *
   * @param {Setting} setting
   * @param {number} stage whose gain is wanted
   * @returns {Promise<import('./trial.js').Trial | undefined>} undefined where there is none
   */
  async trial(setting, stage) {
    if (this.#lens.summary) return this.#engine.call('trial', { settings: [setting, setting, setting], stage });
    const run = await this.#inAdvance(setting, stage);
    return (
      run?.predictions && { predictions: run.predictions, fits: [run.fit, run.fit, run.fit], gain: run.detail?.gain }
    );
  }

  /**
   * What the network costs under another setting.
   *
   * @param {Setting} setting
   * @returns {Promise<import('./run.js').Cost | undefined>} undefined where it was not counted
   */
  async cost(setting) {
    const { summary, state } = this.#lens;
    if (!summary) return (await this.#inAdvance(setting, state.stage))?.cost;
    const networks = [{ architecture: summary.architecture, setting, size: state.size }];
    const [cost] = await this.#engine.call('costs', { networks });
    return cost;
  }

  /** @param {Setting} setting @param {number} stage */
  #inAdvance(setting, stage) {
    const { channel } = DEFAULTS;
    return this.#precomputed.find({
      ...this.#lens.state,
      ...setting,
      channel,
      stage: /** @type {1 | 2 | 3} */ (stage),
    });
  }
}
