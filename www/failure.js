/** What went wrong, as data: a code and values. Whoever shows it says it in the reader's language. */

import { plain } from './texts.js';

/**
 * @typedef {object} Cause as the network or the page throws it
 * @property {string} [code] a key of `locales/*.json` behind `cause.`; absent for what only the browser knows
 * @property {Record<string, unknown>} [values] what its sentence holds
 * @property {string} message for whoever knows no languages
 */

export class Failure extends Error {
  /**
   * @param {string} code a key of `locales/*.json` behind `cause.`
   * @param {Record<string, unknown>} [values] texts, numbers, lists of numbers, or another cause
   */
  constructor(code, values = {}) {
    super(`${code} ${JSON.stringify(values)}`);
    this.code = code;
    this.values = values;
  }
}

/**
 * The parts of an error that can be sent to another thread, with those of the causes among its values.
 *
 * @param {unknown} thrown
 * @returns {Cause}
 */
export function causeOf(thrown) {
  const { code, values, message } = /** @type {Partial<Failure>} */ (thrown instanceof Error ? thrown : {});
  return typeof code === 'string' ? { code, values, message: message ?? '' } : { message: message ?? String(thrown) };
}

/**
 * @param {import('./strings.js').Translate} t
 * @param {string} key of a phrase
 * @param {Record<string, unknown>} [values] texts, numbers, lists of numbers, causes
 * @returns {string}
 */
export function sentence(t, key, values = {}) {
  const texts = Object.entries(values).map(([name, value]) => [name, textOf(t, value)]);
  return t(key, Object.fromEntries(texts));
}

/** @param {import('./strings.js').Translate} t @param {unknown} value @returns {string} */
function textOf(t, value) {
  if (Array.isArray(value)) return plain(`[${value.join(', ')}]`);
  if (typeof value === 'object' && value !== null) {
    const { code, values, message, name = '' } = /** @type {Cause & { name?: string }} */ (value);
    return code && values ? sentence(t, `cause.${code}`, values) : plain(message || name);
  }
  // What a file seems to be is said in English words, which other languages have words for.
  const key = `word.${value}`;
  const word = t(key);
  return plain(word === key ? String(value) : word);
}
