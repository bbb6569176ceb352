/**
 * Photos where memory ends: each is read or refused with a sentence, whatever is left. What 100 megapixels meet at the module's
 * own maximum, 1.5 megapixels meet at smaller ones.
 */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { read } from './awkward.js';
import { withMostPages } from './small-memory.js';
import { Victim } from './victim.js';

const SIZE_PX = 32;
const PAGES_PER_MIB = 16;
/** Up to so much room beside the network, in such steps. */
const MOST_MIB = 44;
const STEP_MIB = 1;

const wasm = readFileSync(new URL('../../www/wasm/bam_lens_bg.wasm', import.meta.url));
const weights = readFileSync(new URL('../fixtures/checkpoints/official_resnet18.safetensors', import.meta.url));
const files = readdirSync(new URL('../fixtures/images/awkward', import.meta.url)).filter((name) =>
  name.startsWith('room-'),
);

const prepare = (/** @type {typeof import('../../www/wasm/bam_lens.js')} */ { Session }) => new Session(weights);
const alone = new Victim(prepare);
await alone.renew();
/** What the network takes without a photo. */
const base = Math.ceil(alone.memoryBytes / 2 ** 20);

for (const file of files) {
  test(file, async (t) => {
    const photo = read(`awkward/${file}`);
    /** @type {number[]} */ const refused = [];
    /** @type {number[]} */ const opened = [];
    for (let mib = STEP_MIB; mib <= MOST_MIB; mib += STEP_MIB) {
      const module = new WebAssembly.Module(withMostPages(wasm, (base + mib) * PAGES_PER_MIB));
      const victim = new Victim(prepare, module);
      await victim.renew();
      const { error, trapped } = victim.attempt((session) => session.loadPhoto(photo, SIZE_PX));
      assert.ok(!trapped, `with ${mib} MiB: ${error?.stack}`);
      if (error) assert.equal(error.code, 'image.noRoom', error.stack);
      (error ? refused : opened).push(mib);
      // More room would be no other.
      if (opened.length === 3) break;
    }
    t.diagnostic(`opened with ${opened[0]} MiB`);
    assert.ok(refused.length > 0 && opened.length > 0, `${refused.length} refused, ${opened.length} opened`);
    assert.ok(Math.max(...refused) < opened[0]);
  });
}
