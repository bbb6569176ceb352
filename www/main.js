/** The page: the element and the address follow one another. */

import './element.js';
import photoLicences from './samples/LICENSES.md?url&no-inline';
import { translator } from './languages.js';
import { LANGUAGES, languageOf, speak } from './locale-files.js';
import { keepOffline } from './offline/register.js';
import { translatePage } from './page-words.js';
import { recall, remember } from './remembered.js';
import { DEFAULTS, baseOf } from './state.js';
import { CARDS } from './tour/cards.js';
import { OWN_PHOTO, fromHash, toHash } from './url.js';

const lens = /** @type {import('./element.js').BamLens} */ (document.querySelector('bam-lens'));
const theme = /** @type {HTMLSelectElement} */ (document.querySelector('#theme'));
const language = /** @type {HTMLSelectElement} */ (document.querySelector('#language'));
const tour = /** @type {HTMLButtonElement} */ (document.querySelector('#tour'));
/** What a reader chose before comes first, then the browser's own languages. */
const preferred = [recall('lang') ?? '', ...navigator.languages].map(languageOf).find(Boolean) ?? DEFAULTS.lang;

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
  if (at) goTo(at);
  // Who is led to another place of the page keeps what is chosen.
  if (at && opened) writeAddress();
  else lens.set({ ...baseOf(said.tour), img, lang: preferred, ...said });
  opened = true;
}

language.append(
  ...LANGUAGES.map((code) => new Option(new Intl.DisplayNames(code, { type: 'language' }).of(code), code)),
);
for (const option of language.options) option.lang = option.value;
language.addEventListener('change', () => {
  remember('lang', language.value);
  lens.set({ lang: language.value });
});

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
/** The card that a reader left at, for the next visit. */
const left = () => Number(recall('tour')) || 0;
tour.addEventListener('click', () => lens.set({ tour: left() || 1 }));
/** @type {HTMLButtonElement} */ (document.querySelector('#share')).addEventListener('click', async () => {
  const { ShareDialog } = await import('./share/dialog.js');
  new ShareDialog(lens).open();
});
/** @type {HTMLButtonElement} */ (document.querySelector('#worksheet')).addEventListener('click', async () => {
  const { openWorksheet } = await import('./worksheet/worksheet.js');
  openWorksheet(lens);
});

lens.addEventListener('bamlens-statechange', () => {
  const { state } = lens;
  document.documentElement.dataset.theme = state.theme;
  theme.value = state.theme;
  if (state.lang !== spoken) speakTo(state.lang);
  if (state.tour !== card) turnTo(state.tour);
  // In a task of its own, while the worker computes: the browser takes some milliseconds to write an address.
  clearTimeout(writing);
  writing = setTimeout(writeAddress);
});

/** The card on show. */
let card = 0;

/** @param {number} next 0 for none */
function turnTo(next) {
  // Whoever closes the last one has seen them all.
  if (next) remember('tour', String(next));
  else if (card === CARDS.length) remember('tour', '');
  card = next;
  translateNow();
}

/** The language that the page's own words are in. */
let spoken = DEFAULTS.lang;

/** @param {string} lang */
async function speakTo(lang) {
  spoken = lang;
  language.value = languageOf(lang) ?? DEFAULTS.lang;
  await speak(lang);
  if (lang === lens.state.lang) translateNow();
}

function translateNow() {
  tour.dataset.words = left() > 1 && !card ? 'page.resume' : 'page.tour';
  tour.setAttribute('aria-pressed', String(card > 0));
  translatePage(translator(spoken), { card: String(left()), cards: String(CARDS.length) });
}

function writeAddress() {
  const hash = toHash(lens.state);
  // Replaced, not pushed: a slider must not fill the reader's history.
  if (hash !== location.hash) history.replaceState(null, '', hash || location.pathname + location.search);
}

// Far below: what draws a part is fetched when a reader comes near.
/** @type {Record<string, () => Promise<(host: HTMLElement, lens: import('./element.js').BamLens) => unknown>>} */
const SECTIONS = {
  article: async () => (await import('./article/section.js')).articleSection,
  forms: async () => (await import('./forms/section.js')).formsSection,
  results: async () => (await import('./results/section.js')).resultsSection,
};
const near = new IntersectionObserver(
  (entries) => entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => drawSection(target.id)),
  { rootMargin: '600px' },
);
/** @type {Map<string, Promise<unknown>>} */
const drawn = new Map();

/** @param {string} id */
function drawSection(id) {
  const host = /** @type {HTMLElement} */ (document.getElementById(id));
  near.unobserve(host);
  const coming = drawn.get(id) ?? SECTIONS[id]().then((section) => section(host, lens));
  drawn.set(id, coming);
  return coming;
}

/** Leads to a section, or to a term of the article's glossary. @param {string} at */
async function goTo(at) {
  const ids = Object.keys(SECTIONS);
  const id = ids.includes(at) ? at : 'article';
  // Those above it as well: when they come later, they push it away.
  await Promise.all(ids.slice(0, ids.indexOf(id) + 1).map(drawSection));
  if (id === at) document.getElementById(id)?.scrollIntoView();
  else /** @type {(term: string) => void} */ (await drawn.get('article'))(at);
}

for (const id of Object.keys(SECTIONS)) near.observe(/** @type {Element} */ (document.getElementById(id)));

follow();
translateNow();
keepOffline(lens);
