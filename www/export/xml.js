/** Texts inside XML. */

/** What XML 1.0 cannot hold in any spelling: control characters and halves of surrogate pairs. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * @param {string} text from anywhere
 * @returns {string} for the content of an element or an attribute's value
 */
export const escaped = (text) =>
  text.replace(FORBIDDEN, '\u{fffd}').replace(/[&<>"']/g, (character) => ENTITIES[character]);
