/** Every word on the page comes through here. */

import { numbersOf } from './format.js';
import { isolated } from './texts.js';

/**
 * @typedef {object} Language what a reader gets
 * @property {string} lang its tag
 * @property {import('./format.js').Numbers} numbers as it writes them
 *
 * @typedef {((key: string, values?: Record<string, string | number>) => string) & Readonly<Language>} Translate says a phrase;
 *   writes a number among its values with bare digits, as a channel's number is: what is measured or counted comes as a text
 */
/** @typedef {Record<string, string>} Phrases */

/**
 * @param {{ en: Phrases } & Record<string, Phrases>} tables
 * @param {string} lang
 * @returns {Translate} an unknown language speaks English; an unknown key shows itself, so that it is seen and mended
 */
export function translatorOf(tables, lang) {
  const spoken = spokenIn(tables, lang) ?? 'en';
  const table = tables[spoken];
  /** @param {string} key @param {Record<string, string | number>} [values] */
  const translate = (key, values = {}) => {
    const phrase = table[key] ?? tables.en[key] ?? key;
    return phrase.replace(/\{(\w+)\}/g, (whole, name) =>
      Object.hasOwn(values, name) ? isolated(String(values[name])) : whole,
    );
  };
  return Object.freeze(Object.assign(translate, { lang: spoken, numbers: numbersOf(spoken) }));
}

/** The language of a table that a tag such as `ko-KR` asks for. @param {Record<string, Phrases>} tables @param {string} lang */
export const spokenIn = (tables, lang) => [lang, lang.slice(0, 2)].find((code) => Object.hasOwn(tables, code));
