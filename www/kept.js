/** A run that is kept to be compared with: everything it recorded at the bottlenecks, and the words that bring it back. */

import { answered } from './answered.js';
import { requestOf } from './run-request.js';
import { DEFAULTS, validate } from './state.js';
import { OWN_PHOTO } from './url.js';

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./inside.js').Inside} Inside
 */

/**
 * @typedef {object} Kept
 * @property {string} text what a link says of it; `own` when no link can bring it back
 * @property {State} state under which it ran
 * @property {string} photoName
 * @property {string} networkName file of a reader's own checkpoint; empty for the shipped network
 * @property {import('./wasm/bam_lens.js').Pixels} [photo] the square that the network saw
 * @property {import('./run.js').Prediction[]} predictions every class, most likely first
 * @property {Inside[]} insides of BAM 1, 2, 3
 */

/** Fields that bring a run back. Stage and channel are those on screen: both sides show the same. */
const FIELDS = /** @type {const} */ (['img', 'form', 'merge', 'r', 'd', 'size', 'crop']);

/**
 * @param {State} state
 * @param {boolean} ownNetwork whether it ran on a reader's own checkpoint
 * @returns {string} such as `img:cat,r:8`, `same` for all defaults
 */
export function keptText(state, ownNetwork) {
  if (ownNetwork || state.img === OWN_PHOTO) return OWN_PHOTO;
  const written = FIELDS.filter((name) => state[name] !== DEFAULTS[name]).map((name) => `${name}:${state[name]}`);
  return written.join(',') || 'same';
}

/**
 * @param {string} text as `keptText` writes it
 * @returns {State | undefined} undefined when it does not say which run
 */
export function keptState(text) {
  if (text === OWN_PHOTO) return undefined;
  const pairs = text === 'same' ? [] : text.split(',').map((part) => part.split(':'));
  if (pairs.some(([name, value]) => value === undefined || !FIELDS.some((field) => field === name))) return undefined;
  const { state, rejected } = validate(Object.fromEntries(pairs));
  return rejected.length ? undefined : state;
}

/** Keeps one run; knows how to bring back the one that a link names. */
export class Keeper {
  /** @type {Kept | undefined} */ kept;

  #engine;

  /** @param {import('./engine.js').Engine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /**
   * @param {import('./run.js').Run} run the worker's last
   * @param {Pick<Kept, 'state' | 'photoName' | 'networkName'>} under what it ran
   * @returns {Promise<Kept>}
   */
  async keep({ number, setting, photo, predictions }, under) {
    const insides = await this.#engine.call('whole', { number, setting });
    if (!insides || !predictions) throw new Error('there is no such run any more');
    this.kept = { ...under, text: keptText(under.state, under.networkName !== ''), photo, predictions, insides };
    return this.kept;
  }

  /**
   * Runs again what a link says was kept. The worker then holds that photo.
   *
   * @param {string} text
   * @param {import('./lens.js').Sample[]} samples
   * @param {import('./wasm/bam_lens.js').Architecture | undefined} architecture
   */
  async restore(text, samples, architecture) {
    const state = keptState(text);
    const sample = samples.find(({ id }) => id === state?.img);
    if (!state || !sample) throw new Error('the link names no run');
    const blob = await answered(await fetch(sample.url)).blob();
    await this.#engine.call('photo', { blob, size: state.size });
    const run = await this.#engine.call('run', requestOf(architecture, state, true));
    await this.keep(run, { state, photoName: sample.title, networkName: '' });
  }
}
