/** Damaged checkpoints: a network or a sentence, quickly, and no more memory than the file explains. */

import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MUTATIONS } from './mutations.js';
import { random } from './random.js';
import { SHARE, Trial } from './trial.js';
import { inDirectory, inHeader, inPickle } from './structures.js';

const SIZE_PX = 32;

/** @typedef {import('./mutations.js').Mutation} Mutation */

/** What is changed where, how often, and in which files. @type {[string, number, string[], Mutation[]][]} */
const ROUNDS = [
  [
    'safetensors, anywhere',
    10_000,
    [
      'official_resnet18.safetensors',
      'canonical_resnet18.safetensors',
      'canonical_resnet18.i8.safetensors',
      'official_bam_c64.safetensors',
    ],
    Object.values(MUTATIONS),
  ],
  [
    'safetensors, in its header',
    10_000,
    [
      'official_resnet18.safetensors',
      'canonical_resnet18.safetensors',
      'canonical_resnet18.i8.safetensors',
      'official_bam_c64.safetensors',
    ],
    [inHeader],
  ],
  ['PyTorch zip, anywhere', 6000, ['official_bam_c64.zip.pth'], Object.values(MUTATIONS)],
  ['PyTorch zip, in its directory', 4000, ['official_bam_c64.zip.pth'], [inDirectory]],
  [
    'PyTorch zip, in its pickle',
    10_000,
    ['official_bam_c64.zip.pth', 'torchvision_resnet18.pth', 'official_resnet18.zip.pth'],
    [inPickle],
  ],
  ['legacy PyTorch', 5000, ['official_bam_c64.legacy.pth.tar'], Object.values(MUTATIONS)],
  ['old PyTorch tar', 5000, ['official_bam_c64.tar'], Object.values(MUTATIONS)],
];

const read = (/** @type {string} */ name) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/checkpoints/${name}`, import.meta.url)));

/** @typedef {typeof import('../../www/wasm/bam_lens.js')} Glue */

/** Opens a file as the page and the command line do, and runs what it holds. @param {Glue} glue @param {Uint8Array} file */
function use({ Session, LoneModule }, file) {
  let session;
  try {
    session = new Session(file);
  } catch (error) {
    if (/** @type {any} */ (error).code !== 'network.loneModule') throw error;
    new LoneModule(file).free();
    throw error;
  }
  try {
    const { metadata } = session.summary;
    if (!metadata || !session.report.keys) throw new Error('a network without a summary');
    session.loadInput(new Float32Array(3 * SIZE_PX ** 2), Uint32Array.of(1, 3, SIZE_PX, SIZE_PX));
    session.run();
  } finally {
    session.free();
  }
}

for (const [where, count, names, mutations] of ROUNDS) {
  const files = names.map(read);
  const share = Math.ceil(count * SHARE);
  test(`${share} changes of ${where}`, async (t) => {
    const trial = new Trial(
      (glue) => glue,
      (fileBytes) => 2 * fileBytes + (64 << 20),
    );
    for (let n = 0; n < share; n++) {
      const chance = random(n);
      const file = mutations[n % mutations.length](chance.pick(files), chance);
      await trial.attempt(`${where} ${n}`, file, (glue) => use(glue, file));
    }
    t.diagnostic(trial.summary);
  });
}
