/** The numbers behind the views as tables. Their columns have the names of the taps and of the field, in every language. */

/**
 * @typedef {{ columns: string[], rows: (string | number)[][] }} Table
 * @typedef {import('./run.js').Prediction} Prediction
 */

/**
 * @param {Record<string, import('./run.js').Tap>} taps of one bottleneck
 * @param {import('./channels.js').Channels} channels
 * @returns {Table}
 */
export function channelTable({ 'channel.pooled': pooled }, { mc, energy, change, ratio }) {
  return {
    columns: ['channel', 'pooled', 'mc', 'rms_before', 'rms_change', 'ratio'],
    rows: Array.from(energy, (_, c) => [c, pooled?.data[c] ?? '', mc?.[c] ?? '', energy[c], change[c], ratio[c]]),
  };
}

/**
 * @param {import('./run.js').Detail} detail
 * @returns {Table}
 */
export function cellTable({ before, gain, after, taps }) {
  const ms = taps['spatial.logits']?.data;
  return {
    columns: ['row', 'column', 'before', 'gain', 'after', 'ms'],
    rows: Array.from(before.data, (value, i) => [
      Math.floor(i / before.widthPx),
      i % before.widthPx,
      value,
      gain?.data[i] ?? '',
      after.data[i],
      ms?.[i] ?? '',
    ]),
  };
}

/**
 * @param {Prediction[]} predictions
 * @param {Prediction[] | undefined} off with BAM off
 * @returns {Table}
 */
export function predictionTable(predictions, off) {
  const without = new Map((off ?? []).map(({ index, probability }) => [index, probability]));
  return {
    columns: ['class', 'label', 'probability', 'probability_without_bam'],
    rows: predictions.map(({ index, label, probability }) => [index, label, probability, without.get(index) ?? '']),
  };
}

/**
 * @param {import('./worth.js').Worth[]} worth
 * @param {Prediction[]} now
 * @param {number} count of classes, the most probable first
 * @returns {Table}
 */
export function worthTable(worth, now, count) {
  return {
    columns: ['module', 'bam', 'class', 'label', 'probability', 'probability_then'],
    rows: worth.flatMap(({ name, where, trial }) => {
      const then = new Map((trial?.predictions ?? []).map(({ index, probability }) => [index, probability]));
      return now
        .slice(0, count)
        .map(({ index, label, probability }) => [name, where, index, label, probability, then.get(index) ?? '']);
    }),
  };
}

/**
 * @param {import('./settings-grid.js').GridCell[]} cells
 * @param {number} stage
 * @returns {Table}
 */
export function settingsTable(cells, stage) {
  return {
    columns: [
      ...['r', 'd', 'fit', 'top1_percent', 'gain_min', 'gain_max', 'gain_spread'],
      ...['label', 'probability', 'parameters', 'multiply_adds'],
    ],
    rows: cells.map(({ settings: [{ r, d }], trial, cost }) => {
      const fit = trial?.fits[stage - 1];
      const { gain, predictions } = trial ?? {};
      const accuracy = fit?.kind === 'trained' ? fit.variant?.accuracy?.top1 : undefined;
      const spread = [gain?.min ?? '', gain?.max ?? '', gain?.deviation ?? ''];
      const top = [predictions?.[0].label ?? '', predictions?.[0].probability ?? ''];
      const costs = [cost?.parameters ?? '', cost?.multiplyAdds ?? ''];
      return [r, d, fit?.kind ?? 'untrained', accuracy ?? '', ...spread, ...top, ...costs];
    }),
  };
}

/**
 * @param {import('./cost.js').CostRow[]} rows
 * @returns {Table}
 */
export function costTable(rows) {
  return {
    columns: ['network', 'stem', 'classes', 'form', 'r', 'size_px', 'parameters', 'multiply_adds'],
    rows: rows.map(({ architecture: { arch, stem, classes }, setting: { form, r }, size, cost }) => [
      arch,
      stem,
      classes,
      form,
      r,
      size,
      cost.parameters,
      cost.multiplyAdds,
    ]),
  };
}
