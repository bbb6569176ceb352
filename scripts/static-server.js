/**
 * A web server of a folder's files, as blogs and hosts have them: it knows nothing of the page. Tests can deploy another
 * folder, take it away in the middle, and have particular files answered wrongly.
 */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

/** By the ending of a file; others come as bytes. */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
};

/** What hosts compress on the way. */
const COMPRESSED = /^(text\/|application\/(json|wasm)|image\/svg)/;

/**
 * What is sent in place of a file.
 *
 * @typedef {object} Answer
 * @property {number} [status] 200 without it; with `to` 302
 * @property {string} [type] media type
 * @property {string | Uint8Array} [body] the file's own without it
 * @property {number} [cutAt] the connection breaks after so many bytes of the body
 * @property {string} [to] address of a redirect
 */

/**
 * @typedef {object} Options
 * @property {string} folder
 * @property {string} [base] path it lies at, with a slash at both ends
 * @property {number} [port] any free one without it
 * @property {Record<string, string>} [headers] of every answer
 * @property {boolean} [cors] whether pages of other origins may read the files
 * @property {boolean} [gzip] whether it compresses
 * @property {(path: string) => Answer | undefined} [answer] asked for every path below the base; undefined: the file as it is
 */

/** Serves until it is closed. */
export class StaticServer {
  /** What was asked for, below the base, in order. @type {string[]} */ requests = [];
  /** All that reached it, with method, address and whatever was sent along, in order. @type {string[]} */ heard = [];
  /** @type {Options} may be changed while it serves: the next request is answered by it */ options;
  #server = createServer((request, response) => this.#serve(request, response));

  /** @param {Options} options */
  constructor(options) {
    this.options = options;
  }

  /** @returns {Promise<this>} */
  async open() {
    const { port = 0 } = this.options;
    await new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      // One address for both names, so that a test has two sites: localhost and 127.0.0.1.
      this.#server.listen(port, '127.0.0.1', () => resolve(undefined));
    });
    return this;
  }

  /** Address of the folder. */
  get url() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `http://localhost:${port}${this.options.base ?? '/'}`;
  }

  /** Breaks what is on its way; connections are refused from now on. */
  async close() {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async #serve(request, response) {
    const { folder, base = '/', headers = {}, cors = false, gzip = false, answer } = this.options;
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname.startsWith(base) ? decodeURIComponent(pathname.slice(base.length)) : undefined;
    if (path !== undefined) this.requests.push(path);
    const line = this.heard.push(`${request.method} ${request.url}`) - 1;
    request.on('data', (part) => (this.heard[line] += ` ${part}`));
    const told = path === undefined ? { status: 404 } : (answer?.(path) ?? {});
    const name = path === undefined || path === '' || path.endsWith('/') ? `${path ?? ''}index.html` : path;
    const body = told.body ?? (await contentOf(folder, name));
    const status = told.status ?? (told.to ? 302 : body === undefined ? 404 : 200);
    const type = told.type ?? (status === 404 ? 'text/plain' : (TYPES[extname(name)] ?? 'application/octet-stream'));
    const content = Buffer.from(status === 404 ? 'Not found' : (body ?? ''));
    const zip = gzip && COMPRESSED.test(type);
    const bytes = zip ? gzipSync(content) : content;
    response.writeHead(status, {
      'content-type': type,
      'content-length': bytes.length,
      ...(zip && { 'content-encoding': 'gzip' }),
      ...(cors && { 'access-control-allow-origin': '*' }),
      ...(told.to && { location: told.to }),
      ...headers,
    });
    if (request.method === 'HEAD') response.end();
    else if (told.cutAt === undefined) response.end(bytes);
    else response.write(bytes.subarray(0, told.cutAt), () => response.destroy());
  }
}

/** @param {Options} options @returns {Promise<StaticServer>} */
export const serveFolder = (options) => new StaticServer(options).open();

/** @param {string} folder @param {string} name */
async function contentOf(folder, name) {
  const path = normalize(join(folder, name));
  // What lies beside the folder is nobody's.
  if (!path.startsWith(normalize(folder + sep))) return undefined;
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}
