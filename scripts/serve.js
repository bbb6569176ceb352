/**
 * Serves the page: built, as a blog or GitHub Pages would, below a path and by a server that does nothing else; or its
 * sources.
 */

const BELOW = '/bam-lens/';

/**
 * @param {import('vite').PreviewOptions} [options]
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveBuilt(options) {
  const { preview } = await import('vite');
  const server = await preview({ base: BELOW, preview: options });
  return { url: server.resolvedUrls.local[0], close: () => server.close() };
}

/**
 * @param {string[]} pages whose packages are bundled before the first is opened
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} the sources as they are, not reloaded when they change
 */
export async function serveSources(pages) {
  const { createServer } = await import('vite');
  const server = await createServer({ logLevel: 'warn', server: { hmr: false }, optimizeDeps: { entries: pages } });
  await server.listen();
  return { url: server.resolvedUrls.local[0], close: () => server.close() };
}
