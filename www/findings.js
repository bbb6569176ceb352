/**
 * What is asked of the network after a run, for the views that are open: the prediction with BAM off, one bottleneck
 * opened up, what each BAM is worth, every r and d, a class's activation map, costs. Each is asked once for what it
 * depends on; an answer that comes after its run has been replaced is dropped.
 */

import { networksOf } from './cost.js';
import { latestOnly } from './latest.js';
import { settingsGrid } from './settings-grid.js';
import { TRAINED_R } from './state.js';
import { questionOf } from './tour/cards.js';
import { alternatives } from './worth.js';

/**
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./run.js').Prediction} Prediction
 * @typedef {{ plane: import('./scale.js').Plane, index: number }} ClassMap
 */

/**
 * @typedef {object} Subject what a finding is about
 * @property {import('./state.js').State} state
 * @property {Run | undefined} run the newest
 * @property {import('./wasm/bam_lens.js').Architecture | undefined} architecture of the network that is open
 * @property {string} seen names the network and the square of the photo that the run saw
 */

/** Panels that read a bottleneck from the inside. */
const OF_THE_INSIDE = ['channels', 'differences', 'files'];
/** Stands for an answer that is about nothing any more: its run was replaced, or the worker died. */
const GONE = Symbol('gone');

export class Findings {
  /** @type {Prediction[] | undefined} every class, BAM off */ baseline;
  /** @type {import('./inside.js').Inside | undefined} */ inside;
  /** @type {ClassMap | undefined} */ classMap;
  /** @type {import('./worth.js').Worth[]} fills up one by one */ worth = [];
  /** @type {import('./settings-grid.js').GridCell[]} fills up one by one */ grid = [];
  /** @type {import('./cost.js').CostRow[]} */ costs = [];

  #engine;
  #subject;
  #changed;
  /** @type {Map<string, unknown[]>} what each finding was last asked for */
  #about = new Map();

  /** Looks for what is missing; call it whenever something was chosen or run. */
  follow = latestOnly((/** @type {void} */ _, isStale) => this.#follow(isStale));

  /**
   * @param {import('./engine.js').Engine} engine
   * @param {() => Subject} subject what there is at this moment
   * @param {() => void} changed called when a finding is there
   */
  constructor(engine, subject, changed) {
    this.#engine = engine;
    this.#subject = subject;
    this.#changed = changed;
  }

  /** Forgets everything: another network is open. */
  clear() {
    this.#about.clear();
    this.baseline = undefined;
    this.inside = undefined;
    this.classMap = undefined;
    this.worth = [];
    this.grid = [];
    this.costs = [];
  }

  /** @param {() => boolean} isStale */
  async #follow(isStale) {
    const { state, run, seen } = this.#subject();
    if (!run?.number || !run.predictions) return;
    const { panel, side } = state;
    const setting = JSON.stringify(run.setting);
    // Beside a new prediction the numbers of another setting would be wrong.
    if (this.#isNew('worth', seen, setting)) this.worth = [];
    const list = JSON.stringify(settingsGrid(run.setting));
    if (this.#isNew('grid', seen, list, run.stage)) this.grid = [];

    if (this.#isNew('baseline', seen)) await this.#findBaseline(run);
    if (isStale()) return;
    const opened = side !== 'changes' || OF_THE_INSIDE.includes(panel) || questionOf(state) === 'channel';
    if (opened && this.#isNew('inside', run)) await this.#findInside(run);
    if (isStale()) return;
    if (panel === 'cost' && this.#isNew('costs', run, state.classes)) await this.#findCosts(run);
    if (panel === 'grid') await this.#findGrid(run, isStale);
    if (isStale() || panel !== 'worth') return;
    const index = state.class === 'top' ? run.predictions[0].index : Number(state.class);
    if (this.#isNew('classMap', run, index)) await this.#findClassMap(run, index);
    if (!isStale()) await this.#findWorth(run, isStale);
  }

  /** @param {string} name @param {unknown[]} about what it depends on */
  #isNew(name, ...about) {
    const last = this.#about.get(name);
    this.#about.set(name, about);
    return last?.length !== about.length || about.some((part, i) => part !== last[i]);
  }

  /**
   * Asks the worker about a run.
   *
   * @param {Run} run
   * @param {string} action
   * @param {object} args
   * @returns {Promise<any>} undefined when the network refused: a checkpoint may not run under every setting
   */
  async #ask(run, action, args) {
    let answer;
    try {
      answer = await this.#engine.call(action, args);
    } catch (error) {
      const { fatal, name } = /** @type {import('./connection.js').EngineError} */ (error);
      if (fatal || name === 'AbortError') return GONE;
    }
    return this.#subject().run === run ? answer : GONE;
  }

  /**
   * Asks for one thing. Without an answer it is asked for again at the next change.
   *
   * @param {string} name
   * @param {Run} run
   * @param {string} action
   * @param {object} args
   */
  async #findOne(name, run, action, args) {
    const answer = await this.#ask(run, action, args);
    if (answer === undefined || answer === GONE) {
      this.#about.delete(name);
      return undefined;
    }
    return answer;
  }

  /** @param {Run} run */
  async #findBaseline(run) {
    this.baseline = undefined;
    const off = { ...run.setting, form: 'none' };
    const trial = await this.#findOne('baseline', run, 'trial', { settings: [off, off, off] });
    this.baseline = trial?.predictions;
    this.#changed();
  }

  /** The one on screen stays until the new one is there: it is whole in itself. @param {Run} run */
  async #findInside(run) {
    const { number, stage, setting } = run;
    const inside = await this.#findOne('inside', run, 'inside', { number, stage, setting });
    if (inside) this.inside = inside;
    this.#changed();
  }

  /** @param {Run} run @param {number} index */
  async #findClassMap(run, index) {
    const plane = await this.#findOne('classMap', run, 'classMap', { index });
    this.classMap = plane && { plane, index };
    this.#changed();
  }

  /** @param {Run} run */
  async #findCosts(run) {
    const { state, architecture } = this.#subject();
    if (!architecture) return;
    const networks = networksOf(architecture, run.setting, state.size, state.classes);
    const costs = await this.#findOne('costs', run, 'costs', { networks });
    if (costs) this.costs = networks.map((network, i) => ({ ...network, cost: costs[i] }));
    this.#changed();
  }

  /** @param {Run} run @param {() => boolean} isStale */
  async #findWorth(run, isStale) {
    await this.#tryEach(run, isStale, alternatives(run.setting).slice(this.worth.length), undefined, (found) => {
      this.worth = [...this.worth, found];
    });
  }

  /** @param {Run} run @param {() => boolean} isStale */
  async #findGrid(run, isStale) {
    const rest = settingsGrid(run.setting).slice(this.grid.length);
    if (rest.length === 0) return;
    const { architecture, state } = this.#subject();
    const networks = TRAINED_R.map((r) => ({ architecture, setting: { ...run.setting, r }, size: state.size }));
    const costs = await this.#ask(run, 'costs', { networks });
    if (costs === GONE) return;
    await this.#tryEach(run, isStale, rest, run.stage, (found) => {
      const cost = costs?.[TRAINED_R.indexOf(found.settings[0].r)];
      this.grid = [...this.grid, { ...found, cost }];
    });
  }

  /**
   * One trial after another, so that a new run waits for one at most; the next change goes on where this one stopped.
   *
   * @template {{ settings: import('./wasm/bam_lens.js').Setting[] }} What
   * @param {Run} run
   * @param {() => boolean} isStale
   * @param {What[]} list
   * @param {number | undefined} stage whose gain is wanted
   * @param {(found: What & { trial: import('./trial.js').Trial | undefined }) => void} keep
   */
  async #tryEach(run, isStale, list, stage, keep) {
    for (const what of list) {
      const trial = await this.#ask(run, 'trial', { settings: what.settings, stage });
      if (trial === GONE) return;
      keep({ ...what, trial });
      this.#changed();
      if (isStale()) return;
    }
  }
}
