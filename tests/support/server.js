/** A host for tests: a folder below a path, with headers that the host adds and paths that answer what a test wants. */

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** The built page. `npm test` builds it into dist/. */
export const DIST = process.env.BAM_LENS_DIST ?? 'dist';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.md': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * @typedef {object} Host
 * @property {string} url of the folder on `localhost`, with a slash at its end; on `127.0.0.1` it is another site
 * @property {string[]} requests paths that were asked for, in order
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} folder
 * @param {object} [options]
 * @param {string} [options.below] path of the folder on the host
 * @param {Record<string, string>} [options.headers] of every answer
 * @param {Record<string, string>} [options.pages] HTML by its name in the folder, where there is no such file
 * @param {(path: string, response: import('node:http').ServerResponse) => boolean} [options.answer] takes a request by
 *   answering true: it ends the response itself
 * @returns {Promise<Host>}
 */
export async function serve(folder, { below = '/', headers = {}, pages = {}, answer = () => false } = {}) {
  /** @type {string[]} */
  const requests = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    requests.push(path);
    if (answer(path, response)) return;
    const [status, body, type] = await read(path);
    response.writeHead(status, { ...headers, 'content-type': type }).end(body);
  });

  /** @returns {Promise<[number, string | Buffer, string]>} status, body, type */
  async function read(path) {
    const name = path.startsWith(below) ? path.slice(below.length) || 'index.html' : undefined;
    if (name !== undefined && Object.hasOwn(pages, name)) return [200, pages[name], TYPES['.html']];
    try {
      if (name === undefined || normalize(name).startsWith('..')) throw new Error('outside the folder');
      return [200, await readFile(join(folder, name)), TYPES[extname(name)] ?? 'application/octet-stream'];
    } catch {
      return [404, 'not here', 'text/plain'];
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://localhost:${server.address().port}${below}`, requests, close };
}
