/** The network that an element runs: where its weights come from, how far they are, and what became of every key of a file. */

import { refuseLarge } from './files.js';

/**
 * @typedef {import('./wasm/bam_lens.js').Summary & { fileBytes: number }} Summary
 * @typedef {import('./wasm/bam_lens.js').Report} Report
 */

export class Network {
  /** @type {Summary | undefined} of the one that is open */ summary;
  /** @type {Report | undefined} of the last file opened, also of one refused */ report;
  /** Name of the file that the report is about. */ reportName = '';
  /** @type {string | undefined} name of the reader's own checkpoint */ checkpointName;
  /** @type {{ loadedBytes: number, totalBytes?: number } | undefined} */ progress;
  /** How often it was fetched in vain, and now. */ tries = 0;
  /** Counts the networks that were opened. */ number = 0;

  #engine;
  #shipped;
  #source;
  #changed;

  /**
   * @param {import('./engine.js').Engine} engine
   * @param {import('./weights.js').Source} shipped
   * @param {() => void} changed called when more of it has come
   */
  constructor(engine, shipped, changed) {
    this.#engine = engine;
    this.#shipped = shipped;
    this.#source = shipped;
    this.#changed = changed;
  }

  /** Where it is fetched from: another object for every other place. */
  get source() {
    return this.#source;
  }

  /** Whether the weights are no part of the page: the reader has to give their file. */
  get needsFile() {
    return !this.#source.url;
  }

  /** @param {string | undefined} url undefined for the shipped one */
  use(url) {
    this.#source = url === undefined ? this.#shipped : { url };
  }

  /** Whether a file can be no other than the shipped weights, which the page had to be built without. @param {Blob} file */
  isShipped(file) {
    return this.needsFile && file.size === this.#shipped.bytes;
  }

  /** Fetches and opens it. Throws an `EngineError`; the one before stays. */
  async fetch() {
    this.tries += 1;
    // For whoever measures how the page starts: a worker's requests are not in the page's own list.
    performance.mark('bam-lens:load');
    await this.#open({ source: this.#source });
    this.tries = 0;
  }

  /**
   * Opens a file. Throws an `EngineError`; the network before stays.
   *
   * @param {Blob} blob
   * @param {string} [name] of a reader's own checkpoint
   */
  async open(blob, name) {
    refuseLarge(blob, 'checkpoint');
    await this.#open({ blob }, name);
  }

  /** @param {{ source?: import('./weights.js').Source, blob?: Blob }} what @param {string} [name] */
  async #open(what, name) {
    this.progress = undefined;
    const onProgress = (/** @type {import('./weights.js').Progress} */ progress) => {
      this.progress = progress;
      this.#changed();
    };
    try {
      const { summary, report, fileBytes } = await this.#engine.call('open', what, onProgress);
      this.summary = { ...summary, fileBytes };
      this.checkpointName = name;
      this.number += 1;
      this.#keepReport(report, name);
    } catch (error) {
      const { report } = /** @type {import('./connection.js').EngineError} */ (error);
      if (report) this.#keepReport(report, name);
      throw error;
    }
  }

  /** @param {any} report @param {string} [name] */
  #keepReport(report, name = '') {
    this.report = report;
    this.reportName = name;
  }
}
