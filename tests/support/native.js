/** The same network built for this machine: what the page shows is compared with what the command line computes. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTensors } from './safetensors.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', 'bam-lens');

/** The weights the page starts with. */
export const shippedWeights = join(root, 'www/models/resnet18-bam-tiny200.safetensors.gzip');

/** A bundled photo. @param {string} id */
export const sample = (id) => join(root, `www/samples/${id}.jpg`);

/**
 * `bam-lens run` on one photo or tensor.
 *
 * @param {string[]} options without `--taps` and `--json`
 * @returns {{ line: any, taps: ReturnType<typeof readTensors> }}
 */
export function runNative(options) {
  const folder = mkdtempSync(join(tmpdir(), 'bam-lens-'));
  try {
    const path = join(folder, 'taps.safetensors');
    const text = execFileSync(binary, ['run', ...options, '--taps', path, '--json'], { encoding: 'utf8' });
    return { line: JSON.parse(text), taps: readTensors(path) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * What `bam-lens cost` counts.
 *
 * @param {Record<string, string | number>} options by name
 * @returns {{ parameters: number, multiplyAdds: number, bam: { parameters: number, multiplyAdds: number }[] }}
 */
export function costNative(options) {
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return JSON.parse(execFileSync(binary, ['cost', ...words, '--json'], { encoding: 'utf8' }));
}

/** What `bam-lens inspect` says of the shipped weights. @returns {import('../../www/wasm/bam_lens.js').Report} */
export const inspectShipped = () =>
  JSON.parse(execFileSync(binary, ['inspect', shippedWeights, '--json'], { encoding: 'utf8', maxBuffer: 16 << 20 }));

/** Writes the table of spoilt checkpoints: files, and `table.json` with what must come of each. @param {string} folder */
export const writeHostile = (folder) =>
  execFileSync(join(dirname(binary), 'examples', 'hostile-checkpoints'), [folder]);
