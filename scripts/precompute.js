/**
 * `www/precomputed/`: the shipped network on every sample photo under every trained setting, shown before it loads, and what the
 * networks of the paper's tables and our own variants cost.
 */

import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safetensorsOf } from '../www/export/safetensors.js';
import { TOP, groupOf, packRuns } from '../www/precomputed.js';
import { readRun } from '../www/run.js';
import { PRINTED, networkOf, readingsOf } from '../www/results/printed.js';
import { DEFAULTS, STAGES } from '../www/state.js';
import { readTrial } from '../www/trial.js';

const FOLDER = 'www/precomputed';

/** @param {string} weights @returns {Promise<string[]>} the files written */
export async function precompute(weights) {
  const { Session, cost, initSync } = await import('../www/wasm/bam_lens.js');
  initSync({ module: await readFile('www/wasm/bam_lens_bg.wasm') });
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const session = new Session(await readFile(weights));
  const { architecture, variants } = session.summary;
  for (const { id, file } of JSON.parse(await readFile('www/samples/index.json', 'utf8'))) {
    session.loadPhoto(await readFile(join('www/samples', file)), DEFAULTS.size);
    /** @type {Map<string, import('../www/run.js').Run[][]>} */
    const groups = new Map();
    for (const { setting } of variants) {
      const group = groupOf(setting);
      groups.set(group, [...(groups.get(group) ?? []), runs(setting)]);
    }
    for (const [group, ofGroup] of groups) {
      const { tensors, metadata } = packRuns(ofGroup);
      await writeFile(join(FOLDER, `${id}.${group}.safetensors`), safetensorsOf(tensors, metadata));
    }
  }
  session.free();
  await writeFile(join(FOLDER, 'results.json'), JSON.stringify({ counted: counted(), own: own() }));
  return readdir(FOLDER);

  /** For each row of each table what this code counts, also by its other readings; null for a network that it cannot build. */
  function counted() {
    const countsOf = (table) => table.rows.map((row) => withReadings(networkOf(table, row)));
    return Object.fromEntries(Object.entries(PRINTED).map(([name, table]) => [name, countsOf(table)]));
  }

  /** The variants of the shipped network, each with its accuracy and its cost. */
  function own() {
    const countedAt = (setting) => countOf({ architecture, setting, size: DEFAULTS.size });
    return variants.map(({ name, setting, accuracy }) => ({ name, setting, accuracy, ...countedAt(setting) }));
  }

  function withReadings(network) {
    if (!network) return null;
    const { released, stem7 } = readingsOf(network);
    return { ...countOf(network), released: countOf(released), stem7: countOf(stem7).parameters };
  }

  function countOf(network) {
    const { parameters, multiplyAdds } = cost(network.architecture, network.setting, network.size);
    return { parameters, multiplyAdds };
  }

  /** A setting with each of the three BAMs on show. */
  function runs(setting) {
    const { size, crop } = DEFAULTS;
    return STAGES.map((stage) => {
      const request = { architecture, setting, size, crop, stage, channel: undefined, withPhoto: false };
      const run = readRun(session, cost, request);
      const predictions = run.predictions.slice(0, TOP);
      return { ...run, predictions, baseline: withoutBam(setting, predictions) };
    });
  }

  /** The same classes with BAM off. */
  function withoutBam(setting, predictions) {
    const off = { ...setting, form: 'none' };
    const { predictions: all } = readTrial(session, [off, off, off], undefined);
    return predictions.map(({ index }) => all.find((other) => other.index === index));
  }
}
