/** The panel of what can be taken away. */

import { features, gain as gainTable, signed as signedTable } from '../colormap.js';
import { npyOf } from '../export/npy.js';
import { pythonSnippet, rustSnippet } from '../export/snippet.js';
import { Failure, sentence } from '../failure.js';
import { walkOn } from '../on-show.js';
import { nameOfRun } from '../run-name.js';
import { inWords } from '../sample-words.js';
import { extentOfData, featureRange, gainRange, planeOf, signedRange } from '../scale.js';
import { planeText } from '../sentence.js';
import { cellTable, channelTable, costTable, predictionTable, settingsTable, worthTable } from '../tables.js';
import { saveBytes, savePicture, saveTable } from '../take-away.js';
import { files } from '../views/files.js';
import { placeOf, strongestUnit } from '../walk/walk.js';

/** File that holds every tap; the snippets look for it. */
const EVERYTHING = 'bam-lens.safetensors';
/** Classes in the table of what BAM is worth. */
const LISTED = 5;

/**
 * @param {import('../panels.js').Props} props
 * @param {import('../run.js').Run} run
 * @param {import('../run.js').Detail} detail
 * @param {import('../run.js').Prediction[]} predictions
 */
export function filesPanel({ t, lens, local, onLocal, onSet }, run, detail, predictions) {
  const { decimal, signedDecimal, times, whole } = t.numbers;
  const { state, findings } = lens;
  const maps = mapsOf();
  const tables = tablesOf();
  const snippet = snippetOf();
  const taps = run.tapNames ?? [];
  // A form may not have the one that was chosen under another.
  const tap = taps.includes(local.tap) ? local.tap : taps[0];
  return files({
    t,
    maps: Object.keys(maps),
    tables: Object.keys(tables),
    taps,
    tap,
    code: snippet?.code ?? '',
    what: snippet?.what ?? t('walk.choose.cell'),
    language: state.code,
    said: local.said,
    onPicture: (name, kind) =>
      make(`bam${detail.stage}-${name}.${kind}`, () => savePicture(pictureOf(name, maps[name]), kind)),
    onTable: (name) =>
      make(`bam${detail.stage}-${name}.csv`, () => saveTable(`bam${detail.stage}-${name}`, tables[name]())),
    onTap: (tap) => onLocal({ tap }),
    onNpy: () => make(`${tap}.npy`, async () => saveBytes(`${tap}.npy`, npyOf(await lens.inquiry.tap(tap)))),
    onEverything: () =>
      make(EVERYTHING, async () => {
        const bytes = await lens.inquiry.everything();
        if (!bytes) throw new Failure('newer');
        saveBytes(EVERYTHING, bytes);
      }),
    onCopy: async () => {
      const copied = await navigator.clipboard?.writeText(snippet?.code ?? '').then(
        () => true,
        () => false,
      );
      onLocal({ said: t(copied ? 'files.copied' : 'files.notCopied') });
    },
    onLanguage: (code) => onSet({ code }),
  });

  /** @param {string} name @param {() => unknown} work */
  async function make(name, work) {
    try {
      await work();
      onLocal({ said: t('files.saved', { name }) });
    } catch (error) {
      onLocal({ said: sentence(t, 'files.failed', { name, message: error }) });
    }
  }

  /** Maps of the bottleneck on show, each as it is drawn on the page. */
  function mapsOf() {
    const { before, gain, after, taps } = detail;
    const shared = featureRange([before, after]);
    const spatial = taps['spatial.logits'];
    const logits = [taps['channel.logits'], spatial].filter(Boolean).map(({ data }) => extentOfData(data));
    /** @type {Record<string, Pick<Parameters<typeof savePicture>[0]['drawing'], 'table' | 'range' | 'format'> & { plane: import('../scale.js').Plane, over?: boolean }>} */
    const all = { before: { plane: before, table: features, range: shared, format: decimal } };
    if (gain) {
      const range = gainRange(run.setting.form);
      all.gain = { plane: gain, table: gainTable, range, format: times, over: true };
    }
    all.after = { plane: after, table: features, range: shared, format: decimal };
    if (spatial) {
      all.spatial = { plane: planeOf(spatial), table: signedTable, range: signedRange(logits), format: signedDecimal };
    }
    return all;
  }

  /** @param {string} name @param {ReturnType<typeof mapsOf>[string]} map */
  function pictureOf(name, { plane, over, ...drawn }) {
    const [channels] = run.shapes[detail.stage - 1];
    const { channel } = detail;
    const which = channel === undefined ? 'files.meanOfChannels' : 'files.oneChannel';
    const title = t(`files.map.${name}`);
    const caption = t('files.caption', {
      map: title,
      k: detail.stage,
      channels: name === 'spatial' ? t('files.oneMap') : t(which, { channels, channel: channel ?? '' }),
      what: nameOfRun(
        t,
        { ...state, ...run.setting },
        lens.photo && inWords(t, lens.photo).title,
        lens.network.checkpointName,
      ),
    });
    const notFinite = t('map.notFinite', { count: whole(plane.notFinite) });
    const drawing = {
      plane,
      ...drawn,
      title,
      caption,
      notFinite,
      lang: t.lang,
      text: planeText(t, title, plane, drawn.format),
    };
    return { name: `bam${detail.stage}-${name}`, drawing, photo: over ? run.photo : undefined };
  }

  /** @returns {Record<string, () => import('../tables.js').Table>} */
  function tablesOf() {
    const { inside, worth, grid, costs, baseline } = findings;
    return {
      ...(inside && { channels: () => channelTable(inside.taps, inside.channels) }),
      cells: () => cellTable(detail),
      predictions: () => predictionTable(predictions, baseline),
      ...(worth.length && { worth: () => worthTable(worth, predictions, LISTED) }),
      ...(grid.length && { grid: () => settingsTable(grid, detail.stage) }),
      ...(costs.length && { cost: () => costTable(costs) }),
    };
  }

  /** The number of the step on show, or the last one's when no cell's way is open. */
  function snippetOf() {
    const walked = walkOn(lens);
    if (!walked || walked.steps.length === 0 || !findings.inside) return undefined;
    const { steps, cell, channel, setting } = walked;
    const step = steps[state.side === 'cell' ? placeOf(steps, state.step) : steps.length - 1];
    const unit = state.unit === 'auto' ? strongestUnit(step) : Math.min(Number(state.unit), step.units.length - 1);
    const value = step.units[unit].network;
    const code = (state.code === 'rust' ? rustSnippet : pythonSnippet)({
      stage: findings.inside.stage,
      setting,
      names: Object.keys(findings.inside.parameters),
      file: EVERYTHING,
      step: step.name,
      cell,
      channel,
      unit,
      value,
    });
    const what = t('files.what', {
      step: t(`walk.name.${step.name}`),
      row: cell.row + 1,
      column: cell.column + 1,
      channel,
      value: decimal(value, 4),
    });
    return { code, what };
  }
}
