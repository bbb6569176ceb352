/** One bottleneck opened up: every tap of it and its weights, as the views that go into numbers read them. */

import { measure } from './channels.js';

/**
 * @typedef {import('./walk/walk.js').Inside & { stage: number, channels: import('./channels.js').Channels }} Inside its
 *   taps also hold `stage4`, the features that the classes are read from
 */

/**
 * @param {import('./wasm/bam_lens.js').Session} session
 * @param {number} stage the bottleneck
 * @param {import('./wasm/bam_lens.js').Setting} setting of its module
 * @returns {Inside}
 */
export function readInside(session, stage, setting) {
  const prefix = `bam${stage}.`;
  const taps = Object.fromEntries(
    session
      .tapNames()
      .filter((name) => name.startsWith(prefix))
      .map((name) => [name.slice(prefix.length), session.tap(name)]),
  );
  const parameters = Object.fromEntries(session.parameters(stage).map((tensor) => [tensor.name, tensor]));
  // Measured here, in the worker: it takes as long as half a frame.
  return { stage, setting, taps: { ...taps, stage4: session.tap('stage4') }, parameters, channels: measure(taps) };
}
