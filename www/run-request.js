/** From what is chosen to what the worker runs. */

import { settingOf } from './state.js';

/**
 * @param {import('./wasm/bam_lens.js').Architecture | undefined} architecture of the network that is open
 * @param {import('./state.js').State} state
 * @param {boolean} withPhoto whether the page needs the pixels of the photo's square
 */
export function requestOf(architecture, state, withPhoto) {
  const { stage, channel, size, crop } = state;
  return {
    architecture,
    setting: settingOf(state),
    size,
    crop,
    stage,
    channel: channel === 'mean' ? undefined : Number(channel),
    withPhoto,
  };
}
