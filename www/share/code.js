/** What a reader copies, as text: a link to what is on screen, and HTML that shows it in another page. Nothing here knows the DOM. */

import { HIDDEN } from '../embed/settings.js';
import { DEFAULTS } from '../state.js';
import { stateOfCard } from '../tour/cards.js';
import { fingerprint } from '../tour/held.js';
import { OWN_PHOTO, toHash } from '../url.js';

/**
 * @typedef {import('../state.js').State} State
 *
 * @typedef {object} Options what the embedding page's author chooses
 * @property {string} caption plain text
 * @property {string[]} hide parts left out beside those that a column of text has no room for
 * @property {string[]} lock settings that readers cannot change
 * @property {State['theme']} theme
 * @property {boolean} follow whether a script keeps a frame as high as its content
 *
 * @typedef {object} Words
 * @property {string} title of the frame
 * @property {string} alt what the poster shows
 * @property {string} open names the link to the full page
 */

/** @type {Readonly<Options>} */
export const PLAIN = Object.freeze({ caption: '', hide: [], lock: [], theme: 'auto', follow: false });

/** The poster of each sample and BAM, drawn when the page is built: `scripts/posters.js`. */
export const POSTER = { widthPx: 700, heightPx: 424 };
/** As wide as a column of text. */
export const FRAME_WIDTH_PX = 700;
/** Heights at that width, rounded up: what is always there, with room for a second line of the sentence, and each part. */
const HEIGHT_PX = { maps: 388, samples: 48, strip: 93, foot: { status: 74, controls: 46 } };

/** @param {string} img @param {number} stage */
export const posterName = (img, stage) => `posters/${img}-${stage}.webp`;

/**
 * The folder that a page is served from, the beginning of every address here.
 *
 * @param {string} address of the page
 * @returns {string | undefined} undefined where nobody else could open it: a file, or a document without an address
 */
export function homeOf(address) {
  return /^https?:/.test(address) ? new URL('.', address).href : undefined;
}

/** What others can see of a state: a reader's own photo, and a run kept of it, stay here. @param {State} state @returns {State} */
export function shareable(state) {
  const img = state.img === OWN_PHOTO ? DEFAULTS.img : state.img;
  return { ...state, img, kept: state.kept === OWN_PHOTO ? DEFAULTS.kept : state.kept };
}

/** @param {string} home @param {State} state */
export const linkTo = (home, state) => home + toHash(shareable(state));

/**
 * @typedef {object} Lesson what a teacher's link asks for beside the state
 * @property {boolean} tour whether the tour is open, at the card on show or at the first
 * @property {string} word that shows the answers; empty: nothing is held back
 * @property {string[]} hide parts left out
 * @property {boolean} locked whether r and d stay as they are
 */

/** @type {Readonly<Lesson>} */
export const NO_LESSON = Object.freeze({ tour: false, word: '', hide: [], locked: false });

/** A link for a class. @param {string} home @param {State} state @param {Lesson} lesson */
export function lessonLink(home, state, { tour, word, hide, locked }) {
  const card = tour ? state.tour || 1 : 0;
  // A card brings what it shows along: what is on screen need not be it.
  const shown = tour && !state.tour ? { ...state, ...stateOfCard(card) } : state;
  const query = [...(hide.length ? [`hide=${hide.join(',')}`] : []), ...(locked ? ['lock=r,d'] : [])].join('&');
  const hash = toHash({ ...shareable(shown), tour: card, held: tour ? fingerprint(word) : '' });
  return `${home}${query && `?${query}`}${hash}`;
}

/** @param {string} home @param {State} state @param {Options} options */
export function frameAddress(home, state, { hide, lock, theme }) {
  const said = [toHash({ ...shareable(state), theme }).slice(1)];
  // A list of one's own replaces the usual one.
  if (hide.length) said.push(`hide=${hiddenParts(hide).join(',')}`);
  if (lock.length) said.push(`lock=${lock.join(',')}`);
  const query = said.filter(Boolean).join('&');
  return `${home}embed.html${query && `?${query}`}`;
}

/** How high a frame is where the column has room for its width. @param {Pick<Options, 'hide'>} options */
export function frameHeightPx({ hide }) {
  const { maps, samples, strip, foot } = HEIGHT_PX;
  const px = (/** @type {string} */ part, /** @type {number} */ height) => (hide.includes(part) ? 0 : height);
  // Settings and status stand side by side.
  return (
    maps +
    px('samples', samples) +
    px('strip', strip) +
    Math.max(px('status', foot.status), px('controls', foot.controls))
  );
}

/** The frame alone. @param {string} home @param {State} state @param {Options} options @param {Words} words */
export function frame(home, state, options, { title }) {
  return tag('iframe', {
    src: frameAddress(home, state, options),
    title,
    width: '100%',
    height: frameHeightPx(options),
    loading: 'lazy',
    allow: 'camera',
    style: `border:0;max-width:${FRAME_WIDTH_PX}px`,
  }).concat('</iframe>');
}

/**
 * A frame, for editors that take no scripts. Where it is dropped, the poster or the line below it is left: why so, says
 * docs/DECISIONS.md.
 *
 * @param {string} home
 * @param {State} state
 * @param {Options} options
 * @param {Words} words
 */
export function frameCode(home, state, options, words) {
  return figure([
    frame(home, state, options, words),
    ...(options.follow ? [followScript(home)] : []),
    `<noscript>${poster(home, state, words)}</noscript>`,
    figcaption(home, state, options, words),
  ]);
}

/** The element, for pages that take scripts. @param {string} home @param {State} state @param {Options} options @param {Words} words */
export function elementCode(home, state, { caption, hide, lock, theme }, words) {
  const element = tag('bam-lens', {
    state: toHash({ ...shareable(state), theme }).slice(1),
    hide: hiddenParts(hide).join(' '),
    lock: lock.join(' '),
    autoload: 0,
  });
  return figure([
    tag('script', { type: 'module', src: `${home}element.js` }).concat('</script>'),
    `${element}${poster(home, state, words)}</bam-lens>`,
    figcaption(home, state, { caption }, words),
  ]);
}

/** @param {string[]} hide */
const hiddenParts = (hide) => [...HIDDEN.split(' '), ...hide];

/** The lines of a figure. None is empty: that would end a block of HTML in Markdown. @param {string[]} lines */
const figure = (lines) =>
  [
    tag('figure', { style: `margin:0;max-width:${FRAME_WIDTH_PX}px` }),
    ...lines.map((line) => `  ${line}`),
    '</figure>',
  ].join('\n');

/** @param {string} home @param {State} state @param {Words} words */
function poster(home, state, { alt }) {
  const { img, stage } = shareable(state);
  const picture = tag('img', {
    src: home + posterName(img, stage),
    alt,
    width: POSTER.widthPx,
    height: POSTER.heightPx,
    style: 'max-width:100%;height:auto',
  });
  return `${tag('a', { href: linkTo(home, state) })}${picture}</a>`;
}

/** @param {string} home @param {State} state @param {Pick<Options, 'caption'>} options @param {Words} words */
function figcaption(home, state, { caption }, { open }) {
  const link = `${tag('a', { href: linkTo(home, state) })}${escaped(open)}</a>`;
  return `<figcaption>${[escaped(caption), link].filter(Boolean).join(' ')}</figcaption>`;
}

/** Only frames of this home are believed, and each about itself. @param {string} home */
function followScript(home) {
  // An address as `URL` writes it holds no quote and no angle bracket.
  const { origin } = new URL(home);
  return `<script>addEventListener("message",e=>{if(e.origin==="${origin}"&&e.data.type==="bam-lens:resize")for(const f of document.querySelectorAll("iframe"))if(f.contentWindow===e.source)f.height=e.data.height})</script>`;
}

/** @param {string} name @param {Record<string, string | number>} attributes those that are empty are left out, but for `alt` */
function tag(name, attributes) {
  const written = Object.entries(attributes)
    .filter(([name, value]) => value !== '' || name === 'alt')
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  return `<${name}${written.join('')}>`;
}

/** What means something to HTML, to Markdown or to a template language that a blog runs over it. @type {Record<string, string>} */
const NAMED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const MEANINGFUL = /[&<>"'`[\]{}\\]/g;

/** Text on one line that is nothing but text. @param {string} text */
const escaped = (text) =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(MEANINGFUL, (character) => NAMED[character] ?? `&#${character.codePointAt(0)};`);
