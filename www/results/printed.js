/**
 * The tables of the paper (BMVC 2018) as they are printed, what of them this code can build, and where they contradict one
 * another.
 */

import { WIDTH } from '../cost.js';
import { DEFAULTS } from '../state.js';
import texts from './printed.json' with { type: 'json' };

/** @typedef {string | number | null} Cell */
/**
 * @typedef {object} Printed
 * @property {string} dataset
 * @property {string} [net] of all rows
 * @property {string} [detector] of all rows
 * @property {string[]} columns
 * @property {Cell[][]} rows
 */
/** @typedef {import('../cost.js').CostedNetwork} CostedNetwork */

/** A number as it is printed, such as `26.30` or `+0.36`. */
const NUMBER = /^\+?\d+(\.\d+)?$/;

/** `table` and the paper's number, with numbers as numbers. @type {Record<string, Printed>} */
export const PRINTED = Object.fromEntries(
  Object.entries(/** @type {Record<string, Printed>} */ (texts)).map(([name, table]) => [
    name,
    { ...table, rows: table.rows.map((row) => row.map(valueOf)) },
  ]),
);

/** @param {Cell} text @returns {Cell} */
function valueOf(text) {
  return typeof text === 'string' && NUMBER.test(text) ? Number(text) : text;
}

/**
 * A field as it is printed, with the zeros at the end of a number that the paper prints, and without those that it leaves out.
 *
 * @param {string} name of the table
 * @param {number} index of the row
 * @param {string} column
 */
export function printedText(name, index, column) {
  const table = /** @type {Record<string, Printed>} */ (texts)[name];
  return String(cell(table, table.rows[index], column) ?? '');
}

/** Digits after the point of a number as it is printed. @param {string} text */
export const placesOf = (text) => text.split('.')[1]?.length ?? 0;

/** Input and classes of the two data sets whose networks are of our kind. */
const DATASETS = /** @type {const} */ ({
  'CIFAR-100': { stem: 'cifar', classes: 100, size: 32 },
  'ImageNet-1K': { stem: 'imagenet', classes: 1000, size: 224 },
});
/** One network, two names. */
const ALIASES = /** @type {Record<string, string>} */ ({ 'ResNeXt 8x64d': 'ResNeXt29 8x64d' });

/** @param {Printed} table @param {Cell[]} row @param {string} column */
export function cell({ columns }, row, column) {
  return row[columns.indexOf(column)];
}

/**
 * The network of this code that a row is about: a ResNet, with the paper's form or without BAM. The paper's multiply-adds fit
 * a stride on the first 1x1 of a block.
 *
 * @param {Printed} table
 * @param {Cell[]} row
 * @returns {Omit<CostedNetwork, 'name'> | undefined} undefined for one that it cannot build
 */
export function networkOf(table, row) {
  const dataset = DATASETS[/** @type {keyof typeof DATASETS} */ (table.dataset)];
  const variable = cell(table, row, 'variable');
  const model = variable ? `${table.net}${variable === 'base' ? '' : ' + BAM'}` : String(cell(table, row, 'model'));
  const [, depth, bam] = /^ResNet(18|34|50|101)( \+ BAM)?$/.exec(model) ?? [];
  if (!dataset || !depth) return undefined;
  const value = Number(cell(table, row, 'value'));
  const { stem, classes, size } = dataset;
  return {
    attended: Boolean(bam),
    architecture: /** @type {import('../cost.js').Architecture} */ ({
      arch: `resnet${depth}`,
      stem,
      width: WIDTH,
      classes,
      strideOn: '1x1',
    }),
    setting: {
      form: bam ? 'paper' : 'none',
      merge: 'sum',
      r: variable === 'r' ? value : DEFAULTS.r,
      d: variable === 'd' ? value : DEFAULTS.d,
    },
    size,
  };
}

/**
 * The same network counted otherwise than by the paper's form: as the released code builds it, with no BatchNorm at the end of
 * the branches and the stride on a block's 3x3; and one for CIFAR with the stem for ImageNet, 7x7 instead of 3x3.
 *
 * @param {ReturnType<typeof networkOf> & {}} network
 * @returns {Record<'released' | 'stem7', typeof network>}
 */
export function readingsOf(network) {
  const { architecture, attended, setting } = network;
  return {
    released: {
      ...network,
      architecture: { ...architecture, strideOn: '3x3' },
      setting: attended ? { ...setting, form: 'official' } : setting,
    },
    stem7: { ...network, architecture: { ...architecture, stem: 'imagenet' } },
  };
}

/** The name of a row's network in every table. @param {Printed} table @param {Cell[]} row */
function modelOf(table, row) {
  const variable = cell(table, row, 'variable');
  if (variable === 'base') return table.net;
  if (variable) return undefined;
  const [base, ...more] = String(cell(table, row, 'model') ?? '').split(' + ');
  return base && [ALIASES[base] ?? base, ...more].join(' + ');
}

/** How finely a number is printed, but for zeros at the end. @param {number} value */
const unit = (value) => 10 ** -placesOf(String(value));

/** Whether two printed numbers can be one, each rounded as it is printed; a zero at the end may have been left out. @param {number} a @param {number} b */
const canBeOne = (a, b) => Math.abs(a - b) <= Math.max(unit(a), unit(b)) / 2 + 1e-9;

/**
 * Where the paper prints another value for the same network elsewhere.
 *
 * @param {string} name of the table
 * @param {Cell[]} row
 * @param {string} column
 * @returns {{ name: string, value: number, text: string }[]}
 */
export function printedElsewhere(name, row, column) {
  const table = PRINTED[name];
  const model = modelOf(table, row);
  const value = cell(table, row, column);
  if (!model || typeof value !== 'number') return [];
  return Object.entries(PRINTED).flatMap(([other, elsewhere]) => {
    if (other === name || elsewhere.dataset !== table.dataset) return [];
    const same = elsewhere.rows.findIndex((candidate) => modelOf(elsewhere, candidate) === model);
    const printed = same >= 0 && cell(elsewhere, elsewhere.rows[same], column);
    return typeof printed === 'number' && !canBeOne(value, printed)
      ? [{ name: other, value: printed, text: printedText(other, same, column) }]
      : [];
  });
}

/** What a printed difference is of. @type {Record<string, string>} */
const OVERHEADS = { params_overhead_M_printed: 'params_M', gflops_overhead_printed: 'gflops' };

/**
 * The difference that the paper's own two values have, where it is not the one that it prints. A row with BAM stands below
 * the one without.
 *
 * @param {Printed} table
 * @param {number} index of the row
 * @param {string} column
 * @returns {number | undefined}
 */
export function otherDifference(table, index, column) {
  const printed = cell(table, table.rows[index], column);
  const of = OVERHEADS[column];
  if (!of || typeof printed !== 'number') return undefined;
  const [before, after] = [index - 1, index].map((at) => Number(cell(table, table.rows[at], of)));
  const spread = (unit(before) + unit(after)) / 2 + unit(printed) / 2;
  return Math.abs(after - before - printed) <= spread + 1e-9 ? undefined : after - before;
}
