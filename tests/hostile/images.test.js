/** Damaged photos: a picture or a sentence, quickly, and what was there before stays. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MUTATIONS } from './mutations.js';
import { random } from './random.js';
import { Trial, explained } from './trial.js';

const SIZE_PX = 64;
const EACH = 100;

/** @type {Record<string, string[]>} */
const SOURCES = {
  jpeg: ['420.jpg', 'progressive.jpg', 'restarts.jpg', 'cmyk.jpg', 'grey.jpg', '../../../www/samples/duck.jpg'],
  png: ['photo.png', 'interlaced.png', 'palette.png', 'deep.png', 'alpha.png', 'bits.png'],
  webp: ['lossy.webp', 'lossless.webp', 'animated.webp', 'alpha.webp'],
  gif: ['offset.gif'],
  bmp: ['photo.bmp'],
};

const read = (/** @type {string} */ path) => new Uint8Array(readFileSync(new URL(`../${path}`, import.meta.url)));
const weights = read('fixtures/checkpoints/official_resnet18.safetensors');
const good = read('../www/samples/koala.jpg');

/** A network that has seen a photo. @param {typeof import('../../www/wasm/bam_lens.js')} glue */
function seen({ Session }) {
  const session = new Session(weights);
  session.loadPhoto(good, SIZE_PX);
  session.run();
  return session;
}

/** @param {import('../../www/wasm/bam_lens.js').Session} session */
const answer = (session) => session.tap('probabilities').data;

for (const [format, names] of Object.entries(SOURCES)) {
  const files = names.map((name) => read(`fixtures/images/${name}`));
  for (const [kind, mutate] of Object.entries(MUTATIONS)) {
    test(`${EACH} of ${format}, ${kind}`, async (t) => {
      // A photo of a few hundred pixels a side: its pixels and the decoder's own copy of them.
      const trial = new Trial(seen, explained);
      for (let n = 0; n < EACH; n++) {
        const chance = random(n);
        const file = mutate(files[n % files.length], chance);
        await trial.attempt(`${format} ${kind} ${n}`, file, (session) => {
          const before = answer(session);
          try {
            session.loadPhoto(file, SIZE_PX);
          } catch (error) {
            // Refused: the run before is still there, and can be run again.
            session.run();
            assert.deepEqual(answer(session), before);
            throw error;
          }
          session.run();
        });
      }
      t.diagnostic(trial.summary);
    });
  }
}
