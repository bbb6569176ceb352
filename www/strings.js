/** Every word on the page comes through here. */

import { isolated } from './texts.js';

/** @typedef {(key: string, values?: Record<string, string | number>) => string} Translate */
/** @typedef {Record<string, string>} Phrases */

/**
 * @param {{ en: Phrases } & Record<string, Phrases>} tables
 * @param {string} lang
 * @returns {Translate} an unknown language speaks English; an unknown key shows itself, so that it is seen and mended
 */
export function translatorOf(tables, lang) {
  const table = tables[lang] ?? tables[lang.slice(0, 2)] ?? tables.en;
  return (key, values = {}) => {
    const phrase = table[key] ?? tables.en[key] ?? key;
    return phrase.replace(/\{(\w+)\}/g, (whole, name) =>
      Object.hasOwn(values, name) ? isolated(String(values[name])) : whole,
    );
  };
}
