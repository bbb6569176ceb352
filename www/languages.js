/**
 * What the page can say, language by language. Each part of the page brings its own words in English along; any other language
 * is one file of `locales/`, fetched whole when a reader wants it: `locale-files.js`.
 */

import { translatorOf } from './strings.js';

/** @type {{ en: import('./strings.js').Phrases } & Record<string, import('./strings.js').Phrases>} */
const tables = { en: {} };

/** @param {string} lang @returns {import('./strings.js').Translate} speaks English until the language was learned */
export const translator = (lang) => translatorOf(tables, lang);

/** @param {string} lang @param {import('./strings.js').Phrases} phrases beside those that it has */
export function learn(lang, phrases) {
  tables[lang] = { ...tables[lang], ...phrases };
}

/** @param {string} lang code of one, such as `ko` */
export const learned = (lang) => Object.hasOwn(tables, lang);
