/** Builds dist/ and weighs it against the budgets: what a reader downloads before the first picture, and the module. */

import { brotliCompressSync, gzipSync } from 'node:zlib';
import { oneFile } from './one-file.js';

const KB = 1024;
const MB = 1024 * KB;

/** What a server compresses. Photos and weights are as small as they get, and brotli on them takes a minute. */
const COMPRESSED = /\.(css|html|js|json|svg|wasm)$/;

/** @typedef {{ name: string, raw: number, gzip: number, brotli: number }} Weight sizes in bytes */

/**
 * A budget is on the sum of the parts it is about.
 *
 * @type {{ what: string, of: (part: Part) => boolean, coding: 'raw' | 'gzip' | 'brotli', limit: number }[]}
 */
const BUDGETS = [
  { what: 'page shell (HTML, CSS, JS)', of: ({ shell }) => shell, coding: 'gzip', limit: 120 * KB },
  { what: 'WebAssembly', of: ({ name }) => name.endsWith('.wasm'), coding: 'brotli', limit: 700 * KB },
  // A mail grows by a third on its way, and many hosts take 25 MB.
  { what: 'page in one file', of: ({ name }) => name === 'bam-lens.html', coding: 'raw', limit: 17 * MB },
  {
    what: 'page in one file, without weights',
    of: ({ name }) => name === 'bam-lens-without-weights.html',
    coding: 'raw',
    limit: 4 * MB,
  },
];

/** @typedef {Weight & { shell: boolean }} Part */
/** @typedef {{ what: string, bytes: number, limit: number, coding: string, kept: boolean }} Verdict */

/**
 * Builds the page, prints its sizes and the budgets.
 *
 * @returns {Promise<Verdict[]>}
 */
export async function pack() {
  const { build } = await import('vite');
  const { output } = await build({ logLevel: 'warn' });
  const parts = [...weigh(output), ...(await oneFile()).map(asPart)];
  const verdicts = judge(parts);
  printParts(parts);
  printVerdicts(verdicts);
  return verdicts;
}

/**
 * @param {(import('vite').Rollup.OutputChunk | import('vite').Rollup.OutputAsset)[]} output
 * @returns {Part[]}
 */
export function weigh(output) {
  const lazy = lazyChunks(output);
  return output.map(({ fileName, code, source }) => ({
    ...weight(fileName, Buffer.from(code ?? source)),
    // The service worker comes after the first run.
    shell: /\.(html|css|js)$/.test(fileName) && !lazy.has(fileName) && fileName !== 'sw.js',
  }));
}

/**
 * Mailed as it is. To pack it again would take half a minute.
 *
 * @param {{ name: string, bytes: number }} file
 * @returns {Part}
 */
const asPart = ({ name, bytes }) => ({ name, raw: bytes, gzip: bytes, brotli: bytes, shell: false });

/** @returns {Set<string>} the chunks that no entry needs before it can run */
function lazyChunks(output) {
  const chunks = new Map(output.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
  const lazy = new Set(chunks.keys());
  const need = (name) => {
    if (lazy.delete(name)) chunks.get(name).imports.forEach(need);
  };
  for (const { fileName, isEntry } of chunks.values()) if (isEntry) need(fileName);
  return lazy;
}

/** @param {string} name @param {Buffer} bytes @returns {Weight} */
export function weight(name, bytes) {
  const raw = bytes.length;
  if (!COMPRESSED.test(name)) return { name, raw, gzip: raw, brotli: raw };
  return { name, raw, gzip: gzipSync(bytes).length, brotli: brotliCompressSync(bytes).length };
}

/** @param {Part[]} parts @returns {Verdict[]} */
export function judge(parts) {
  return BUDGETS.map(({ what, of, coding, limit }) => {
    const bytes = parts.filter(of).reduce((sum, part) => sum + part[coding], 0);
    return { what, bytes, limit, coding, kept: bytes > 0 && bytes <= limit };
  });
}

function printParts(parts) {
  const width = Math.max(...parts.map(({ name }) => name.length));
  const row = (name, ...cells) => console.log(name.padEnd(width), ...cells.map((cell) => cell.padStart(12)));
  row('dist/', 'raw', 'gzip', 'brotli');
  for (const { name, raw, gzip, brotli } of parts.toSorted((a, b) => a.name.localeCompare(b.name))) {
    row(name, kilobytes(raw), kilobytes(gzip), kilobytes(brotli));
  }
}

function printVerdicts(verdicts) {
  for (const { what, bytes, limit, coding, kept } of verdicts) {
    console.log(`${kept ? '✔' : '✖'} ${what}: ${kilobytes(bytes)} ${coding} of ${kilobytes(limit)}`);
  }
}

function kilobytes(bytes) {
  return `${(bytes / KB).toFixed(1)} KB`;
}
