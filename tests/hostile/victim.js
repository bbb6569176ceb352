/** An instance of the WebAssembly module to which anything may be done: one that trapped is replaced, as the page does it. */

import { readFileSync } from 'node:fs';

/** As it is published. */
const MODULE = new WebAssembly.Module(readFileSync(new URL('../../www/wasm/bam_lens_bg.wasm', import.meta.url)));
const GLUE = new URL('../../www/wasm/bam_lens.js', import.meta.url).href;
let instances = 0;

/**
 * @typedef {object} Outcome
 * @property {(Error & { code?: string }) | undefined} error what was thrown
 * @property {boolean} trapped whether the instance is broken now
 * @property {number} ms
 * @property {number} grownBytes by how much the memory of a new instance has grown since it was prepared
 */

export class Victim {
  #prepare;
  #module;
  /** @type {any} */ #held;
  #memory = new WebAssembly.Memory({ initial: 0 });
  #preparedBytes = 0;

  /**
   * @param {(glue: typeof import('../../www/wasm/bam_lens.js')) => unknown} prepare makes what every attempt is given
   * @param {WebAssembly.Module} [module]
   */
  constructor(prepare, module = MODULE) {
    this.#prepare = prepare;
    this.#module = module;
  }

  /** Starts an instance in place of the one before. */
  async renew() {
    instances += 1;
    // The glue holds one instance for as long as it lives: each needs a glue of its own.
    const glue = await import(`${GLUE}?${instances}`);
    this.#memory = glue.initSync({ module: this.#module }).memory;
    this.#held = this.#prepare(glue);
    this.#preparedBytes = this.#memory.buffer.byteLength;
  }

  /** Of the instance, which never gives any back. */
  get memoryBytes() {
    return this.#memory.buffer.byteLength;
  }

  /**
   * @param {(held: any) => void} action
   * @returns {Outcome}
   */
  attempt(action) {
    const started = performance.now();
    let error;
    try {
      action(this.#held);
    } catch (thrown) {
      error = thrown instanceof Error ? thrown : new Error(String(thrown));
    }
    const ms = performance.now() - started;
    const trapped = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    return { error, trapped, ms, grownBytes: this.#memory.buffer.byteLength - this.#preparedBytes };
  }
}
