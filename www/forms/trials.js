/** The photo in the tool under each of the four forms: asked one after another, and only while a reader is near. */

import computed from '../precomputed/results.json' with { type: 'json' };
import { FOUR, settingFor } from './four.js';

/** @typedef {import('./four.js').Form} Form */

/**
 * @typedef {object} Answer
 * @property {import('../run.js').Cost} [cost] absent before the network is here, where it was not counted in advance
 * @property {import('../trial.js').Trial} [trial] absent without weights or without an answer
 */

/** The sets of weights that the shipped network has, until one is open. */
const SHIPPED = /** @type {Pick<import('../variants.js').Variant, 'setting'>[]} */ (computed.own);

export class Trials {
  #lens;
  #changed;
  #near = false;
  #asking = false;
  /** @type {Map<Form, Answer>} */
  #answers = new Map();
  /** What the answers are about. */
  #about = '';
  /** The run, or before there is a network the state, after which each was last asked for. @type {Map<Form, object>} */
  #asked = new Map();

  /** @param {import('../lens.js').Lens} lens @param {() => void} changed called when an answer is there */
  constructor(lens, changed) {
    this.#lens = lens;
    this.#changed = changed;
  }

  /** @param {boolean} near whether the section is in sight, or nearly */
  set near(near) {
    this.#near = near;
    this.follow();
  }

  /** Looks for what is missing; call it whenever something was chosen or run. */
  async follow() {
    // What was chosen is told of before its run begins, and that goes first.
    await undefined;
    if (this.#asking || !this.#near) return;
    this.#asking = true;
    for (let form = this.#next(); form; form = this.#next()) await this.#ask(form);
    this.#asking = false;
  }

  /** @param {Form} form @returns {Answer | undefined} undefined until it has come */
  answer(form) {
    this.#forget();
    return this.#answers.get(form);
  }

  /** @param {Form} form */
  setting(form) {
    return settingFor(form, this.#variants, this.#lens.state);
  }

  /** Whether the network has weights for a form, at whatever r. @param {Form} form */
  hasWeights(form) {
    return this.#variants.some(({ setting }) => setting.form === form);
  }

  get #variants() {
    return this.#lens.summary?.variants ?? SHIPPED;
  }

  /** Drops what is about another network, photo or place. */
  #forget() {
    const { network, photoName, state } = this.#lens;
    const { size, crop, stage, r, d } = state;
    // What was computed in advance is the shipped network's own answer: it stays when that network comes.
    const which = network.checkpointName ? network.number : 'shipped';
    const about = [which, photoName, size, crop, stage, r, d].join();
    if (about === this.#about) return;
    this.#about = about;
    this.#answers.clear();
    this.#asked.clear();
  }

  /** The next form to ask for: none before the run of what was chosen is done, and none twice after one run. */
  #next() {
    this.#forget();
    const after = this.#after;
    if (!this.#near || !after) return undefined;
    return FOUR.find((form) => !this.#answers.get(form)?.trial && this.#asked.get(form) !== after);
  }

  get #after() {
    const { summary, settled, run, state } = this.#lens;
    if (!summary) return state;
    return settled && run?.number ? run : undefined;
  }

  /** @param {Form} form */
  async #ask(form) {
    const about = this.#about;
    const setting = this.setting(form);
    this.#asked.set(form, /** @type {object} */ (this.#after));
    const cost = await orNothing(this.#lens.inquiry.cost(setting));
    if (this.#isOver(about)) return;
    const trial = this.hasWeights(form)
      ? await orNothing(this.#lens.inquiry.trial(setting, this.#lens.state.stage))
      : undefined;
    if (this.#isOver(about)) return;
    this.#answers.set(form, { cost, trial });
    this.#changed();
  }

  /** @param {string} about */
  #isOver(about) {
    this.#forget();
    return about !== this.#about;
  }
}

/**
 * The worker may have been replaced, or the network refuse a setting.
 *
 * @template Value
 * @param {Promise<Value>} promise
 * @returns {Promise<Value | undefined>}
 */
const orNothing = (promise) => promise.catch(() => undefined);
