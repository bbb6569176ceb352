/** The panel that compares a kept run with the newest one. */

import { differenceOf, sideOf } from '../compared.js';
import { nameOfRun } from '../run-name.js';
import { inWords } from '../sample-words.js';
import { rememberLast } from '../memo.js';
import { gainRange } from '../scale.js';
import { cellOf, cellText, sameRun } from '../state.js';
import { OWN_PHOTO } from '../url.js';
import { compare } from '../views/compare.js';

const sideKept = rememberLast(sideOf);
const differenceKept = rememberLast(differenceOf);

/**
 * @param {import('../panels.js').Props} props
 * @param {import('../run.js').Run} run
 * @param {import('../run.js').Detail} detail
 * @param {import('../run.js').Prediction[]} predictions
 */
export function comparePanel({ t, lens, local, onLocal, onSet }, run, detail, predictions) {
  const { kept, state } = lens;
  const inside = kept?.insides[detail.stage - 1];
  // Another network may have fewer channels.
  const exists = inside && detail.channel !== undefined && detail.channel < inside.taps.before.shape[1];
  const keptSide = inside && {
    planes: sideKept(inside, exists ? detail.channel : undefined),
    photo: kept.photo,
    predictions: kept.predictions,
    name: nameOfRun(t, kept.state, keptPhoto(t, kept), kept.networkName),
  };
  const now = {
    planes: { before: detail.before, gain: detail.gain, after: detail.after },
    photo: run.photo,
    predictions,
    name: nameOfRun(
      t,
      { ...state, ...run.setting },
      lens.photo && inWords(t, lens.photo).title,
      lens.network.checkpointName,
    ),
  };
  // One of the two may be Squeeze-and-Excitation.
  const gains = [inside?.setting.form ?? run.setting.form, run.setting.form].map(gainRange);
  const [from, to] = [keptSide?.planes[state.compared], now.planes[state.compared]];
  return compare({
    t,
    kept: keptSide,
    now,
    gains: {
      low: Math.min(...gains.map(({ low }) => low)),
      high: Math.max(...gains.map(({ high }) => high)),
    },
    same: isSame(kept, state, predictions),
    difference: from && to && differenceKept(from, to),
    linkable: kept?.text !== 'own',
    state,
    swipe: local.swipe,
    cell: cellOf(state, local.hoverCell, detail.before),
    pinned: local.hoverCell === null,
    events: {
      onHover: (hoverCell) => onLocal({ hoverCell }),
      onPin: (cell) => {
        onLocal({ hoverCell: null });
        onSet({ cell: cellText(cell) });
      },
    },
    onSwipe: (swipe) => onLocal({ swipe }),
    onKeep: () => lens.keep(),
    onLetGo: () => onSet({ kept: '' }),
    onSet,
  });
}

/**
 * Two photos of one's own, or two checkpoints, may have the same settings: then the answers tell.
 *
 * @param {import('../kept.js').Kept | undefined} kept
 * @param {import('../state.js').State} state
 * @param {import('../run.js').Prediction[]} predictions
 */
function isSame(kept, state, predictions) {
  if (!kept || kept.predictions[0].probability !== predictions[0].probability) return false;
  const { stage, channel } = kept.state;
  return sameRun(kept.state, { ...state, stage, channel });
}

/** @param {import('../strings.js').Translate} t @param {import('../kept.js').Kept} kept */
const keptPhoto = (t, { state: { img }, photoName }) =>
  img === OWN_PHOTO ? photoName : inWords(t, { id: img, title: '', alt: '' }).title;
