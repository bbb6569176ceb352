/** A page in one file carries what it would fetch, packed by `scripts/vite/packed.js`. */

const PACKED = 'data:application/gzip';

/**
 * @param {string} url
 * @returns {Promise<Response>} with the bytes that were packed
 */
export async function fetchUnpacked(url) {
  const response = await fetch(url);
  if (!url.startsWith(PACKED) || !response.body) return response;
  // The type matters to WebAssembly alone, which is compiled while it is unpacked.
  const headers = { 'content-type': 'application/wasm' };
  return new Response(response.body.pipeThrough(new DecompressionStream('gzip')), { headers });
}
