/**
 * Answers that a teacher holds back: the link has only the fingerprint of a word, and whoever enters the word sees them. It keeps
 * nobody out who wants in; it keeps a class from reading ahead.
 */

/**
 * FNV-1a of 32 bits over the word's UTF-8 (http://www.isthe.com/chongo/tech/comp/fnv).
 *
 * @param {string} word large and small letters, and blanks around it, are alike
 * @returns {string} eight hexadecimal digits; empty for an empty word
 */
export function fingerprint(word) {
  const text = word.normalize('NFC').trim().toLowerCase();
  if (!text) return '';
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
