/**
 * `npm run test:fuzz [-- --minutes 10 --target image]`: the readers of files under cargo-fuzz, each for some minutes, and the
 * reader of addresses, which is JavaScript, on texts from a seed. The first need nightly Rust and `cargo install cargo-fuzz`.
 * What they find is kept in tests/fuzz/artifacts; a minimal file of it belongs into tests/fixtures/findings, where `npm test`
 * opens it in WebAssembly.
 */

import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError, read, run, runScript } from './command.js';
import { root } from './prepare.js';

const FOLDER = 'tests/fuzz';
/** What each target starts from: files of the repository, and the bytes that the target wants in front of them. */
const SEEDS = {
  safetensors: { folder: 'tests/fixtures/checkpoints', which: /\.safetensors$/, before: [] },
  pytorch: { folder: 'tests/fixtures/checkpoints', which: /\.(pth|tar)$/, before: [0] },
  image: { folder: 'tests/fixtures/images', which: /\.(jpg|png|webp|gif|bmp)$/, before: [22, 64] },
  manifest: undefined,
};
const ADDRESS = 'address';
/** As the page does with a file that takes too long or too much. */
const LIMITS = ['-timeout=5', '-rss_limit_mb=2500', '-max_len=200000'];

runScript(async () => {
  process.chdir(root);
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, target: { type: 'string' } } });
  const known = [ADDRESS, ...Object.keys(SEEDS)];
  const targets = values.target ? [values.target] : known;
  const unknown = targets.find((target) => !known.includes(target));
  if (unknown) throw new SetupError(`there is no target "${unknown}": ${known.join(', ')}`);
  const seconds = 60 * Number(values.minutes ?? 10);
  if (targets.includes(ADDRESS)) await tryAddresses(seconds);
  await tryFiles(
    targets.filter((target) => target !== ADDRESS),
    seconds,
  );
});

/** @param {number} seconds */
async function tryAddresses(seconds) {
  const { tryAddress } = await import('../tests/fuzz/address.js');
  const until = performance.now() + 1000 * seconds;
  let seed = Date.now();
  const first = seed;
  while (performance.now() < until) tryAddress(seed++);
  console.log(`address: ${seed - first} texts from the seed ${first} on, no finding`);
}

/** @param {string[]} targets @param {number} seconds each */
async function tryFiles(targets, seconds) {
  if (targets.length === 0) return;
  if ((await read('cargo', ['+nightly', 'fuzz', '--version'], { quiet: true })) === undefined) {
    throw new SetupError(
      'nightly Rust or cargo-fuzz is missing: rustup toolchain add nightly; cargo install cargo-fuzz',
    );
  }
  for (const target of targets) {
    seed(target);
    const args = ['+nightly', 'fuzz', 'run', '--fuzz-dir', FOLDER, target, '--'];
    await run('cargo', [...args, ...LIMITS, `-max_total_time=${seconds}`]);
  }
}

/** @param {string} target */
function seed(target) {
  const corpus = join(FOLDER, 'corpus', target);
  mkdirSync(corpus, { recursive: true });
  const seeds = SEEDS[/** @type {keyof typeof SEEDS} */ (target)];
  if (!seeds) {
    copyFileSync(join(FOLDER, 'manifest.txt'), join(corpus, 'seed'));
    return;
  }
  for (const name of readdirSync(seeds.folder).filter((name) => seeds.which.test(name))) {
    const bytes = readFileSync(join(seeds.folder, name));
    writeFileSync(join(corpus, name), Buffer.concat([Buffer.from(seeds.before), bytes]));
  }
}
