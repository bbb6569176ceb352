/** The languages there are: each file of `locales/` is one, and is fetched when a reader first wants it. */

import { learn, learned } from './languages.js';

/** @type {Record<string, () => Promise<any>>} each gives phrases */
const files = import.meta.glob(['./locales/*.json', '!./locales/en.json'], { import: 'default' });
const codeOf = (/** @type {string} */ path) => path.slice('./locales/'.length, -'.json'.length);

/** Codes of every language, English first. */
export const LANGUAGES = ['en', ...Object.keys(files).map(codeOf).sort()];

/** The one of them that a tag such as `ko-KR` asks for. @param {string} tag @returns {string | undefined} */
export const languageOf = (tag) =>
  LANGUAGES.find((code) => code === tag) ?? LANGUAGES.find((code) => code === tag.slice(0, 2));

/** @type {Map<string, Promise<void>>} */
const coming = new Map();

/**
 * Fetches what a language says, once. Never rejects: a language that cannot be had stays English, and the next wish tries again.
 *
 * @param {string} tag
 * @returns {Promise<void> | undefined} undefined when there is nothing to wait for
 */
export function speak(tag) {
  const code = languageOf(tag);
  if (!code || learned(code)) return undefined;
  const answer = coming.get(code) ?? fetchPhrases(code);
  coming.set(code, answer);
  return answer;
}

/** @param {string} code */
async function fetchPhrases(code) {
  try {
    learn(code, await files[`./locales/${code}.json`]());
  } catch {
    // Without a network, or between two versions of the page.
  } finally {
    coming.delete(code);
  }
}
