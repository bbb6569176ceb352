/** Spoilt checkpoints by their names: the module says of each what the native build says (tests/checkpoint/hostile_files.rs). */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeHostile } from '../support/native.js';
import { open } from './open.js';
import { Trial, explained } from './trial.js';

/** @typedef {{ family: string, name: string, file: string, network?: string, code?: string, sentence?: string }} Row */

const folder = mkdtempSync(join(tmpdir(), 'bam-lens-hostile-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
writeHostile(folder);
/** @type {Row[]} */
const table = JSON.parse(readFileSync(join(folder, 'table.json'), 'utf8'));

for (const family of new Set(table.map((row) => row.family))) {
  const rows = table.filter((row) => row.family === family);
  test(`${rows.length} named files: ${family}`, async (t) => {
    const trial = new Trial((glue) => glue, explained);
    for (const { name, file, network, code, sentence } of rows) {
      const bytes = new Uint8Array(readFileSync(join(folder, file)));
      let opened;
      const error = await trial.attempt(`${family}: ${name}`, bytes, (glue) => {
        opened = open(glue, bytes);
      });
      assert.deepEqual(
        { network: opened, code: error?.code, sentence: error?.message },
        { network, code, sentence },
        `${family}: ${name}`,
      );
    }
    t.diagnostic(trial.summary);
  });
}

test('the table is as long as it is said to be', () => {
  const count = (/** @type {string[]} */ ...of) => table.filter(({ family }) => of.includes(family)).length;
  assert.ok(count('safetensors') >= 27, `${count('safetensors')} safetensors files`);
  assert.ok(count('zip', 'pickle', 'legacy', 'tar', 'gzip') >= 43);
});
