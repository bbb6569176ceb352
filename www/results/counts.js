/** What this code counts for the rows of the paper's tables, beside what is printed. */

import computed from '../precomputed/results.json' with { type: 'json' };
import { bamCost } from './closed-form.js';
import { BLOCKS, everyBlockOf } from './every-block.js';
import { PRINTED, cell, networkOf, placesOf, printedText } from './printed.js';

/** @typedef {import('./closed-form.js').Cost} Cost */
/**
 * @typedef {object} Readings the same network counted otherwise
 * @property {Cost} [released] as the released code builds it
 * @property {number} [stem7] parameters with the stem for ImageNet
 * @property {number} [last] parameters with the last BatchNorms alone
 *
 * @typedef {Cost & Readings & { closed: boolean }} Count of the paper's form with all BatchNorms; `closed`: from the closed form,
 *   not by the module that runs
 */
/**
 * @typedef {object} Place a number of the paper that this code counts too
 * @property {string} name of the table
 * @property {number} index of the row
 * @property {keyof typeof COUNTED} column
 * @property {string} printed
 * @property {number} places after the point that are printed
 * @property {boolean} attended whether the row's network has modules
 * @property {Count} count
 */

/** What is counted for a column, and how many are one of what it prints. */
export const COUNTED = /** @type {const} */ ({
  params_M: { what: 'parameters', unit: 1e6, here: 'params_here' },
  gflops: { what: 'multiplyAdds', unit: 1e9, here: 'gflops_here' },
});

/** @type {Record<string, (Cost & Readings & { released: Cost } | null)[]>} */
const byModule = computed.counted;

/** @param {string} name of the table @param {number} index of the row @returns {Count | undefined} */
export function countOf(name, index) {
  const counted = byModule[name][index];
  if (!counted) return closedCount(name, index);
  const table = PRINTED[name];
  const network = networkOf(table, table.rows[index]);
  if (!network?.attended || network.architecture.arch !== 'resnet50') return { ...counted, closed: false };
  return { ...counted, last: counted.parameters - hiddenNorms(network.setting.r), closed: false };
}

/** Parameters of the hidden BatchNorms of a ResNet-50's three BAMs. @param {number} r */
function hiddenNorms(r) {
  const of = (/** @type {'both' | 'last'} */ norms) =>
    BLOCKS.slice(0, -1).reduce((sum, { channels }) => sum + bamCost(channels, r, 1, norms).parameters, 0);
  return of('both') - of('last');
}

/** @param {string} name @param {number} index @returns {Count | undefined} */
function closedCount(name, index) {
  const table = PRINTED[name];
  const modules = everyBlockOf(table, table.rows[index]);
  const plain = byModule[name][table.rows.findIndex((row) => cell(table, row, 'model') === 'ResNet50')];
  if (!modules || !plain) return undefined;
  const { both, last, hidden } = modules;
  return {
    ...plus(plain, both),
    ...(hidden && { released: plus(plain.released, hidden) }),
    ...(last && { last: plus(plain, last).parameters }),
    closed: true,
  };
}

/** @param {Cost} network @param {Cost} modules @returns {Cost} */
const plus = (network, modules) => ({
  parameters: network.parameters + modules.parameters,
  multiplyAdds: network.multiplyAdds + modules.multiplyAdds,
});

/** @param {string} name @param {number} index @param {string} column @returns {Place | undefined} undefined for what this code does not count */
export function placeOf(name, index, column) {
  if (!Object.hasOwn(COUNTED, column)) return undefined;
  const count = countOf(name, index);
  const printed = printedText(name, index, column);
  const table = PRINTED[name];
  return (
    count && {
      name,
      index,
      column: /** @type {keyof typeof COUNTED} */ (column),
      printed,
      places: placesOf(printed),
      attended: networkOf(table, table.rows[index])?.attended ?? true,
      count,
    }
  );
}

/** Every place of every table, in the order of the paper. @returns {Place[]} */
export const places = () =>
  Object.entries(PRINTED).flatMap(([name, { columns, rows }]) =>
    rows.flatMap((_, i) => columns.flatMap((column) => placeOf(name, i, column) ?? [])),
  );

/** A cost in the unit of a place. @param {Pick<Place, 'column'>} place @param {Cost} cost */
export const inUnit = ({ column }, cost) => cost[COUNTED[column].what] / COUNTED[column].unit;

/** Whether a number rounds to what is printed. @param {Pick<Place, 'printed' | 'places'>} place @param {number} value */
export const fits = ({ printed, places }, value) => value.toFixed(places) === printed;

/** Digits after the point that leave no doubt how a number rounds to fewer. @param {number} value @param {number} places that it rounds to */
export const digitsOf = (value, places) => places + (value.toFixed(places + 1).endsWith('5') ? 2 : 1);
