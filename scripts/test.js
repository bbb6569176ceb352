/** `npm test [-- --only browser]`: sets up, builds the module once, runs every part, and ends with one sum. */

import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium, findFirefox } from './browsers.js';
import { SetupError, read, report, run, runScript, watch } from './command.js';
import { describe } from './describe.js';
import { readNpm } from './npm.js';
import { pack } from './pack.js';
import { prepare } from './prepare.js';
import { check } from './rules.js';
import { serveBuilt } from './serve.js';
import { Tally } from './tally.js';

/** Each part runs on its own with `--only` and its name. They run in this order, the fast ones first. */
const PARTS = {
  check,
  js: (tally) => nodeTests('tests/js', tally),
  training: trainingTests,
  rust: (tally) => watch('cargo', ['test', '--locked', '--no-fail-fast'], (line) => tally.read(line)),
  wasm: wasmTests,
  hostile: hostileTests,
  package: packageTests,
  browser: browserTests,
};

/** Files that look at how long the page is held up, or at what it takes: beside them no other page runs. */
const ALONE = /smooth|soak/;

/** A file of tests that takes longer hangs. */
const FILE_MS = 420_000;

runScript(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const names = chosen(values.only);
  const total = new Tally();
  try {
    await prepare();
    for (const name of names) total.add((await runPart(name)).counts);
  } catch (error) {
    report(error);
    total.add({ failed: 1 });
  }
  console.log(total.toString());
  if (total.counts.failed) process.exitCode = 1;
});

/** @param {string[] | undefined} only @returns {string[]} */
function chosen(only) {
  const names = Object.keys(PARTS);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown) throw new SetupError(`there is no part "${unknown}"; the parts are ${names.join(', ')}`);
  return only ?? names;
}

/** @param {string} name @returns {Promise<Tally>} */
async function runPart(name) {
  console.log(`\n── ${name} ──`);
  const started = performance.now();
  const tally = new Tally();
  let status;
  try {
    status = await PARTS[name](tally);
  } catch (error) {
    report(error);
    status = 'crashed';
  }
  tally.close(status);
  console.log(`── ${name}: ${tally}, ${((performance.now() - started) / 1000).toFixed(1)} s ──`);
  return tally;
}

/**
 * @param {string} folder
 * @param {Tally} tally
 * @param {{ args?: string[], env?: NodeJS.ProcessEnv, which?: (name: string) => boolean }} [options]
 */
async function nodeTests(folder, tally, { args = [], env, which = () => true } = {}) {
  const files = readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.js') && which(name))
    .map((name) => join(folder, name));
  if (files.length === 0) throw new SetupError(`${folder} has no *.test.js`);
  const command = ['--test', '--test-reporter=spec', `--test-timeout=${FILE_MS}`, ...args, ...files];
  return watch(process.execPath, command, (line) => tally.read(line), { env });
}

/** The Python side has packages of gigabytes: its tests run where someone has installed them (training/README.md). */
async function trainingTests(tally) {
  const python = process.platform === 'win32' ? '.venv/Scripts/python.exe' : '.venv/bin/python';
  if (!existsSync(python) || (await read(python, ['-c', 'import pytest, torch'], { quiet: true })) === undefined) {
    console.log('SKIPPED: there is no .venv with the packages of training/requirements.txt');
    tally.add({ skipped: 1 });
    return 0;
  }
  return watch(python, ['-m', 'pytest', '-q', 'training/tests'], (line) => tally.read(line));
}

async function wasmTests(tally) {
  await buildNative();
  return nodeTests('tests/wasm', tally);
}

async function hostileTests(tally) {
  await buildNative();
  return nodeTests('tests/hostile', tally);
}

/** What `npm publish` would send, checked, and installed in new projects. */
async function packageTests(tally) {
  const CHROMIUM = await findChromium();
  const { build } = await import('vite');
  await build({ logLevel: 'warn' });
  await describe('dist');
  const folder = await mkdtemp(join(tmpdir(), 'bam-lens-package-'));
  try {
    // Without scripts: it is built.
    const packed = await readNpm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
    if (packed === undefined) throw new SetupError('the package could not be packed');
    const [file] = readdirSync(folder);
    const args = ['--test-concurrency=1'];
    return await nodeTests('tests/package', tally, { args, env: { TARBALL: join(folder, file), CHROMIUM } });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The page as it is published, in real browsers. What it weighs counts as tests too. */
async function browserTests(tally) {
  await buildNative();
  const browsers = { CHROMIUM: await findChromium(), FIREFOX: await findFirefox() };
  for (const { kept } of await pack()) tally.add(kept ? { passed: 1 } : { failed: 1 });
  const { url, close } = await serveBuilt();
  try {
    const env = { BAM_LENS_URL: url, ...browsers };
    const alone = (/** @type {string} */ name) => ALONE.test(name);
    const together = await nodeTests('tests/browser', tally, {
      args: ['--test-concurrency=2'],
      env,
      which: (name) => !alone(name),
    });
    const one = await nodeTests('tests/browser', tally, { args: ['--test-concurrency=1'], env, which: alone });
    return together || one;
  } finally {
    await close();
  }
}

/**
 * The command line, for the tests that compare with it, and the examples, of which one writes spoilt checkpoints. After the
 * `rust` part it is there already: with the examples it is built with the same features of the packages below.
 */
function buildNative() {
  return run('cargo', ['build', '--locked', '--bin', 'bam-lens', '--examples']);
}
