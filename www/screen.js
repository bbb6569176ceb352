/** The maps of one run, composed: heading, triptych, what changed, and the two branches on one signed scale. */

import { html, nothing } from 'lit/html.js';
import { planesOfChannel } from './channels.js';
import { lattice, nineTaps } from './lattice.js';
import { rememberEach, rememberLast } from './memo.js';
import { channelOrder, walkOf, walkOn } from './on-show.js';
import { inWords } from './sample-words.js';
import { extentOfTap, planeOf, signedRange } from './scale.js';
import { extremeCell, whatToLookAt } from './sentence.js';
import { cellOf, cellText } from './state.js';
import { cellWalk } from './views/cell.js';
import { changes } from './views/changes.js';
import { channelBranch } from './views/channel.js';
import { heading } from './views/heading.js';
import { oneChannel } from './views/one-channel.js';
import { sideTabs } from './views/side-tabs.js';
import { spatialBranch } from './views/spatial.js';
import { triptych } from './views/triptych.js';

const planesOf = rememberLast(planesOfChannel);
const spatialPlane = rememberEach(planeOf);

/**
 * @param {object} props
 * @param {import('./strings.js').Translate} props.t
 * @param {import('./lens.js').Lens} props.lens
 * @param {Set<string>} props.hidden parts left out
 * @param {import('./composition.js').Local} props.local
 * @param {() => unknown} props.asleep what stands where numbers will be
 * @param {boolean} props.veiled whether what BAM did is hidden
 * @param {((cell: string) => void) | undefined} props.onGuess where a cell of the map is a guess
 * @param {(partial: Partial<import('./composition.js').Local>) => void} props.onLocal
 * @param {(partial: Partial<import('./state.js').State>) => void} props.onSet
 */
export function screen(props) {
  const { t, lens, hidden, local, veiled, onGuess, onLocal, onSet } = props;
  const { hoverCell, hoverChannel } = local;
  const onHoverCell = (/** @type {import('./state.js').Cell | null} */ cell) => onLocal({ hoverCell: cell });
  const onHoverChannel = (/** @type {number | undefined} */ channel) => onLocal({ hoverChannel: channel });
  const { state, lastShown: run } = lens;
  const photo = lens.photo && inWords(t, lens.photo);
  // What is on screen may still be the stage before the one just chosen.
  const stage = run?.detail?.stage ?? state.stage;
  const cell = cellOf(state, hoverCell, run?.detail?.before);
  const pinned = cell !== null && hoverCell === null;
  const events = {
    onHover: onHoverCell,
    onPin: (/** @type {import('./state.js').Cell | null} */ at) => {
      onHoverCell(null);
      onSet({ cell: cellText(at), side: at ? 'cell' : 'changes' });
    },
  };
  // A guess is made once.
  const guesses = {
    onHover: onHoverCell,
    onMove: onHoverCell,
    onPin: (/** @type {import('./state.js').Cell | null} */ at) => at && onGuess?.(cellText(at)),
  };
  const gain = run?.bottlenecks?.[stage - 1].gain;
  const { logits, range } = signedLogits(run);
  const map = run?.detail?.taps['spatial.dilated2'] && run.detail.before;
  const reach = map && cell ? lattice(cell, map, run.setting.d) : undefined;
  // While a cell's way is at one of the two convolutions, what that one reads.
  const oneOfThem = map && cell && pinned && state.side === 'cell' && /^dilated/.test(state.step);
  const read = oneOfThem ? nineTaps(cell, map, run.setting.d) : reach;
  const enlarge = (/** @type {'channel' | 'spatial'} */ view) => ({
    enlarged: state.view === view,
    onEnlarge: (/** @type {boolean} */ enlarged) => onSet({ view: enlarged ? view : 'all' }),
  });
  return html`<div class="main ${state.side === 'changes' ? '' : 'opened'}">
      <div class="maps" part="maps">
        ${heading({ t, state, stage, run, cell, onSet })}
        ${triptych({
          t,
          run,
          photo,
          state,
          cell,
          reach: veiled ? undefined : read,
          pinned,
          veiled,
          events: veiled ? guesses : events,
          onSet,
        })}
      </div>
      ${veiled || (hidden.has('changes') && state.side === 'changes') ? nothing : side(props, { gain, stage })}
    </div>
    ${
      veiled || hidden.has('branches')
        ? nothing
        : html`<div class="branches view-${state.view}" part="branches">
            ${channelBranch({
              t,
              run,
              order: channelOrder(lens),
              signed: range,
              channel: hoverChannel ?? (state.channel === 'mean' ? undefined : Number(state.channel)),
              onHover: onHoverChannel,
              onChoose: (channel) => onSet({ channel: String(channel), side: 'channel' }),
              sorted: state.order === 'sorted',
              onSort: (sorted) => onSet({ order: sorted ? 'sorted' : 'index' }),
              ...enlarge('channel'),
            })}
            <span class="merge" aria-hidden="true">${t(`merge.sign.${mergeOf(run)}`)}</span>
            ${spatialBranch({ t, run, logits, signed: range, cell, reach, pinned, events, ...enlarge('spatial') })}
          </div>`
    }`;
}

/**
 * What stands beside the maps: what changed, or the numbers of one cell or channel.
 *
 * @param {Parameters<typeof screen>[0]} props
 * @param {{ gain: import('./scale.js').Plane | undefined, stage: number }} shown
 */
function side({ t, lens, local, asleep, onLocal, onSet }, { gain, stage }) {
  const { playing } = local;
  const onPlay = () => onLocal({ playing: !playing });
  const { state, lastShown: run, findings } = lens;
  const { inside } = findings;
  const order = channelOrder(lens);
  const chosen = state.channel === 'mean' ? undefined : Number(state.channel);
  const open = {
    cell: () => {
      const walked = walkOn(lens);
      if (!walked) return state.cell ? asleep() : html`<p class="absent">${t('walk.choose.cell')}</p>`;
      return cellWalk({ t, ...walked, state, playing, onPlay, onSet });
    },
    channel: () => {
      if (!inside) return asleep();
      if (chosen === undefined || chosen >= inside.taps.before.shape[1]) {
        return html`<p class="absent">${t('one.choose')}</p>`;
      }
      const step = walkOf(inside, 0, 0, chosen).find(({ name }) => name === 'channel');
      const onChoose = (/** @type {number} */ channel) => onSet({ channel: String(channel) });
      return oneChannel({ t, inside, planes: planesOf(inside.taps, chosen), channel: chosen, step, order, onChoose });
    },
    changes: () =>
      changes({ t, run, baseline: run?.baseline ?? findings.baseline, look: look(t, run, gain, stage), gain }),
  };
  return html`<aside class="side" part="side" aria-label=${t('side.label')}>
    ${sideTabs({
      t,
      state,
      setting: run?.setting ?? state,
      onChoose: (name) => {
        const brightest = gain && extremeCell(gain, 'max');
        const first = name === 'cell' && !state.cell && brightest ? { cell: cellText(brightest) } : {};
        const strongest = name === 'channel' && chosen === undefined ? { channel: String(order[0] ?? 0) } : {};
        onSet({ side: name, ...first, ...strongest });
      },
    })}
    ${open[state.side]()}
  </aside>`;
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
  return whatToLookAt({ form, merge, stage, gain, times: t.numbers.times, place: (region) => t(`region.${region}`) });
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
  const both = [taps['channel.logits'], spatial].filter(Boolean).map(extentOfTap);
  return { logits: spatial && spatialPlane(spatial), range: signedRange(both) };
}
