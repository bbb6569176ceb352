/** Damaged checkpoints: a network or a sentence, quickly, and no more memory than the file explains. */

import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MUTATIONS } from './mutations.js';
import { open } from './open.js';
import { random } from './random.js';
import { SHARE, Trial, explained } from './trial.js';
import { inDirectory, inHeader, inPickle } from './structures.js';

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

for (const [where, count, names, mutations] of ROUNDS) {
  const files = names.map(read);
  const share = Math.ceil(count * SHARE);
  test(`${share} changes of ${where}`, async (t) => {
    const trial = new Trial((glue) => glue, explained);
    for (let n = 0; n < share; n++) {
      const chance = random(n);
      const file = mutations[n % mutations.length](chance.pick(files), chance);
      await trial.attempt(`${where} ${n}`, file, (glue) => void open(glue, file));
    }
    t.diagnostic(trial.summary);
  });
}
