/** Serves a folder as a plain web host does: by name, compressed, under any path, and with the headers one asks for. */

import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { createGzip } from 'node:zlib';

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
 * @param {string} folder
 * @param {object} [options]
 * @param {string} [options.base] path below which it lies
 * @param {Record<string, string>} [options.headers] sent with everything
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean | void} [options.answer]
 *   asked first; true when it has answered
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveFolder(folder, { base = '/', headers = {}, answer = () => {} } = {}) {
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!answer(request, response)) send(request, response, folder, base);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://localhost:${port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
}

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response @param {string} folder @param {string} base */
function send(request, response, folder, base) {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const name = normalize(decodeURIComponent(pathname.slice(base.length)) || 'index.html');
  const path = join(folder, name);
  const file = pathname.startsWith(base) && !name.startsWith(`..${sep}`) && statSync(path, { throwIfNoEntry: false });
  if (!file || !file.isFile()) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('there is no such file');
    return;
  }
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  response.setHeader('content-type', type);
  // With it a browser knows how long a file is as good as new.
  response.setHeader('last-modified', file.mtime.toUTCString());
  const zip = COMPRESSED.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  response.setHeader(...(zip ? ['content-encoding', 'gzip'] : ['content-length', String(file.size)]));
  const content = createReadStream(path);
  (zip ? content.pipe(createGzip()) : content).pipe(response);
}
