/** The panel of all channels. */

import { inOrder } from '../channels.js';
import { rememberLast } from '../memo.js';
import { extentOfTap, featureRange, signedRange } from '../scale.js';
import { channelGrid } from '../views/channel-grid.js';

const ordered = rememberLast(inOrder);
const firstChannels = rememberLast((/** @type {number} */ count) => Array.from({ length: count }, (_, c) => c));

/**
 * One scale for all tiles.
 *
 * @param {import('../channels.js').Channels['extents']} extents
 * @param {import('../run.js').Tap} stage4
 * @param {import('../state.js').State['tiles']} tiles
 */
function tileRange({ before, after, difference }, stage4, tiles) {
  if (tiles === 'stage4') return featureRange([extentOfTap(stage4)]);
  return tiles === 'difference' ? signedRange([difference]) : featureRange([before, after]);
}

/**
 * @param {import('../panels.js').Props} props
 * @param {import('../inside.js').Inside} inside
 */
export function channelsPanel({ t, lens: { state }, local, onLocal, onSet }, { taps, stage, channels }) {
  return channelGrid({
    t,
    taps,
    stage,
    channels,
    order: state.tiles === 'stage4' ? firstChannels(taps.stage4.shape[1]) : ordered(channels, state.sort),
    range: tileRange(channels.extents, taps.stage4, state.tiles),
    state,
    widthPx: local.widthPx,
    firstRow: local.firstRow,
    onScroll: (firstRow) => onLocal({ firstRow }),
    onSet,
  });
}
