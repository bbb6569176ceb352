/** The page: the element and the address follow one another. */

import './element.js';
import photoLicences from './samples/LICENSES.md?url&no-inline';
import { keepOffline } from './offline/register.js';
import { DEFAULTS } from './state.js';
import { OWN_PHOTO, fromHash, toHash } from './url.js';

const lens = /** @type {import('./element.js').BamLens} */ (document.querySelector('bam-lens'));
const theme = /** @type {HTMLSelectElement} */ (document.querySelector('#theme'));

/** @type {ReturnType<typeof setTimeout> | undefined} */
let writing;

function follow() {
  clearTimeout(writing);
  const img = lens.state.img === OWN_PHOTO ? OWN_PHOTO : DEFAULTS.img;
  lens.set({ ...DEFAULTS, img, ...fromHash(location.hash) });
}

/** @type {HTMLAnchorElement | null} In a page of one file the text stands in its place. */
const licences = document.querySelector('#photo-licences');
if (licences) licences.href = photoLicences;
addEventListener('hashchange', follow);
// Keys pressed with nothing in focus are the element's: the page has nothing else that wants them.
document.addEventListener('keydown', (event) => event.target === document.body && lens.shortcut(event));
// So are files that are dropped or pasted beside it.
for (const name of ['dragover', 'dragleave', 'drop', 'paste']) {
  document.addEventListener(name, (event) => lens.take(event));
}
theme.addEventListener('change', () => lens.set({ theme: theme.value }));
/** @type {HTMLButtonElement} */ (document.querySelector('#share')).addEventListener('click', async () => {
  const { ShareDialog } = await import('./share/dialog.js');
  new ShareDialog(lens).open();
});

lens.addEventListener('bamlens-statechange', () => {
  const { state } = lens;
  document.documentElement.dataset.theme = state.theme;
  document.documentElement.lang = state.lang;
  theme.value = state.theme;
  // In a task of its own, while the worker computes: the browser takes some milliseconds to write an address.
  clearTimeout(writing);
  writing = setTimeout(writeAddress);
});

function writeAddress() {
  const hash = toHash(lens.state);
  // Replaced, not pushed: a slider must not fill the reader's history.
  if (hash !== location.hash) history.replaceState(null, '', hash || location.pathname + location.search);
}

// Far below: what draws it is fetched when a reader comes near.
const results = /** @type {HTMLElement} */ (document.querySelector('#results'));
const near = new IntersectionObserver(
  async ([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    near.disconnect();
    const { ResultsSection } = await import('./results/section.js');
    new ResultsSection(results, lens);
  },
  { rootMargin: '600px' },
);
near.observe(results);

follow();
keepOffline(lens);
