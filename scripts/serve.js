/** Serves the built page as a blog or GitHub Pages would: below a path, by a server that does nothing else. */

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
