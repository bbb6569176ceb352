/**
 * What a reader guessed before it was shown. The first guess counts, once for each question and photo. Kept on this machine
 * alone; guesses about an own photo only for as long as it is on show.
 */

import { OWN_PHOTO } from '../url.js';
import { recall, remember } from '../remembered.js';

/** @typedef {{ answer: string, right: boolean }} Guess */

const NAME = 'guesses';

export class Guesses {
  /** @type {Map<string, Guess>} */ #made;
  /** Fingerprints of words that were entered. @type {Set<string>} */ #released = new Set();

  constructor() {
    this.#made = new Map(read(recall(NAME)));
  }

  /**
   * @param {string} question
   * @param {string} photo names it
   */
  of(question, photo) {
    return this.#made.get(keyOf(question, photo));
  }

  /** @param {string} question @param {string} photo @param {Guess} guess */
  make(question, photo, guess) {
    const key = keyOf(question, photo);
    if (this.#made.has(key)) return;
    this.#made.set(key, guess);
    this.#keep();
  }

  get score() {
    // Whoever looked without guessing has not guessed.
    const guesses = [...this.#made.values()].filter(({ answer }) => answer !== '');
    return { right: guesses.filter(({ right }) => right).length, made: guesses.length };
  }

  clear() {
    this.#made.clear();
    this.#keep();
  }

  /** Whether the answers may be seen. @param {string} held fingerprint of a word; empty: nothing is held back */
  mayShow(held) {
    return held === '' || this.#released.has(held);
  }

  /** @param {string} held */
  release(held) {
    this.#released.add(held);
  }

  #keep() {
    const lasting = [...this.#made].filter(([key]) => !key.includes(` ${OWN_PHOTO} `));
    remember(NAME, JSON.stringify(lasting));
  }
}

/** @param {string} question @param {string} photo */
const keyOf = (question, photo) => `${question} ${photo}`;

/** @param {string | undefined} text anyone may have written it @returns {[string, Guess][]} */
function read(text) {
  try {
    const list = JSON.parse(text ?? '[]');
    const isGuess = (/** @type {unknown} */ entry) =>
      Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1]?.answer === 'string';
    return Array.isArray(list)
      ? list.filter(isGuess).map(([key, { answer, right }]) => [key, { answer, right: right === true }])
      : [];
  } catch {
    return [];
  }
}
