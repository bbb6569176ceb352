/** ResNet-50 on CIFAR-100 with a module in every block, which the network of this page has no place for: from the closed form. */

import { DEFAULTS } from '../state.js';
import { bamCost, seCost } from './closed-form.js';
import { cell } from './printed.js';

/** @typedef {import('./closed-form.js').Cost} Cost */
/** @typedef {{ both: Cost, last?: Cost, hidden?: Cost }} Readings by where the BatchNorms are */

/** Its blocks, stage by stage: how many, the channels they give, and the edge of their map (He et al., table 1, at 32 px). */
export const BLOCKS = [
  { blocks: 3, channels: 256, edge: 32 },
  { blocks: 4, channels: 512, edge: 16 },
  { blocks: 6, channels: 1024, edge: 8 },
  { blocks: 3, channels: 2048, edge: 4 },
];
/** What the row's network has in its blocks. */
const MODULES = ['BAM-C', 'SE'];

/**
 * What the modules of a row's network add; SE has no BatchNorm.
 *
 * @param {import('./printed.js').Printed} table
 * @param {import('./printed.js').Cell[]} row
 * @returns {Readings | undefined} undefined for another network
 */
export function everyBlockOf(table, row) {
  const module = MODULES.find((name) => cell(table, row, 'model') === `ResNet50 + ${name}`);
  if (!module || table.dataset !== 'CIFAR-100') return undefined;
  if (module === 'SE') return { both: sum(({ channels }) => seCost(channels, DEFAULTS.r)) };
  const read = (/** @type {import('./closed-form.js').Norms} */ norms) =>
    sum(({ channels, edge }) => bamCost(channels, DEFAULTS.r, edge ** 2, norms));
  return { both: read('both'), last: read('last'), hidden: read('hidden') };
}

/** @param {(block: typeof BLOCKS[number]) => Cost} costOf one block */
function sum(costOf) {
  const total = { parameters: 0, multiplyAdds: 0 };
  for (const stage of BLOCKS) {
    const { parameters, multiplyAdds } = costOf(stage);
    total.parameters += stage.blocks * parameters;
    total.multiplyAdds += stage.blocks * multiplyAdds;
  }
  return total;
}
