/** The page's own words, around the element: index.html has them in English, each named by the key of its phrase. */

/**
 * Says them in another language.
 *
 * @param {import('./strings.js').Translate} t
 * @param {Record<string, string>} [values] of their placeholders
 */
export function translatePage(t, values) {
  for (const element of document.querySelectorAll('[data-words]')) {
    const words = t(/** @type {string} */ (element.getAttribute('data-words')), values);
    if (element.textContent !== words) element.textContent = words;
  }
  document.documentElement.lang = t.lang;
}
