/** Fetches a weights file with progress, checks it, and keeps it for the next visit. Runs in the worker. */

import { answered } from './answered.js';
import { Failure } from './failure.js';

const CACHE = 'bam-lens-weights-1';

/** A page in one file has them already. @param {Source} source */
const isInside = ({ url }) => url.startsWith('data:');

/**
 * @typedef {object} Source
 * @property {string} url
 * @property {number} [bytes] size from the manifest: a compressed transfer makes Content-Length wrong
 * @property {string} [sha256] hex digest from the manifest
 */

/** @typedef {{ loadedBytes: number, totalBytes: number | undefined, cached: boolean }} Progress */

/**
 * @param {Source} source
 * @param {(progress: Progress) => void} onProgress
 * @returns {Promise<Uint8Array>}
 */
export async function fetchWeights(source, onProgress) {
  const kept = await readCache(source);
  if (kept) {
    onProgress({ loadedBytes: kept.length, totalBytes: kept.length, cached: true });
    return kept;
  }
  const bytes = await download(source, onProgress);
  if (source.bytes !== undefined && bytes.length !== source.bytes) {
    throw new Failure('weights.length', { got: bytes.length, expected: source.bytes });
  }
  if (!(await hasDigest(bytes, source.sha256))) {
    throw new Failure('weights.digest');
  }
  await writeCache(source, bytes);
  return bytes;
}

/** @param {Source} source @param {(progress: Progress) => void} onProgress */
async function download(source, onProgress) {
  const response = answered(await reached(fetch(source.url)));
  if (/^text\/html\b/.test(response.headers.get('content-type') ?? '')) {
    throw new Failure('weights.html');
  }
  return reached(readBody(response, source.bytes, onProgress));
}

/** Browsers word a broken connection each in its own way. @template T @param {Promise<T>} transfer @returns {Promise<T>} */
async function reached(transfer) {
  try {
    return await transfer;
  } catch {
    throw new Failure('connection');
  }
}

/**
 * @param {Response} response
 * @param {number | undefined} totalBytes
 * @param {(progress: Progress) => void} onProgress
 */
async function readBody(response, totalBytes, onProgress) {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const chunks = [];
  let loadedBytes = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    loadedBytes += value.length;
    onProgress({ loadedBytes, totalBytes, cached: false });
  }
  const bytes = new Uint8Array(loadedBytes);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string | undefined} expected
 */
async function hasDigest(bytes, expected) {
  // `crypto.subtle` is missing on plain http; the file is then taken as it is.
  if (!expected || !globalThis.crypto?.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === expected.toLowerCase();
}

// The cache may be absent, full or forbidden (a sandboxed frame has none): the page then works as on a first visit.

/** @param {Source} source @returns {Promise<Uint8Array | undefined>} */
async function readCache(source) {
  if (isInside(source)) return undefined;
  try {
    const response = await (await caches.open(CACHE)).match(source.url);
    if (!response) return undefined;
    const bytes = new Uint8Array(await response.arrayBuffer());
    return (await hasDigest(bytes, source.sha256)) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Source} source @param {Uint8Array<ArrayBuffer>} bytes */
async function writeCache(source, bytes) {
  if (isInside(source)) return;
  try {
    await (await caches.open(CACHE)).put(source.url, new Response(bytes));
  } catch {
    // A failed cache is no error: the next visit fetches again.
  }
}
