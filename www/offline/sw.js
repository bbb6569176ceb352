/**
 * The hosted page without a network. One cache holds one version, whole: a page always finds the scripts that were built
 * with it, also when the server has newer ones only. Requests for anything that is not a file of this build, the weights
 * among them (their worker keeps them: `weights.js`), go to the network as if there were no service worker.
 */

/**
 * What `scripts/vite/offline.js` writes in here: addresses below the scope, and each file's digest for `integrity`.
 *
 * @typedef {object} Build
 * @property {string} version
 * @property {Record<string, string>} first what the page needs to run without a network
 * @property {Record<string, string>} later what is kept once it was asked for
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));
const { version, first, later } = /** @type {Build} */ (JSON.parse('__BUILD__'));
const files = { ...first, ...later };
const { scope } = worker.registration;
/** Another copy of the page may live on this origin, below another path, and has caches of its own. */
const OURS = `bam-lens ${scope} `;
const CACHE = OURS + version;

worker.addEventListener('install', (event) => event.waitUntil(keepFirst()));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('message', ({ data }) => data === 'activate' && worker.skipWaiting());
worker.addEventListener('fetch', (event) => {
  const { method, headers } = event.request;
  const file = fileOf(event.request);
  if (file === undefined || method !== 'GET' || headers.has('range')) return;
  event.respondWith(answer(event, file).catch(() => fetch(event.request)));
});

/** All or nothing: with one file missing this version is not installed, and the one before it stays. */
async function keepFirst() {
  const cache = await caches.open(CACHE);
  await Promise.all(Object.keys(first).map(async (file) => cache.put(addressOf(file), await whole(file))));
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // A first visit's page too: what it fetches from now on is kept.
  await worker.clients.claim();
}

/** Which file of this build is asked for. @param {Request} request */
function fileOf({ url, mode }) {
  if (!url.startsWith(scope)) return undefined;
  const path = url.slice(scope.length).replace(/#.*$/, '');
  if (mode === 'navigate' && /^(index\.html)?(\?|$)/.test(path)) return 'index.html';
  return path !== 'index.html' && Object.hasOwn(files, path) ? path : undefined;
}

/** @param {FetchEvent} event @param {string} file */
async function answer(event, file) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(addressOf(file), { ignoreVary: true });
  if (kept) return kept;
  const response = await whole(file);
  // A cache that is full is no error.
  event.waitUntil(cache.put(addressOf(file), response.clone()).catch(() => {}));
  return response;
}

/** Only the page itself keeps its name from build to build; of others the browser may have what the page just fetched. */
const whole = (/** @type {string} */ file) =>
  fetched(file, file === 'index.html' ? 'no-cache' : 'force-cache').catch(() => fetched(file, 'reload'));

/**
 * Fails for whatever is not the file: an error, a redirect, a web page in its place, the file of another deployment.
 *
 * @param {string} file
 * @param {RequestCache} cache
 */
async function fetched(file, cache) {
  const response = await fetch(addressOf(file), { cache, integrity: files[file], redirect: 'error' });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response;
}

/** Servers may redirect the page's name to its folder. @param {string} file */
const addressOf = (file) => new URL(file === 'index.html' ? './' : file, scope).href;
