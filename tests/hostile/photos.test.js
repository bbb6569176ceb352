/** Awkward photos, each as docs/PHOTOS.md says: the right picture or the right sentence. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { GROUPS, distance, document, read } from './awkward.js';
import { Trial } from './trial.js';

const SIZE_PX = 32;
const POINTS = 6;
/** Shorter side of the photo that a session keeps for display. */
const SHOWN_PX = 720;
/** Of one that is refused by its header: its file, once more, and what the decoder wants to begin with. */
const REFUSED_BYTES = 12 << 20;
/** For each megapixel. */
const HANGS_MS = 200;

const weights = readFileSync(new URL('../fixtures/checkpoints/official_resnet18.safetensors', import.meta.url));

/** 6 x 6 pixels of the middle square. @param {import('../../www/wasm/bam_lens.js').Session} session */
function points(session) {
  const { widthPx, data } = session.photoPixels(SHOWN_PX);
  const places = Array.from({ length: POINTS }, (_, i) => Math.floor(((2 * i + 1) * widthPx) / (2 * POINTS)));
  const pixel = (/** @type {number} */ x, /** @type {number} */ y) => [
    ...data.slice(4 * (y * widthPx + x)).slice(0, 3),
  ];
  return Buffer.from(places.flatMap((y) => places.flatMap((x) => pixel(x, y)))).toString('hex');
}

const seen = (/** @type {typeof import('../../www/wasm/bam_lens.js')} */ { Session }) => new Session(weights);

for (const { group, cases } of GROUPS) {
  test(group, async (t) => {
    for (const { name, file, size, pixels = '', levels = 0, code, sentence } of cases) {
      await t.test(name, async (t) => {
        const bytes = read(file);
        const [width, height] = size ?? [0, 0];
        // What a WebP's or a progressive JPEG's decoder keeps is as large as the picture.
        const memoryBytes = (/** @type {number} */ fileBytes) => 3 * fileBytes + REFUSED_BYTES + 7 * width * height;
        const trial = new Trial(seen, memoryBytes, 2000 + (HANGS_MS * width * height) / 1e6);
        const refusal = await trial.attempt(name, bytes, (session) => {
          const { widthPx, heightPx } = session.loadPhoto(bytes, SIZE_PX);
          assert.deepEqual([widthPx, heightPx], size, name);
          // A larger one is shown smaller.
          if (Math.min(width, height) <= SHOWN_PX) {
            const apart = distance(points(session), pixels);
            assert.ok(apart <= levels, `${apart} levels`);
          }
          session.run();
        });
        t.diagnostic(trial.summary);
        assert.equal(refusal?.code ?? '', code ?? (size ? '' : 'image.unsupported'));
        if (sentence) assert.equal(refusal?.message, sentence);
      });
    }
  });
}

test('docs/PHOTOS.md says the same', () => {
  const text = readFileSync(new URL('../../docs/PHOTOS.md', import.meta.url), 'utf8');
  assert.ok(text.includes(document()), '`node tests/hostile/awkward-table.js` writes it again');
});
