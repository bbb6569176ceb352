/** The page: the element and the address follow one another. */

import './element.js';
import photoLicences from './samples/LICENSES.md?url&no-inline';
import { Header, preferredLanguage } from './header.js';
import { keepOffline } from './offline/register.js';
import { Sections } from './sections.js';
import { DEFAULTS, baseOf } from './state.js';
import { OWN_PHOTO, fromHash, toHash } from './url.js';

const lens = /** @type {import('./element.js').BamLens} */ (document.querySelector('bam-lens'));
const header = new Header(lens);
const sections = new Sections(lens);

/** @type {ReturnType<typeof setTimeout> | undefined} */
let writing;
let opened = false;

// A teacher's link leaves out what a lesson does not need.
const { hide = '', lock = '' } = fromHash(location.search.slice(1));
lens.hide = hide;
lens.lock = lock;

function follow() {
  clearTimeout(writing);
  const img = lens.state.img === OWN_PHOTO ? OWN_PHOTO : DEFAULTS.img;
  const { at, ...said } = fromHash(location.hash);
  if (at) sections.goTo(at);
  // Who is led to another place of the page keeps what is chosen.
  if (at && opened) writeAddress();
  else lens.set({ ...baseOf(said.tour), img, lang: preferredLanguage(), ...said });
  opened = true;
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

lens.addEventListener('bamlens-statechange', () => {
  header.follow();
  // In a task of its own, while the worker computes: the browser takes some milliseconds to write an address.
  clearTimeout(writing);
  writing = setTimeout(writeAddress);
});

function writeAddress() {
  const hash = toHash(lens.state);
  // Replaced, not pushed: a slider must not fill the reader's history.
  if (hash !== location.hash) history.replaceState(null, '', hash || location.pathname + location.search);
}

follow();
keepOffline(lens);
