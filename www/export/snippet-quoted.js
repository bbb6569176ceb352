/** Texts inside a program. */

/**
 * A text between double quotes. What a reader could not see in it, or could take for something else, is escaped.
 *
 * @param {string} text from anywhere
 * @param {(codePoint: number) => string} escape
 */
export function quoted(text, escape) {
  const characters = [...text].map((character) => {
    if (/["\\]/.test(character)) return `\\${character}`;
    if (/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(character)) return character;
    // Half of a surrogate pair has no spelling in Rust.
    return /\p{Cs}/u.test(character) ? '\ufffd' : escape(/** @type {number} */ (character.codePointAt(0)));
  });
  return `"${characters.join('')}"`;
}
