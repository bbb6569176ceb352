/** The maps of one run, composed: heading, triptych, what changed, and the two branches on one signed scale. */

import { html, nothing } from 'lit';
import { times } from './format.js';
import { lattice } from './lattice.js';
import { extentOfData, planeOf, signedRange } from './scale.js';
import { whatToLookAt } from './sentence.js';
import { parseCell } from './state.js';
import { changes } from './views/changes.js';
import { channelBranch } from './views/channel.js';
import { heading } from './views/heading.js';
import { spatialBranch } from './views/spatial.js';
import { triptych } from './views/triptych.js';

/**
 * @param {object} props
 * @param {import('./strings.js').Translate} props.t
 * @param {import('./lens.js').Lens} props.lens
 * @param {Set<string>} props.hidden parts left out
 * @param {import('./state.js').Cell | null} props.hoverCell
 * @param {number | undefined} props.hoverChannel
 * @param {(cell: import('./state.js').Cell | null) => void} props.onHoverCell
 * @param {(channel: number | undefined) => void} props.onHoverChannel
 * @param {(partial: Partial<import('./state.js').State>) => void} props.onSet
 */
export function screen({ t, lens, hidden, hoverCell, hoverChannel, onHoverCell, onHoverChannel, onSet }) {
  const { state, photo, lastShown: run, baseline } = lens;
  // What is on screen may still be the stage before the one just chosen.
  const stage = run?.detail?.stage ?? state.stage;
  const cell = within(hoverCell ?? parseCell(state.cell), run?.detail?.before);
  const pinned = cell !== null && hoverCell === null;
  const events = {
    onHover: onHoverCell,
    onPin: (/** @type {import('./state.js').Cell | null} */ at) => {
      onHoverCell(null);
      onSet({ cell: at ? `${at.row},${at.column}` : '' });
    },
  };
  const gain = run?.bottlenecks?.[stage - 1].gain;
  const { logits, range } = signedLogits(run);
  const dilates = run?.detail?.taps['spatial.dilated2'];
  const reach = run?.detail && cell && dilates ? lattice(cell, run.detail.before, run.setting.d) : undefined;
  const enlarge = (/** @type {'channel' | 'spatial'} */ view) => ({
    enlarged: state.view === view,
    onEnlarge: (/** @type {boolean} */ enlarged) => onSet({ view: enlarged ? view : 'all' }),
  });
  return html`<div class="main">
      <div class="maps">
        ${heading({ t, state, stage, run, cell, onSet })}
        ${triptych({ t, run, photo, state, cell, reach, pinned, events, onSet })}
      </div>
      ${hidden.has('changes') ? nothing : changes({ t, run, setting: run?.setting ?? state, baseline, look: look(t, run, gain, stage), gain })}
    </div>
    ${
      hidden.has('branches')
        ? nothing
        : html`<div class="branches view-${state.view}">
            ${channelBranch({
              t,
              run,
              signed: range,
              channel: hoverChannel ?? (state.channel === 'mean' ? undefined : Number(state.channel)),
              onHover: onHoverChannel,
              onChoose: (channel) => onSet({ channel: String(channel) }),
              ...enlarge('channel'),
            })}
            <span class="merge" aria-hidden="true">${t(`merge.sign.${mergeOf(run)}`)}</span>
            ${spatialBranch({ t, run, logits, signed: range, cell, reach, pinned, events, ...enlarge('spatial') })}
          </div>`
    }`;
}

/**
 * A cell of an address can lie outside the map: maps differ in size.
 *
 * @param {import('./state.js').Cell | null} cell
 * @param {import('./scale.js').Plane | undefined} plane
 */
function within(cell, plane) {
  return cell && plane && cell.row < plane.heightPx && cell.column < plane.widthPx ? cell : null;
}

/**
 * @param {import('./strings.js').Translate} t
 * @param {import('./run.js').Run | undefined} run
 * @param {import('./scale.js').Plane | undefined} gain
 * @param {number} stage
 */
function look(t, run, gain, stage) {
  if (!run) return undefined;
  const { form, merge } = run.setting;
  return whatToLookAt({ form, merge, stage, gain, times, place: (region) => t(`region.${region}`) });
}

/** @param {import('./run.js').Run | undefined} run the one whose branches are on screen */
function mergeOf(run) {
  if (!run) return 'sum';
  const { form, merge } = run.setting;
  if (form === 'paper') return merge;
  return form === 'none' || form === 'se' ? 'none' : 'product';
}

/** Ms as a plane, and the one range on which Mc and Ms can be compared. @param {import('./run.js').Run | undefined} run */
function signedLogits(run) {
  const taps = run?.detail?.taps ?? {};
  const spatial = taps['spatial.logits'];
  const both = [taps['channel.logits'], spatial].filter(Boolean).map((tap) => extentOfData(tap.data));
  return { logits: spatial && planeOf(spatial), range: signedRange(both) };
}
