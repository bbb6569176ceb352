/** What was computed in advance is what the network computes, bit by bit. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, test } from 'node:test';
import { TOP, groupOf, unpackRuns } from '../../www/precomputed.js';
import { readRun } from '../../www/run.js';
import { DEFAULTS, STAGES } from '../../www/state.js';
import { readTrial } from '../../www/trial.js';
import { Session, bytes, cost, shipped } from './module.js';

const folder = new URL('../../www/precomputed/', import.meta.url);
const samples = JSON.parse(readFileSync(new URL('../../www/samples/index.json', import.meta.url), 'utf8'));
const session = new Session(shipped());
after(() => session.free());
const { architecture, variants } = session.summary;

/** @param {string} img @param {string} group */
function fileOf(img, group) {
  const file = readFileSync(new URL(`${img}.${group}.safetensors`, folder));
  return unpackRuns(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
}

test('every sample has a file for each r and one for the other forms; the counts beside the paper’s have one', () => {
  const groups = [...new Set(variants.map(({ setting }) => groupOf(setting)))].sort();
  assert.deepEqual(groups, ['forms', 'r16', 'r32', 'r4', 'r8']);
  const expected = samples.flatMap(({ id }) => groups.map((group) => `${id}.${group}.safetensors`));
  assert.deepEqual(readdirSync(folder).sort(), [...expected, 'results.json'].sort());
});

for (const { id, file } of samples) {
  test(`${id}: maps, predictions and what BAM changed under all ${variants.length} settings`, () => {
    session.loadPhoto(bytes(`www/samples/${file}`), DEFAULTS.size);
    for (const { setting, name } of variants) {
      for (const stage of STAGES) {
        const request = {
          architecture,
          setting,
          size: DEFAULTS.size,
          crop: DEFAULTS.crop,
          stage,
          channel: undefined,
          withPhoto: false,
        };
        const live = readRun(session, cost, request);
        const shown = fileOf(id, groupOf(setting))(setting, stage);
        assert.ok(shown, name);
        assert.equal(shown.number, 0);
        assert.deepEqual(shown.bottlenecks, live.bottlenecks, name);
        const { taps, ...planes } = shown.detail;
        const { taps: liveTaps, ...livePlanes } = live.detail;
        assert.deepEqual(planes, livePlanes, name);
        for (const [tap, { shape, data }] of Object.entries(taps)) {
          assert.deepEqual({ shape, data }, { shape: liveTaps[tap].shape, data: liveTaps[tap].data }, `${name} ${tap}`);
        }
        for (const field of ['fit', 'shapes', 'cost', 'setting', 'stage']) assert.deepEqual(shown[field], live[field]);
        assert.deepEqual(shown.predictions, live.predictions.slice(0, TOP));
      }
    }
    const off = { ...variants[0].setting, form: 'none' };
    const all = readTrial(session, [off, off, off], undefined).predictions;
    const { predictions, baseline } = fileOf(id, 'r16')(DEFAULTS_SETTING, 3);
    assert.deepEqual(
      baseline,
      predictions.map(({ index }) => all.find((other) => other.index === index)),
    );
  });
}

const DEFAULTS_SETTING = { form: 'paper', merge: 'sum', r: DEFAULTS.r, d: DEFAULTS.d };

test('a setting that was not trained has no maps in advance', () => {
  assert.equal(fileOf('koala', 'r16')({ ...DEFAULTS_SETTING, d: 3 }, 3), undefined);
  assert.equal(fileOf('koala', 'forms')({ form: 'se', merge: 'sum', r: 8, d: 4 }, 3), undefined);
  assert.ok(fileOf('koala', 'forms')({ form: 'se', merge: 'max', r: 16, d: 3 }, 3), 'SE reads neither merge nor d');
});
