/** Finds a Chromium for the tests, or has the system's package manager install one. */

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetupError, read, run } from './command.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = {
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map(
    (folder) => `${process.env[folder]}\\Google\\Chrome\\Application\\chrome.exe`,
  ),
};
const ADVICE = 'no Chromium was found: install Chromium or Chrome, or name its program in the variable CHROMIUM';

/**
 * @returns {Promise<string>} the path of a program that starts
 * @throws {SetupError} when there is none and none could be installed
 */
export async function findChromium() {
  const named = process.env.CHROMIUM ?? process.env.CHROME_PATH;
  if (named) {
    if (await starts(named)) return named;
    throw new SetupError(`the Chromium named in the environment does not start: ${named}`);
  }
  const found = (await look()) ?? ((await install()) && (await look()));
  if (!found) throw new SetupError(ADVICE);
  return found;
}

async function look() {
  const folders = process.env.PATH.split(delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  for (const path of [...onPath, ...(ELSEWHERE[process.platform] ?? [])]) {
    if (existsSync(path) && (await starts(path))) return path;
  }
  return undefined;
}

/** A name on the PATH is not enough: Ubuntu's `chromium-browser` without snap only says how to get one. */
async function starts(path) {
  // On Windows Chrome opens a window when it is asked for its version.
  if (process.platform === 'win32') return existsSync(path);
  return (await read(path, ['--version'], { quiet: true })) !== undefined;
}

/** @returns {Promise<boolean>} whether a package manager was found and did its work */
async function install() {
  const isRoot = process.getuid?.() === 0;
  const sudo = !isRoot && (await works('sudo', ['--non-interactive', 'true'])) ? ['sudo'] : [];
  const steps = [];
  if ((isRoot || sudo.length) && (await works('apt-get', ['--version']))) {
    const apt = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '--quiet', '--yes'];
    steps.push([...apt, 'update'], [...apt, 'install', '--no-install-recommends', 'chromium']);
  } else if (await works('brew', ['--version'])) {
    steps.push(['brew', 'install', '--cask', 'google-chrome']);
  }
  if (steps.length === 0) return false;
  console.log('Installing Chromium for the tests');
  try {
    for (const [command, ...args] of steps) await run(command, args);
  } catch (error) {
    console.error(error.message);
    return false;
  }
  return true;
}

async function works(command, args) {
  return (await read(command, args, { quiet: true })) !== undefined;
}
