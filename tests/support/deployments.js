/** The page built more than once, as a host gets it over time. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/**
 * Builds the page; each number gives scripts of other names, and is `globalThis.deployment` on the page.
 *
 * @param {number} number
 * @returns {Promise<{ folder: string, remove: () => void }>}
 */
export async function deploy(number) {
  const folder = mkdtempSync(join(tmpdir(), 'bam-lens-dist-'));
  const numbered = {
    name: 'numbered',
    transform: (/** @type {string} */ code, /** @type {string} */ id) =>
      id.endsWith('/www/element.js') ? `${code}\nglobalThis.deployment = ${number};` : undefined,
  };
  await build({ logLevel: 'warn', plugins: [numbered], build: { outDir: folder, emptyOutDir: true } });
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
