/** The panel of all channels. */

import { inOrder, measure } from '../channels.js';
import { rememberLast } from '../memo.js';
import { extentOfData, featureRange, signedRange } from '../scale.js';
import { channelGrid } from '../views/channel-grid.js';

/** Also what the tables of the other panels are made from. */
export const measured = rememberLast(measure);
const ordered = rememberLast(inOrder);
const firstChannels = rememberLast((/** @type {number} */ count) => Array.from({ length: count }, (_, c) => c));

/** One scale for all tiles. */
const tileRange = rememberLast(
  (
    /** @type {Record<string, import('../run.js').Tap>} */ taps,
    /** @type {import('../state.js').State['tiles']} */ tiles,
  ) => {
    if (tiles === 'stage4') return featureRange([extentOfData(taps.stage4.data)]);
    if (tiles !== 'difference') return featureRange([taps.before, taps.after].map(({ data }) => extentOfData(data)));
    return signedRange([extentOfData(taps.before.data.map((value, i) => taps.after.data[i] - value))]);
  },
);

/**
 * @param {import('../panels.js').Props} props
 * @param {import('../inside.js').Inside} inside
 */
export function channelsPanel({ t, lens: { state }, local, onLocal, onSet }, { taps, stage }) {
  const numbers = measured(taps);
  return channelGrid({
    t,
    taps,
    stage,
    channels: numbers,
    order: state.tiles === 'stage4' ? firstChannels(taps.stage4.shape[1]) : ordered(numbers, state.sort),
    range: tileRange(taps, state.tiles),
    state,
    widthPx: local.widthPx,
    scrolledPx: local.scrolledPx,
    onScroll: (scrolledPx) => onLocal({ scrolledPx }),
    onSet,
  });
}
