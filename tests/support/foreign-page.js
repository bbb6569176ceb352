/** A page of somebody else: an origin of its own that serves one document and allows nothing. */

import { createServer } from 'node:http';

/**
 * @param {string} body what a blog's author pasted
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveForeignPage(body) {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A blog</title><link rel="icon" href="data:,"><p>Before.</p>
${body}
<p>After.</p></html>`;
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve(undefined)));
    },
  };
}
