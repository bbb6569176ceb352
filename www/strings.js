/** Every word on the page comes through here. */

import en from './locales/en.json' with { type: 'json' };

/** @typedef {(key: string, values?: Record<string, string | number>) => string} Translate */

/** @type {Record<string, Record<string, string>>} */
const TABLES = { en };

/**
 * @param {string} lang
 * @returns {Translate} an unknown language speaks English; an unknown key shows itself, so that it is seen and mended
 */
export function translator(lang) {
  const table = TABLES[lang] ?? TABLES[lang.slice(0, 2)] ?? en;
  return (key, values = {}) => {
    const phrase = table[key] ?? TABLES.en[key] ?? key;
    return phrase.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
}
