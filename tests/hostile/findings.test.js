/** Files that once broke something, in us or in a library below us: each is opened as the fuzz target of its folder does it. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { around } from './archive.js';
import { open } from './open.js';
import { Trial, explained } from './trial.js';

const FINDINGS = new URL('../fixtures/findings/', import.meta.url);
const SOUND = new URL('../fixtures/checkpoints/canonical_resnet18.safetensors', import.meta.url);
/** The metadata that the lines of a manifest are, as in `tests/fuzz/targets/manifest.rs`. */
const ENTRIES = ['variants', 'classes', 'mean', 'std', 'size', 'arch', 'stem', 'training'];

/** What the table in its README says of each. @type {Record<string, string>} */
const CODES = Object.fromEntries(
  Array.from(
    readFileSync(new URL('README.md', FINDINGS), 'utf8').matchAll(/^\| `(\S+)` .* `([\w.]+)` \|$/gm),
    ([, file, code]) => [file, code],
  ),
);

/** @typedef {import('./open.js').Glue} Glue */

/** @type {Record<string, (glue: Glue, file: Uint8Array) => void>} */
const TARGETS = {
  safetensors: (glue, file) => void open(glue, file),

  pytorch(glue, file) {
    const rest = file.subarray(1);
    open(glue, file[0] & 1 ? around(rest) : rest);
  },

  manifest(glue, file) {
    const sound = readFileSync(SOUND);
    const length = Number(sound.readBigUInt64LE());
    const header = JSON.parse(sound.toString('utf8', 8, 8 + length));
    const lines = Buffer.from(file).toString('utf8').split('\n');
    header.__metadata__ = Object.fromEntries(ENTRIES.map((entry, n) => [entry, lines[n]]).filter(([, line]) => line));
    const written = Buffer.from(JSON.stringify(header));
    const start = Buffer.alloc(8);
    start.writeBigUInt64LE(BigInt(written.length));
    open(glue, new Uint8Array(Buffer.concat([start, written, sound.subarray(8 + length)])));
  },

  image({ Session }, file) {
    const session = new Session(new Uint8Array(readFileSync(SOUND)));
    try {
      session.loadPhoto(file.subarray(2), 2 * file[0] + 20);
    } finally {
      session.free();
    }
  },
};

for (const folder of readdirSync(FINDINGS, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const names = readdirSync(new URL(`${folder.name}/`, FINDINGS));
  test(`${names.length} findings: ${folder.name}`, async (t) => {
    const target = TARGETS[folder.name];
    assert.ok(target, `no fuzz target is named ${folder.name}`);
    const trial = new Trial((glue) => glue, explained);
    for (const name of names) {
      const file = new Uint8Array(readFileSync(new URL(`${folder.name}/${name}`, FINDINGS)));
      const error = await trial.attempt(`${folder.name}/${name}`, file, (glue) => target(glue, file));
      const code = CODES[`${folder.name}/${name}`];
      assert.ok(code, `README.md has no row for ${name}`);
      assert.equal(error?.code, code, name);
    }
    t.diagnostic(trial.summary);
  });
}

test('every target takes its own seed', async () => {
  const trial = new Trial((glue) => glue, explained);
  const read = (/** @type {string} */ path) => readFileSync(new URL(`../${path}`, import.meta.url));
  const seeds = {
    safetensors: read('fixtures/checkpoints/official_resnet18.safetensors'),
    pytorch: Buffer.concat([Buffer.from([0]), read('fixtures/checkpoints/official_resnet18.zip.pth')]),
    image: Buffer.concat([Buffer.from([22, 64]), read('fixtures/images/photo.png')]),
  };
  for (const [name, seed] of Object.entries(seeds)) {
    const file = new Uint8Array(seed);
    assert.equal(await trial.attempt(name, file, (glue) => TARGETS[name](glue, file)), undefined, name);
  }
  const manifest = new Uint8Array(read('fuzz/manifest.txt'));
  const error = await trial.attempt('manifest', manifest, (glue) => TARGETS.manifest(glue, manifest));
  assert.match(String(error?.code), /^checkpoint\.metadata$/);
  // A pickle alone: an empty dictionary, in an archive that is made for it.
  const pickle = new Uint8Array(Buffer.from('\x01\x80\x02}.', 'latin1'));
  const empty = await trial.attempt('pickle', pickle, (glue) => TARGETS.pytorch(glue, pickle));
  assert.equal(empty?.code, 'misfit.otherArchitecture');
});
