/** The page's half of working without a network: starts the service worker, and says when it has a newer version. */

import { scriptUrl } from '../script-url.js';
import { versionLine } from './version-line.js';

/** The first of them ends what the worker's downloads would compete with. */
const SETTLED = ['bamlens-run', 'bamlens-error'];

/**
 * Keeps the page for visits without a network, where that is possible; where not, nobody has to know.
 *
 * @param {import('../element.js').BamLens} lens on the page
 */
export function keepOffline(lens) {
  if (!isHosted()) return;
  const settled = () => {
    for (const event of SETTLED) lens.removeEventListener(event, settled);
    // Safari has no idle callbacks.
    if ('requestIdleCallback' in window) requestIdleCallback(() => register(lens));
    else setTimeout(() => register(lens), 1000);
  };
  for (const event of SETTLED) lens.addEventListener(event, settled);
}

/** Whether this is the page that was built beside a `sw.js`, in a window of its own. */
function isHosted() {
  // In the one-file page this script has no address of its own.
  const inOneFile = new URL(import.meta.url).pathname === location.pathname;
  return import.meta.env.PROD && !inOneFile && /^https?:$/.test(location.protocol) && window.parent === window;
}

/** @param {import('../element.js').BamLens} lens */
async function register(lens) {
  try {
    const { serviceWorker } = navigator;
    const registration = await serviceWorker.register(scriptUrl(new URL('sw.js', location.href).href));
    const show = versionLine(lens, () => reloadInto(registration));
    watch(registration, show);
    // Another tab may have started the new version: this one is still the old. The first to take over is no news.
    let taken = serviceWorker.controller !== null;
    serviceWorker.addEventListener('controllerchange', () => {
      if (taken) show();
      taken = true;
    });
  } catch {
    // No service workers here, or none allowed, or none on the server: the page needs its network, as before.
  }
}

/** @param {ServiceWorkerRegistration} registration @param {() => void} onNew */
function watch(registration, onNew) {
  const follow = () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && registration.active) onNew();
    });
  };
  if (registration.waiting && registration.active) onNew();
  follow();
  registration.addEventListener('updatefound', follow);
}

/** @param {ServiceWorkerRegistration} registration */
function reloadInto({ waiting }) {
  if (!waiting) {
    location.reload();
    return;
  }
  // Not before it has taken over, or the old version would answer. Overtaken by a still newer one, it never does.
  waiting.addEventListener('statechange', () => waiting.state === 'activating' || location.reload());
  waiting.postMessage('activate');
}
