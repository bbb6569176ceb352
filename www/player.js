/** Goes on by itself, a step at a time, until told to stop. */

/** Long enough to read a step's sentence and find its numbers. */
const STEP_MS = 2500;

export class Player {
  #step;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #timer;

  /** @param {() => unknown} step */
  constructor(step) {
    this.#step = step;
  }

  /** @param {boolean} wanted */
  run(wanted) {
    if (wanted === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = wanted ? setInterval(this.#step, STEP_MS) : undefined;
  }
}
