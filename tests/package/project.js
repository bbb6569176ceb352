/** Projects that install the packed package, each in a folder of its own that is gone afterwards. */

import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from '../../scripts/command.js';
import { npm } from '../../scripts/npm.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** The tarball. `npm test -- --only package` packs it. */
export const tarball = process.env.TARBALL ?? '';
if (!tarball) throw new Error('run the tests of the package with `npm test -- --only package`');

/**
 * @param {string[]} parts files and folders beside this one that the project has
 * @returns {Promise<string>} its folder
 */
export async function project(parts) {
  const folder = await mkdtemp(join(tmpdir(), 'bam-lens-project-'));
  after(() => rm(folder, { recursive: true, force: true }));
  for (const part of parts) await cp(join(here, part), join(folder, part), { recursive: true });
  if (parts.includes('package-lock.json')) await npm(['ci', '--prefix', folder, ...QUIET]);
  await npm(['install', '--no-save', '--prefix', folder, ...QUIET, tarball]);
  return folder;
}

/** Runs a program of an installed package. @param {string} folder of the project @param {string} script @param {string[]} args */
export const inProject = (folder, script, args) =>
  run(process.execPath, [join(folder, 'node_modules', script), ...args]);

/** A file of the package as it was installed. @param {string} folder of the project @param {string} path */
export const installed = (folder, path) => readFile(join(folder, 'node_modules/bam-lens', path), 'utf8');
