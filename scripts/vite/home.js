/**
 * What crawlers, chats and editors read about the page: its canonical address, Open Graph, a Twitter card and oEmbed. All of
 * it needs whole addresses, so it is written only where the environment says where the page will be: BAM_LENS_HOME.
 */

import { readFileSync } from 'node:fs';
import { SetupError } from '../command.js';
import { FRAME_WIDTH_PX, PLAIN, frame, frameHeightPx } from '../../www/share/code.js';
import { wordsOf } from '../../www/share/words.js';
import { DEFAULTS } from '../../www/state.js';
import { translatorOf } from '../../www/strings.js';

/** Drawn by `scripts/posters.js`: the untouched page's maps. JPEG, because not every crawler reads WebP. */
export const CARD = { name: 'og.jpg', widthPx: 1200, heightPx: 630 };
const OEMBED = 'oembed.json';
const NAME = 'BAM Lens';

/**
 * @param {string | undefined} address as the environment gives it
 * @returns {string | undefined} ends with a slash
 * @throws {SetupError} when it is no address
 */
export function homeIn(address) {
  if (!address) return undefined;
  if (!/^https?:/.test(address) || !URL.canParse(address)) {
    throw new SetupError(`BAM_LENS_HOME is no address of a page: ${address}`);
  }
  const { origin, pathname } = new URL(address);
  return origin + pathname.replace(/\/?$/, '/');
}

/** @param {string | undefined} address @returns {import('vite').Plugin} */
export function home(address = process.env.BAM_LENS_HOME) {
  const home = homeIn(address);
  if (!home) return { name: 'home' };
  return {
    name: 'home',
    apply: 'build',
    transformIndexHtml: (html, { path }) => (path === '/index.html' ? tags(home, html) : []),
    generateBundle() {
      const title = titleIn(readFileSync('index.html', 'utf8'));
      this.emitFile({ type: 'asset', fileName: OEMBED, source: JSON.stringify(oembed(home, title), null, 2) });
    },
  };
}

/** @param {string} html */
const titleIn = (html) => /<title[^>]*>(.*?)<\/title>/s.exec(html)[1];

/** What the card's picture and the frame show. */
function words() {
  const samples = JSON.parse(readFileSync('www/samples/index.json', 'utf8'));
  const sample = samples.find(({ id }) => id === DEFAULTS.img);
  const english = JSON.parse(readFileSync('www/locales/en.json', 'utf8'));
  return wordsOf(translatorOf({ en: english }, DEFAULTS.lang), DEFAULTS.stage, sample, undefined);
}

/** @param {string} home @param {string} html of the page @returns {import('vite').HtmlTagDescriptor[]} */
function tags(home, html) {
  const title = titleIn(html);
  const description = /<meta\s+name="description"\s+content="(.*?)"/s.exec(html)[1];
  // At the end of the head: what says how its bytes are read must come early.
  const head = (tag, attrs) => ({ tag, attrs, injectTo: /** @type {const} */ ('head') });
  const link = (attrs) => head('link', attrs);
  const graph = (property, content) => head('meta', { property: `og:${property}`, content: String(content) });
  return [
    link({ rel: 'canonical', href: home }),
    link({ rel: 'alternate', type: 'application/json+oembed', href: home + OEMBED, title }),
    graph('type', 'website'),
    graph('site_name', NAME),
    graph('url', home),
    graph('title', title),
    graph('description', description),
    graph('image', home + CARD.name),
    graph('image:width', CARD.widthPx),
    graph('image:height', CARD.heightPx),
    graph('image:alt', words().alt),
    // Title, description and picture are taken from Open Graph.
    head('meta', { name: 'twitter:card', content: 'summary_large_image' }),
  ];
}

/** https://oembed.com, version 1.0: one answer, because what follows an address's `#` is never sent. */
function oembed(home, title) {
  return {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: NAME,
    provider_url: home,
    html: frame(home, DEFAULTS, PLAIN, words()),
    width: FRAME_WIDTH_PX,
    height: frameHeightPx(PLAIN),
    thumbnail_url: home + CARD.name,
    thumbnail_width: CARD.widthPx,
    thumbnail_height: CARD.heightPx,
  };
}
