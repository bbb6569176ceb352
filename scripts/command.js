/** Starts other programs, with Node alone: these scripts run before any package is installed. */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

/** Something a person can put right: shown as one line, without a stack. */
export class SetupError extends Error {}

/**
 * @typedef {object} Options
 * @property {NodeJS.ProcessEnv} [env] what is added to the environment; `undefined` removes a variable
 * @property {boolean} [quiet] keep standard error back as well
 */

/**
 * Runs a program whose output goes straight to the terminal.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Options} [options]
 * @throws {SetupError} when it is missing or ends with another status than 0
 */
export async function run(command, args, options = {}) {
  const status = await ended(start(command, args, ['ignore', 'inherit', 'inherit'], options));
  if (status !== 0) throw new SetupError(`\`${[command, ...args].join(' ')}\` failed (${status})`);
}

/**
 * Runs a program for its standard output.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {Promise<string | undefined>} `undefined` when it is missing or fails
 */
export async function read(command, args, options = {}) {
  const child = start(command, args, ['ignore', 'pipe', options.quiet ? 'ignore' : 'inherit'], options);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => (text += part));
  return (await ended(child)) === 0 ? text : undefined;
}

/**
 * Runs a program, shows what it prints and hands each line over as plain text.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {(line: string) => void} onLine
 * @param {Options} [options]
 * @returns {Promise<number | string>} 0, another exit status, or why there is none
 */
export async function watch(command, args, onLine, options = {}) {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1', CARGO_TERM_COLOR: 'always' } : {};
  const child = start(command, args, ['ignore', 'pipe', 'inherit'], { env: { ...colour, ...options.env } });
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    console.log(line);
    onLine(stripVTControlCharacters(line));
  });
  return ended(child);
}

/** @returns {Promise<number | string>} settles when the program has ended and its output was read */
function ended(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.code === 'ENOENT' ? 'not found' : error.message));
    child.on('close', (status, signal) => resolve(status ?? signal));
  });
}

function start(command, args, stdio, { env }) {
  return spawn(command, args, { stdio, env: { ...process.env, ...env } });
}

/** Runs a script's `main` and gives its failure to the terminal and to the exit status. */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    report(error);
    process.exitCode = 1;
  }
}

/** What a person can put right is one line, anything else comes with its stack. */
export function report(error) {
  console.error(error instanceof SetupError ? `\n${error.message}` : error);
}
