/** One run of the network, read out for the page: planes for the strip, and the branches of the bottleneck on show. */

import { stageShapes } from './layout.js';

/**
 * @typedef {import('./scale.js').Plane} Plane
 * @typedef {import('./wasm/bam_lens.js').Session} Session
 * @typedef {import('./wasm/bam_lens.js').Setting} Setting
 * @typedef {import('./wasm/bam_lens.js').Fit} Fit
 * @typedef {import('./wasm/bam_lens.js').Prediction} Prediction
 * @typedef {import('./wasm/bam_lens.js').NetworkCost} Cost
 * @typedef {import('./wasm/bam_lens.js').Tap} Tap
 */

/**
 * @typedef {object} Bottleneck one BAM as the strip shows it: means over channels
 * @property {Plane} before
 * @property {Plane} [gain] absent when the module is off
 * @property {Plane} after
 */

/**
 * @typedef {object} Detail the bottleneck on show
 * @property {number} stage
 * @property {number | undefined} channel undefined for the mean
 * @property {Plane} before
 * @property {Plane} [gain]
 * @property {Plane} after
 * @property {Record<string, Tap>} taps the branches' taps by their last two words, such as `channel.logits`
 */

/**
 * @typedef {object} Run
 * @property {number} number counts the runs of an element in its worker; 0 for one that was computed in advance
 * @property {Fit} fit
 * @property {number} stage the bottleneck asked for
 * @property {Setting} setting what was run
 * @property {[number, number, number][]} shapes C, H, W at the end of stages 1 to 4
 * @property {Cost} cost
 * @property {import('./wasm/bam_lens.js').Pixels} [photo] the crop the network sees, when it was asked for
 * @property {number} [elapsedMs]
 * @property {string | null} [recomputedFrom] the first place that had to be computed again; null when none had
 * @property {Prediction[]} [predictions] every class, most likely first; absent when untrained
 * @property {string[]} [tapNames] of everything recorded, in forward order
 * @property {Bottleneck[]} [bottlenecks]
 * @property {Detail} [detail]
 * @property {Prediction[]} [baseline] the same classes with BAM off, where they came with the run
 */

/**
 * @typedef {object} RunRequest
 * @property {import('./wasm/bam_lens.js').Architecture} architecture of the network that is open
 * @property {Setting} setting
 * @property {number} size
 * @property {number} crop
 * @property {number} stage
 * @property {number | undefined} channel
 * @property {boolean} withPhoto whether the page needs the photo again
 */

const BRANCH_TAPS = [
  'channel.pooled',
  'channel.hidden',
  'channel.logits',
  'spatial.reduced',
  'spatial.dilated1',
  'spatial.dilated2',
  'spatial.logits',
];
/** Edge of the photo under the attention map: twice a map's place on the page would be wasted on its coarse cells. */
const PHOTO_EDGE_PX = 448;

/**
 * @param {Session} session
 * @param {typeof import('./wasm/bam_lens.js').cost} cost
 * @param {RunRequest} request
 * @returns {Omit<Run, 'number'>}
 */
export function readRun(session, cost, { architecture, setting, size, crop, stage, channel, withPhoto }) {
  session.setSize(size, crop);
  const fit = session.configure(setting);
  const photo = withPhoto ? session.photoPixels(PHOTO_EDGE_PX) : undefined;
  const shapes = stageShapes(architecture, size);
  const price = cost(architecture, setting, size);
  if (fit.kind === 'untrained') return { fit, stage, setting, photo, shapes, cost: price };

  const started = performance.now();
  const { recomputedFrom, predictions } = session.run();
  const elapsedMs = performance.now() - started;
  const tapNames = session.tapNames();
  const names = new Set(tapNames);
  const bottlenecks = [1, 2, 3].map((k) => readPlanes(session, names, setting.form, k));
  // The strip has the means already.
  const planes =
    channel === undefined ? bottlenecks[stage - 1] : readPlanes(session, names, setting.form, stage, channel);
  return {
    fit,
    stage,
    setting,
    photo,
    shapes,
    cost: price,
    elapsedMs,
    recomputedFrom,
    predictions,
    tapNames,
    bottlenecks,
    detail: {
      stage,
      channel,
      ...planes,
      taps: Object.fromEntries(
        BRANCH_TAPS.filter((tap) => names.has(`bam${stage}.${tap}`)).map((tap) => [
          tap,
          session.tap(`bam${stage}.${tap}`),
        ]),
      ),
    },
  };
}

/**
 * @param {Session} session
 * @param {Set<string>} names taps of this run
 * @param {string} form
 * @param {number} k the bottleneck
 * @param {number} [channel] none for the mean over channels
 */
function readPlanes(session, names, form, k, channel) {
  const before = session.map(names.has(`bam${k}.before`) ? `bam${k}.before` : `stage${k}`, channel);
  if (!names.has(`bam${k}.attention`)) return { before, after: before };
  const attention = session.map(`bam${k}.attention`, channel);
  return { before, gain: gainOf(attention, form), after: session.map(`bam${k}.after`, channel) };
}

/**
 * What F is multiplied by: 1 + M, or M itself for Squeeze-and-Excitation, which has no identity path.
 *
 * @param {Plane} attention
 * @param {string} form
 * @returns {Plane}
 */
export function gainOf(attention, form) {
  if (form === 'se') return attention;
  return {
    ...attention,
    data: attention.data.map((value) => value + 1),
    min: attention.min + 1,
    max: attention.max + 1,
    mean: attention.mean + 1,
  };
}
