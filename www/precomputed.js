/**
 * Runs on the sample photos that were computed when the page was built, by the same module and weights: what a reader sees
 * before the network is here. A file holds several runs of one photo as safetensors; `scripts/precompute.js` writes it.
 */

import { answered } from './answered.js';
import { fetchUnpacked } from './packed.js';
import { DEFAULTS, STAGES, settingOf } from './state.js';
import { trainedFor } from './variants.js';

/**
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./scale.js').Plane} Plane
 * @typedef {import('./wasm/bam_lens.js').Tap} Tap
 * @typedef {{ tensors: ({ name: string } & import('./export/bytes.js').Values)[], metadata: Record<string, string> }} Contents
 */

/** What a file tells of a run beside its tensors. @typedef {Pick<Run, 'fit' | 'setting' | 'shapes' | 'cost' | 'predictions' | 'baseline'>} Head */
/** @typedef {Head & { planes: Record<string, Omit<Plane, 'data'>> }} Entry */

/** The planes of a bottleneck. */
const PLANES = /** @type {const} */ (['before', 'gain', 'after']);
/** The taps of a bottleneck: all but the branch's own maps, which are larger than everything else together. */
const TAPS = /** @type {const} */ (['channel.pooled', 'channel.hidden', 'channel.logits', 'spatial.logits']);
/** How many classes a run has: as many as the page shows. */
export const TOP = 5;

/**
 * The file of a setting: the four dilations of an r, or every other form and merge.
 *
 * @param {import('./wasm/bam_lens.js').Setting} setting
 */
export const groupOf = ({ form, merge, r }) => (form === 'paper' && merge === 'sum' ? `r${r}` : 'forms');

/**
 * @param {Run[][]} runs of one photo: each setting with BAM 1, 2 and 3 on show
 * @returns {Contents} for a safetensors file
 */
export function packRuns(runs) {
  /** @type {Contents['tensors']} */
  const tensors = [];
  const entries = runs.map((ofStages, i) => {
    const { fit, setting, shapes, cost, predictions, baseline } = ofStages[0];
    /** @type {Entry['planes']} */
    const planes = {};
    for (const [at, k] of STAGES.entries()) {
      const { detail } = ofStages[at];
      if (!detail) throw new Error('a run without weights has no maps');
      for (const name of PLANES) {
        const plane = detail[name];
        if (!plane) continue;
        const { data, ...statistics } = plane;
        planes[`bam${k}.${name}`] = statistics;
        tensors.push({ name: `${i}.bam${k}.${name}`, shape: [plane.heightPx, plane.widthPx], data });
      }
      for (const name of TAPS.filter((name) => detail.taps[name])) {
        const { shape, data } = detail.taps[name];
        tensors.push({ name: `${i}.bam${k}.${name}`, shape, data });
      }
    }
    return { fit, setting, shapes, cost, predictions, baseline, planes };
  });
  return { tensors, metadata: { runs: JSON.stringify(entries) } };
}

/**
 * @param {ArrayBuffer} file
 * @returns {(setting: import('./wasm/bam_lens.js').Setting, stage: number) => Run | undefined} finds a run
 */
export function unpackRuns(file) {
  const headerBytes = Number(new DataView(file).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, headerBytes)));
  /** @type {Entry[]} */
  const entries = JSON.parse(header.__metadata__.runs);
  const variants = entries.map(({ fit, setting }) => ({ ...fit.variant, setting }));
  /** @param {string} name @returns {Tap | undefined} */
  const tensor = (name) => {
    if (!Object.hasOwn(header, name)) return undefined;
    const [start, end] = header[name].data_offsets.map((/** @type {number} */ at) => 8 + headerBytes + at);
    return { name, shape: header[name].shape, data: new Float32Array(file, start, (end - start) / 4) };
  };
  return (setting, stage) => {
    const i = variants.indexOf(/** @type {any} */ (trainedFor(/** @type {any} */ (variants), setting)));
    if (i < 0) return undefined;
    const { planes, ...head } = entries[i];
    const bottlenecks = STAGES.map((k) => {
      const of = (/** @type {string} */ name) => {
        const statistics = planes[`bam${k}.${name}`];
        return statistics && { ...statistics, data: /** @type {Tap} */ (tensor(`${i}.bam${k}.${name}`)).data };
      };
      const [before, gain, after] = PLANES.map(of);
      return gain ? { before, gain, after } : { before, after };
    });
    const taps = TAPS.map((name) => [name, tensor(`${i}.bam${stage}.${name}`)]).filter(([, tap]) => tap);
    return {
      ...head,
      number: 0,
      stage,
      setting,
      bottlenecks,
      detail: { stage, channel: undefined, ...bottlenecks[stage - 1], taps: Object.fromEntries(taps) },
    };
  };
}

/** Fetches the files, each once. */
export class Precomputed {
  #urlOf;
  /** @type {Map<string, Promise<ReturnType<typeof unpackRuns>>>} */
  #files = new Map();

  /** @param {(img: string, group: string) => string | undefined} urlOf address of a sample's file */
  constructor(urlOf) {
    this.#urlOf = urlOf;
  }

  /**
   * @param {import('./state.js').State} state
   * @returns {Promise<Run | undefined>} undefined for what was not computed in advance, or cannot be fetched
   */
  async find(state) {
    const setting = settingOf(state);
    const url = this.#urlOf(state.img, groupOf(setting));
    const asBuilt = state.size === DEFAULTS.size && state.crop === DEFAULTS.crop && state.channel === DEFAULTS.channel;
    if (!url || !asBuilt) return undefined;
    if (!this.#files.has(url)) this.#files.set(url, fetchRuns(url));
    try {
      return (await this.#files.get(url))?.(setting, state.stage);
    } catch {
      // Only a first picture is missing; the next choice tries again.
      this.#files.delete(url);
      return undefined;
    }
  }
}

/** @param {string} url */
async function fetchRuns(url) {
  return unpackRuns(await answered(await fetchUnpacked(url)).arrayBuffer());
}
