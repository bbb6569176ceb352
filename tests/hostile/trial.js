/** Runs many damaged files against one victim and keeps what is worth telling. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Victim } from './victim.js';

/** `npm run test:hostile` takes them all, `npm test` one in ten. */
export const SHARE = process.env.HOSTILE === 'full' ? 1 : 0.1;
/** A file that takes longer hangs, for a person. The machine of a test may be busy: what is aimed at is in docs/RELIABILITY.md. */
const HANGS_MS = 2000;

const locale = JSON.parse(readFileSync(new URL('../../www/locales/en.json', import.meta.url), 'utf8'));

/** @typedef {Error & { code?: string }} Refusal */

/** What a checkpoint or a photo may take: the file twice, and some. @param {number} fileBytes */
export const explained = (fileBytes) => 2 * fileBytes + (64 << 20);

export class Trial {
  #victim;
  #memoryBytes;
  #hangsMs;
  /** @type {number[]} */ #ms = [];
  #opened = 0;
  #grownBytes = 0;

  /**
   * @param {(glue: typeof import('../../www/wasm/bam_lens.js')) => unknown} prepare
   * @param {(fileBytes: number) => number} memoryBytes what a file may make the memory grow by
   * @param {number} [hangsMs] for files that are large
   */
  constructor(prepare, memoryBytes, hangsMs = HANGS_MS) {
    this.#victim = new Victim(prepare);
    this.#memoryBytes = memoryBytes;
    this.#hangsMs = hangsMs;
  }

  /** @param {string} name @param {Uint8Array} file @param {(held: any) => void} action @returns {Promise<Refusal | undefined>} */
  async attempt(name, file, action) {
    if (this.#ms.length === 0) await this.#victim.renew();
    const { error, trapped, ms, grownBytes } = this.#victim.attempt(action);
    this.#ms.push(ms);
    this.#grownBytes = Math.max(this.#grownBytes, grownBytes);
    assert.ok(!trapped, `${name}: ${error?.stack}`);
    assert.ok(ms < this.#hangsMs, `${name}: ${ms.toFixed()} ms`);
    const limit = this.#memoryBytes(file.length);
    assert.ok(grownBytes <= limit, `${name}: memory grew by ${grownBytes} bytes, ${limit} are allowed`);
    // It never shrinks: what one file took must not be another's fault.
    if (grownBytes > limit / 4) await this.#victim.renew();
    if (!error) {
      this.#opened += 1;
      return undefined;
    }
    assert.ok(`cause.${error.code}` in locale, `${name}: ${error.code} ${error.stack}`);
    return error;
  }

  /** In words, for the reader of a test's output. */
  get summary() {
    const ms = this.#ms.toSorted((a, b) => a - b);
    const at = (/** @type {number} */ share) => ms[Math.min(ms.length - 1, Math.floor(share * ms.length))].toFixed(1);
    const mib = (this.#grownBytes / 2 ** 20).toFixed();
    return `${ms.length} files, ${this.#opened} opened; ${at(0.5)} ms median, ${at(0.99)} for 99 %, ${at(1)} at most; memory grew by at most ${mib} MiB`;
  }
}
