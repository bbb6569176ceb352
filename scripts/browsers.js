/** Finds the browsers of the tests, or has the system's package manager install them. */

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetupError, read, run } from './command.js';

/**
 * @typedef {object} Browser
 * @property {string} name
 * @property {string[]} programs as they are called on the PATH, the wanted one first
 * @property {Partial<Record<NodeJS.Platform, string[]>>} elsewhere where it lies on systems that have no such PATH
 * @property {string[]} variables of the environment that name its program
 * @property {string} apt package for apt
 * @property {string} cask for Homebrew
 * @property {string} advice how a person puts it right
 */

/** @type {Browser} */
const CHROMIUM = {
  name: 'Chromium',
  programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  elsewhere: {
    darwin: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    win32: windows('Google\\Chrome\\Application\\chrome.exe'),
  },
  variables: ['CHROMIUM', 'CHROME_PATH'],
  apt: 'chromium',
  cask: 'google-chrome',
  advice: 'install Chromium or Chrome, or name its program in the variable CHROMIUM',
};

/** @type {Browser} */
const FIREFOX = {
  name: 'Firefox',
  // The one with long support first: it is the oldest that readers have.
  programs: ['firefox-esr', 'firefox'],
  elsewhere: {
    darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
    win32: windows('Mozilla Firefox\\firefox.exe'),
  },
  variables: ['FIREFOX'],
  apt: 'firefox-esr',
  cask: 'firefox',
  advice: 'install it, or name its program in the variable FIREFOX',
};

/**
 * @returns {Promise<string>} the path of a program that starts
 * @throws {SetupError} when there is none and none could be installed
 */
export async function findChromium() {
  const path = await find(CHROMIUM);
  if (!path) throw new SetupError(missing(CHROMIUM));
  return path;
}

/**
 * Tests in Firefox are left out on a machine that has none, but never where it only had to be installed and nobody would
 * notice.
 *
 * @returns {Promise<string | undefined>} the path of a program that starts
 * @throws {SetupError} when the one named in the environment does not start; in CI also when apt offers one
 */
export async function findFirefox() {
  const path = await find(FIREFOX);
  if (path) return path;
  if (process.env.CI && (await aptOffers(FIREFOX.apt))) throw new SetupError(missing(FIREFOX));
  console.log(`${missing(FIREFOX)}. The tests in Firefox are skipped.`);
  return undefined;
}

/** @param {Browser} browser */
const missing = ({ name, advice }) => `no ${name} was found: ${advice}`;

/** @param {string} path below the folders for programs */
function windows(path) {
  return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((folder) => `${process.env[folder]}\\${path}`);
}

/** @param {Browser} browser */
async function find(browser) {
  const named = browser.variables.map((variable) => process.env[variable]).find(Boolean);
  if (!named) return (await look(browser)) ?? ((await install(browser)) ? look(browser) : undefined);
  if (await starts(named)) return named;
  throw new SetupError(`the ${browser.name} named in the environment does not start: ${named}`);
}

/** @param {Browser} browser */
async function look({ programs, elsewhere }) {
  const folders = process.env.PATH.split(delimiter);
  const onPath = programs.flatMap((program) => folders.map((folder) => join(folder, program)));
  for (const path of [...onPath, ...(elsewhere[process.platform] ?? [])]) {
    if (existsSync(path) && (await starts(path))) return path;
  }
  return undefined;
}

/** A name on the PATH is not enough: Ubuntu's `chromium-browser` and `firefox` without snap only say how to get one. */
async function starts(path) {
  // On Windows a browser opens a window when it is asked for its version.
  if (process.platform === 'win32') return existsSync(path);
  return works(path, ['--version']);
}

/** @param {Browser} browser @returns {Promise<boolean>} whether a package manager was found and did its work */
async function install({ name, apt, cask }) {
  const steps = [];
  const aptGet = await findApt();
  if (aptGet) {
    steps.push([...aptGet, 'update'], [...aptGet, 'install', '--no-install-recommends', apt]);
  } else if (await works('brew', ['--version'])) {
    steps.push(['brew', 'install', '--cask', cask]);
  }
  if (steps.length === 0) return false;
  console.log(`Installing ${name} for the tests`);
  try {
    for (const [command, ...args] of steps) await run(command, args);
  } catch (error) {
    console.error(error.message);
    return false;
  }
  return true;
}

/** @returns {Promise<string[] | undefined>} how apt installs without a question, undefined where it cannot */
async function findApt() {
  const isRoot = process.getuid?.() === 0;
  const sudo = !isRoot && (await works('sudo', ['--non-interactive', 'true'])) ? ['sudo'] : [];
  if (!(isRoot || sudo.length) || !(await works('apt-get', ['--version']))) return undefined;
  return [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '--quiet', '--yes'];
}

/** Ubuntu has no package `firefox-esr`. @param {string} name */
async function aptOffers(name) {
  return (await findApt()) !== undefined && (await works('apt-cache', ['show', name]));
}

async function works(command, args) {
  return (await read(command, args, { quiet: true })) !== undefined;
}
