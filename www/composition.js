/** Everything the element shows, from the photos to the settings: which view stands where, and what each is given. */

import { html, nothing } from 'lit/html.js';
import { panels } from './panels.js';
import { inWords } from './sample-words.js';
import { networkBytes, shippedSamples, shippedWeights, weightsFile } from './samples.js';
import { screen } from './screen.js';
import { trainedR } from './variants.js';
import { asleepNote } from './views/asleep.js';
import { cameraDialog } from './views/camera.js';
import { checkpoint } from './views/checkpoint.js';
import { controls } from './views/controls.js';
import { keyList } from './views/keys.js';
import { askForFile, askToLoad } from './views/network.js';
import { notice } from './views/notice.js';
import { photos } from './views/photos.js';
import { status } from './views/status.js';
import { strip } from './views/strip.js';
import { untrained } from './views/untrained.js';

/**
 * @typedef {object} Local what is on screen for a moment and in no link
 * @property {import('./state.js').Cell | null} hoverCell
 * @property {number | undefined} hoverChannel
 * @property {boolean} playing whether a cell's steps follow by themselves
 * @property {boolean} keysOpen
 * @property {boolean} reportOpen
 * @property {import('./views/checkpoint.js').Filter} filter
 * @property {import('./views/worth.js').Chosen} worthAt
 * @property {number} firstRow of the grid of channels that is in sight
 * @property {number} widthPx of the element
 * @property {string} tap that would be saved
 * @property {string} said of a file or a copy
 * @property {number} swipe place of the handle between two runs, in percent
 */

/** @type {Readonly<Local>} */
export const LOCAL = {
  hoverCell: null,
  hoverChannel: undefined,
  playing: false,
  keysOpen: false,
  reportOpen: false,
  filter: { fate: 'all', text: '' },
  worthAt: { name: 'off', where: 'all' },
  firstRow: 0,
  widthPx: 0,
  tap: 'bam3.attention',
  said: '',
  swipe: 50,
};

/**
 * @param {object} props
 * @param {import('./strings.js').Translate} props.t
 * @param {import('./lens.js').Lens} props.lens
 * @param {Set<string>} props.hidden parts left out
 * @param {Set<string>} props.locked settings that cannot be changed
 * @param {import('./camera.js').Camera} props.camera
 * @param {boolean} props.dragging whether a file hangs over the element
 * @param {Local} props.local
 * @param {(partial: Partial<Local>) => void} props.onLocal
 * @param {(partial: Partial<import('./state.js').State>) => void} props.onSet
 * @param {(file: File) => void} props.onFile
 * @param {() => void} props.onLoad
 * @param {boolean} props.veiled whether what BAM did is hidden, because the tour asks about it first
 * @param {((cell: string) => void) | undefined} props.onGuess where a cell of the map is a guess
 * @param {unknown} props.tour the card on show
 */
export function composition(props) {
  const { t, lens, hidden, locked, camera, dragging, local, onLocal, onSet, onFile, onLoad, veiled, onGuess, tour } =
    props;
  const { state } = lens;
  const photo = lens.photo && inWords(t, lens.photo);
  // Another network's size is not known before.
  const bytes = lens.network.source.bytes === shippedWeights.bytes ? networkBytes : 0;
  const ask = () =>
    lens.network.needsFile
      ? askForFile({ t, name: weightsFile, bytes: shippedWeights.bytes ?? 0, onFile })
      : askToLoad({ t, bytes, onLoad });
  const asleep = () => asleepNote({ t, asleep: lens.asleep, ask });
  const shown = (/** @type {string} */ part, /** @type {() => unknown} */ view) =>
    hidden.has(part) ? nothing : view();
  return html`<div class="lens ${lens.phase} view-${state.view} ${dragging ? 'dragging' : ''} ${tour ? 'touring' : ''}">
    ${
      hidden.has('samples') && hidden.has('status')
        ? nothing
        : html`<div class="bar">
            ${shown('samples', () =>
              photos({
                t,
                samples: shippedSamples.map((sample) => inWords(t, sample)),
                img: state.img,
                photo,
                bytes: lens.asleep && !lens.network.needsFile ? bytes : 0,
                onSample: (img) => onSet({ img }),
                onFile,
                onCamera: camera.available ? () => camera.start() : undefined,
              }),
            )}
            ${shown('status', () =>
              status({
                t,
                lens,
                ask,
                onLoad,
                onHalt: () => lens.halt(),
                onAgain: () => lens.again(),
                onReport: () => onLocal({ reportOpen: !local.reportOpen }),
                onShipped: () => {
                  onLocal({ reportOpen: false });
                  onLoad();
                },
              }),
            )}
          </div>`
    }
    ${notice({
      t,
      message: lens.error,
      hint: lens.hint && t(lens.hint.key, lens.hint.values),
      onDismiss: () => lens.dismissError(),
    })}
    ${
      local.reportOpen && lens.network.report
        ? checkpoint({
            t,
            report: lens.network.report,
            name: lens.network.reportName,
            filter: local.filter,
            onFilter: (filter) => onLocal({ filter }),
            onClose: () => onLocal({ reportOpen: false }),
          })
        : nothing
    }
    ${shown('strip', () =>
      strip({
        t,
        run: lens.run,
        photo,
        size: state.size,
        stage: state.stage,
        veiled,
        onStage: (stage) => onSet({ stage }),
      }),
    )}
    ${
      lens.run?.fit.kind === 'untrained'
        ? untrained({ t, run: lens.run, trained: trainedR(lens.summary?.variants ?? [], state.form), onSet })
        : html`${screen({ t, lens, hidden, local, asleep, veiled, onGuess, onLocal, onSet })}
          ${veiled ? nothing : shown('panels', () => panels({ t, lens, hidden, local, asleep, onLocal, onSet }))}`
    }
    ${shown('controls', () =>
      controls({
        t,
        state,
        variants: lens.summary?.variants ?? [],
        locked,
        hidden,
        cropped: photo?.widthPx !== photo?.heightPx,
        onSet,
      }),
    )}
    ${tour} ${dragging ? html`<p class="drop-here" aria-hidden="true">${t('photos.drop')}</p>` : nothing}
    ${local.keysOpen ? keyList({ t, onClose: () => onLocal({ keysOpen: false }) }) : nothing}
    ${cameraDialog({ t, camera })}
  </div>`;
}
