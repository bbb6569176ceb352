/** All set-up that `npm start` and `npm test` need, each step only when it is due. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError, read, run } from './command.js';
import { npm } from './npm.js';

const WASM_TARGET = 'wasm32-unknown-unknown';
/** The oldest Node that Vite 8 and ESLint 10 run on. */
const NODE = [20, 19];

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Packages, toolchain, `www/wasm` built from the Rust sources as they are, and `www/precomputed` by that module. */
export async function prepare() {
  process.chdir(root);
  requireNode();
  await installPackages();
  await requireRust();
  await buildWasm();
  await computeInAdvance();
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) {
    throw new SetupError(`Node ${process.versions.node} is too old, ${NODE.join('.')} is needed: https://nodejs.org`);
  }
}

async function installPackages() {
  // npm writes this file last, so an interrupted installation counts as none.
  if (modified('node_modules/.package-lock.json') >= modified('package-lock.json')) return;
  console.log('Installing the npm packages');
  // None of them has to run anything when it is installed.
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}

async function requireRust() {
  const bin = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'bin');
  process.env.PATH += delimiter + bin;
  const libraries = await read('rustc', ['--print', 'target-libdir', '--target', WASM_TARGET]);
  if (libraries === undefined || (await read('cargo', ['--version'])) === undefined) {
    throw new SetupError('Rust was not found: install it with rustup (https://rustup.rs), then run this again.');
  }
  if (existsSync(libraries.trim())) return;
  await rustup(['target', 'add', WASM_TARGET], `the Rust target ${WASM_TARGET}`);
}

/**
 * @param {string[]} args
 * @param {string} what is missing without it
 */
export async function rustup(args, what) {
  if ((await read('rustup', ['--version'], { quiet: true })) === undefined) {
    throw new SetupError(`${what} is missing and there is no rustup to add it: https://rustup.rs`);
  }
  await run('rustup', args);
}

async function buildWasm() {
  const module = await compile();
  const inputs = [module, 'xtask/src/main.rs', 'xtask/Cargo.toml'];
  const outputs = ['bam_lens.js', 'bam_lens.d.ts', 'bam_lens_bg.wasm'].map((name) => join('www/wasm', name));
  if (Math.min(...outputs.map(modified)) >= Math.max(...inputs.map(modified))) return;
  await run('cargo', ['xtask', 'bindgen', module, 'www/wasm']);
}

/** What was computed by another module, from other weights, photos or code is not what the page would compute. */
async function computeInAdvance() {
  const [weights] = filesOf('www/models').filter((name) => name.endsWith('.gzip'));
  const code = ['scripts/precompute.js', 'www/precomputed.js', 'www/run.js', 'www/state.js', 'www/variants.js'];
  const printed = ['www/cost.js', 'www/results/printed.js', 'www/results/printed.json'];
  const inputs = ['www/wasm/bam_lens_bg.wasm', weights, ...filesOf('www/samples'), ...code, ...printed];
  const outputs = existsSync('www/precomputed') ? filesOf('www/precomputed') : [];
  if (outputs.length && Math.min(...outputs.map(modified)) >= Math.max(...inputs.map(modified))) return;
  console.log('Computing the sample photos in advance');
  const { precompute } = await import('./precompute.js');
  await precompute(weights);
}

/** @returns {Promise<string>} where Cargo put the module */
async function compile() {
  const args = ['build', '--release', '--locked', '--lib', '--target', WASM_TARGET];
  const messages = await read('cargo', [...args, '--message-format=json-render-diagnostics'], {
    // Either would replace the flags of .cargo/config.toml, without which the module has no SIMD.
    env: { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined },
  });
  if (messages === undefined) throw new SetupError('the WebAssembly module was not built');
  const module = messages
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(({ reason, target }) => reason === 'compiler-artifact' && target.name === 'bam_lens')
    .flatMap(({ filenames }) => filenames)
    .find((name) => name.endsWith('.wasm'));
  if (!module) throw new SetupError('Cargo named no WebAssembly module');
  return module;
}

/** @param {string} folder */
const filesOf = (folder) => readdirSync(folder).map((name) => join(folder, name));

/** @returns {number} milliseconds, 0 for a file that does not exist */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
