/** The page of a frame: first the poster; the element and its network when the reader, or the author, asks for them. */

import { isCheckpoint } from '../files.js';
import { translator } from '../languages.js';
import { speak } from '../locale-files.js';
import { translatePage } from '../page-words.js';
import { toHash } from '../url.js';
import { hostPage } from './host-page.js';
import { Poster } from './poster.js';
import { settingsOf } from './settings.js';

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const link = /** @type {HTMLAnchorElement} */ (document.querySelector('#full'));
const settings = settingsOf(location.search, location.hash);

/** @type {Poster | import('../element.js').BamLens} what is on show */
let shown = new Poster(/** @type {HTMLElement} */ (document.querySelector('#poster')), {
  settings,
  onState: follow,
  onNetwork: fetchNetwork,
});
const host = hostPage({ content: main, origin: settings.origin, onSet: (partial) => shown.set(partial) });

/** @param {import('../state.js').State} state */
async function follow(state) {
  document.documentElement.dataset.theme = state.theme;
  link.href = new URL(toHash(state), new URL('./', location.href)).href;
  host.tell(state);
  await speak(state.lang);
  translatePage(translator(state.lang));
}

/** Puts the element in the poster's place. Rejects when its script cannot be had. @param {import('./poster.js').Wish} wish */
async function fetchNetwork({ state, file, asleep }) {
  const { BamLens } = await import('../element.js');
  const checkpoint = file && (await isCheckpoint(file));
  if (shown instanceof BamLens) return;
  const poster = /** @type {HTMLElement} */ (document.querySelector('#poster'));
  const focused = document.activeElement === poster;
  const lens = new BamLens();
  if (asleep) lens.autoload = '0';
  lens.hide = settings.hide;
  lens.steps = settings.steps;
  lens.lock = settings.lock;
  lens.set({ ...state });
  lens.addEventListener('bamlens-statechange', () => follow(lens.state));
  if (file && checkpoint) lens.loadWeights(file);
  else if (file) lens.loadImage(file);
  poster.replaceWith(lens);
  shown = lens;
  // Whoever came with keys goes on from here.
  lens.tabIndex = -1;
  if (focused) lens.focus({ preventScroll: true });
}

/** @type {HTMLElement} */ (document.querySelector('.caption')).textContent = settings.caption;
follow(shown.state);

// A frame far down a page costs nothing until it is in sight.
const sight = new IntersectionObserver((entries) => {
  if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
  sight.disconnect();
  if (!(shown instanceof Poster)) return;
  // The tour is the element's; its maps are here in advance as well.
  if (settings.state.tour) {
    fetchNetwork({ state: shown.state, asleep: !settings.autoload }).catch(() => shown.set({ tour: 0 }));
    return;
  }
  shown.show();
  if (settings.autoload) shown.askForNetwork({ state: shown.state });
});
sight.observe(main);
addEventListener('hashchange', () => shown.set(settingsOf('', location.hash).state));
