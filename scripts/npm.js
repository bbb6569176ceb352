/** Starts npm itself, which on Windows is a script that cannot be started directly: npm says where its JavaScript is. */

import { read, run } from './command.js';

/** @param {string[]} args @returns {[string, string[]]} */
function command(args) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, [script, ...args]] : ['npm', args];
}

/** @param {string[]} args */
export const npm = (args) => run(...command(args));

/** @param {string[]} args @returns {Promise<string | undefined>} what it printed; undefined when it failed */
export const readNpm = (args) => read(...command(args));
