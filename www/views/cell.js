/** One cell's way from F to F': every number of it recomputed by the page, and ticked where it is the network's. */

import { html, nothing } from 'lit/html.js';
import { finishLines, lineTable, productTable, tapGrid } from '../arithmetic.js';
import { bars } from '../bars.js';
import { featureRange, signedRange, extentOfData } from '../scale.js';
import { agrees, difference } from '../walk/check.js';
import { placeOf, strongestUnit } from '../walk/walk.js';

/**
 * @typedef {import('../walk/walk.js').Step} Step
 * @typedef {import('../state.js').State} State
 */

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {Step[]} props.steps of the cell and the channel; none when the module is off
 * @param {State} props.state
 * @param {import('../wasm/bam_lens.js').Setting} props.setting that the steps belong to
 * @param {import('../state.js').Cell} props.cell
 * @param {number} props.channel
 * @param {boolean} props.playing
 * @param {() => void} props.onPlay starts or stops
 * @param {(partial: Partial<State>) => void} props.onSet
 */
export function cellWalk({ t, steps, state, setting, cell, channel, playing, onPlay, onSet }) {
  if (steps.length === 0) return html`<p class="absent">${t('walk.off')}</p>`;
  const { decimal, signedDecimal } = t.numbers;
  const place = placeOf(steps, state.step);
  const step = steps[place];
  const go = (/** @type {number} */ to) => onSet({ step: steps[to].name, unit: 'auto' });
  const several = step.units.length > 1;
  const unit = state.unit === 'auto' ? strongestUnit(step) : Math.min(Number(state.unit), step.units.length - 1);
  const check = step.units[unit];
  return html`<div class="walk">
    <ol class="rail" aria-label=${t('walk.steps')}>
      ${steps.map((each, i) => stop(each, i))}
    </ol>
    <div class="walk-head">
      <h3>${t(`walk.title.${titleOf(step)}`, { k: place + 1, count: steps.length, channel })}</h3>
      <div class="walk-buttons">
        <button type="button" class="button" ?disabled=${place === 0} @click=${() => go(place - 1)}>
          ${t('walk.back')}
        </button>
        <button type="button" class="button" aria-pressed=${playing ? 'true' : 'false'} @click=${onPlay}>
          ${t(playing ? 'walk.pause' : 'walk.play')}
        </button>
        <button type="button" class="button" ?disabled=${place === steps.length - 1} @click=${() => go(place + 1)}>
          ${t('walk.next')}
        </button>
      </div>
    </div>
    <p class="walk-text">${text()}</p>
    <div class="walk-detail">${detail()}</div>
    <p class="walk-check ${agrees(check) ? 'agrees' : 'differs'}">
      <b aria-hidden="true">${agrees(check) ? '✓' : '✗'}</b>
      ${t(agrees(check) ? 'walk.agrees' : 'walk.differs', {
        page: decimal(check.page, 5),
        network: decimal(check.network, 5),
        off: exponent(difference(check)),
      })}
    </p>
    ${several ? units() : nothing}
    ${state.channel === 'mean' ? html`<p class="note">${t('walk.follows', { channel })}</p>` : nothing}
  </div>`;

  /** @param {Step} each @param {number} i */
  function stop(each, i) {
    const all = each.agreeing === each.units.length;
    const value =
      each.units.length === 1 ? shown(t, each, each.units[0].network) : t('walk.units', { count: each.units.length });
    return html`<li class=${each.branch}>
      <button type="button" aria-current=${i === place ? 'step' : 'false'} @click=${() => go(i)}>
        <span class="rail-name">${t(`walk.name.${each.name}`)}</span>
        <span
          class="tick ${all ? 'agrees' : 'differs'}"
          role="img"
          aria-label=${t(all ? 'walk.ticked' : 'walk.unticked')}
          >${all ? '✓' : '✗'}</span
        >
        <span class="rail-value">${value}</span>
      </button>
    </li>`;
  }

  function text() {
    const outside = (step.reads ?? []).filter(({ values }) => !values).length;
    const values = {
      row: cell.row + 1,
      column: cell.column + 1,
      channel,
      unit,
      units: step.units.length,
      inputs: step.layer?.inputs ?? 0,
      d: setting.d,
      outside,
      inside: (step.reads?.length ?? 0) - outside,
    };
    return t(`walk.text.${titleOf(step)}`, values);
  }

  function detail() {
    if (step.merged) return lineTable(mergeLines(step.merged));
    if (step.amplified) return lineTable(amplifyLines(step.amplified));
    if (step.mean) {
      const { sum } = step.mean;
      const cells = t.numbers.whole(step.mean.cells);
      return lineTable([
        [t('walk.cells', { cells }), decimal(sum, 4)],
        [t('walk.mean', { cells }), decimal(check.page, 4)],
      ]);
    }
    if (!step.layer || !step.reads) return nothing;
    const output = step.output ?? unit;
    const { layer, reads } = step;
    const sum = reads.reduce((total, { values }, tap) => total + layer.partial(output, values, tap), 0);
    return html`${
      reads.length > 1
        ? tapGrid({ t, step, output })
        : productTable({
            t,
            input: t(`walk.input.${step.name}`),
            layer,
            output,
            values: /** @type {ArrayLike<number>} */ (reads[0].values),
          })
    }
    ${lineTable(finishLines(t, layer.finish(output, sum)))}`;
  }

  /** @param {NonNullable<Step['amplified']>} amplified @returns {[string, string][]} */
  function amplifyLines({ before, gain, after }) {
    return [
      [t('walk.before'), decimal(before, 4)],
      [t(setting.form === 'se' ? 'walk.gainSe' : 'walk.gain'), decimal(gain, 4)],
      [t('walk.after'), decimal(after, 4)],
    ];
  }

  /** @param {import('../walk/walk.js').Merged} merged @returns {[string, string][]} */
  function mergeLines({ mc, ms, logit, attention }) {
    /** @type {[string, string][]} */
    const lines = [];
    if (mc !== undefined) lines.push([t('walk.mc'), signedDecimal(mc, 4)]);
    if (ms !== undefined) lines.push([t('walk.ms'), signedDecimal(ms, 4)]);
    if (mc !== undefined && ms !== undefined && !Number.isNaN(logit)) {
      lines.push([t(`walk.merge.${setting.form === 'official' ? 'product' : setting.merge}`), signedDecimal(logit, 4)]);
    }
    lines.push([t(Number.isNaN(logit) ? 'walk.sigmoids' : 'walk.sigmoid'), decimal(attention, 4)]);
    return lines;
  }

  function units() {
    const values = step.units.map(({ network }) => network);
    const extent = [extentOfData(values)];
    return html`<div class="walk-units">
      <span
        >${t('walk.unitsAgree', { agreeing: step.agreeing, count: step.units.length, worst: exponent(step.worst) })}</span
      >
      ${bars({
        values,
        range: values.some((value) => value < 0) ? signedRange(extent) : featureRange(extent),
        text: t('walk.choose', { count: values.length }),
        format: decimal,
        marked: unit,
        onChoose: (at) => onSet({ unit: String(at) }),
      })}
    </div>`;
  }
}

/** Which texts a step has: the article's class reads a 7x7 neighbourhood where the others read a column. @param {Step} step */
const titleOf = ({ name, reads }) => (name === 'spatial' && (reads?.length ?? 0) > 1 ? 'neighbourhood' : name);

/** @param {import('../strings.js').Translate} t @param {Step} step @param {number} value */
const shown = ({ numbers: { decimal, signedDecimal } }, { name }, value) =>
  name === 'spatial' || name === 'channel' ? signedDecimal(value) : decimal(value);

/** @param {number} value */
const exponent = (value) => (value === 0 ? '0' : value.toExponential(0).replace('-', '−'));
