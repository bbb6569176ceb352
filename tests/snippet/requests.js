/** What the page would ask a snippet for, of the modules in tests/fixtures/walk. */

import { strongestChannel, strongestUnit, walk } from '../../www/walk/walk.js';
import { insideOf } from '../js/walk-modules.js';

/** The committed snippets, module -> step: late ones, which take both branches. */
export const EXAMPLES = /** @type {const} */ ({ paper: 'after', official: 'attention', blog: 'after', se: 'after' });

/**
 * Every step of a cell's way, each with the number that PyTorch recorded and the largest term of its sum.
 *
 * @param {import('../../www/walk/walk.js').Inside} inside
 * @param {import('../../www/state.js').Cell} cell
 * @param {{ stage?: number, channel?: number }} [options] the channel that the page would choose, unless it is given
 * @returns {{ request: import('../../www/export/snippet.js').Request, largest: number }[]}
 */
export function requestsOf(inside, cell, { stage = 1, channel = strongestChannel(inside, cell) } = {}) {
  return walk(inside, cell, channel).map((step) => {
    const unit = strongestUnit(step);
    const { network: value, largest } = step.units[unit];
    const { setting, parameters } = inside;
    const names = Object.keys(parameters);
    const file = 'bam-lens.safetensors';
    return { request: { stage, setting, names, file, step: step.name, cell, channel, unit, value }, largest };
  });
}

/**
 * @param {import('../js/walk-modules.js').ModuleName} name
 * @param {import('../../www/walk/names.js').StepName} step
 */
export function requestOf(name, step) {
  const all = requestsOf(insideOf(name), { row: 2, column: 5 }).map(({ request }) => request);
  const found = all.find((request) => request.step === step);
  if (!found) throw new Error(`${name} has no step ${step}`);
  return found;
}

/** File names that would end a string or mislead who reads it, and what stands between the quotes for each. */
export const HOSTILE = [
  { file: '"); import os #', python: '\\"); import os #', rust: '\\"); import os #' },
  { file: 'a\\', python: 'a\\\\', rust: 'a\\\\' },
  { file: 'a\\"b', python: 'a\\\\\\"b', rust: 'a\\\\\\"b' },
  { file: 'a\nb\r\tc', python: 'a\\U0000000ab\\U0000000d\\U00000009c', rust: 'a\\u{a}b\\u{d}\\u{9}c' },
  { file: '{0} ${1} %s', python: '{0} ${1} %s', rust: '{0} ${1} %s' },
  { file: 'a\u2028b\u00a0c', python: 'a\\U00002028b\\U000000a0c', rust: 'a\\u{2028}b\\u{a0}c' },
  // Turns what follows it around on the screen.
  { file: 'a\u202eb', python: 'a\\U0000202eb', rust: 'a\\u{202e}b' },
  { file: 'кот 猫 😀.safetensors', python: 'кот 猫 😀.safetensors', rust: 'кот 猫 😀.safetensors' },
  { file: 'a\u{e0001}b', python: 'a\\U000e0001b', rust: 'a\\u{e0001}b' },
  { file: 'a\ud800b', python: 'a\ufffdb', rust: 'a\ufffdb' },
  { file: '', python: '', rust: '' },
];
