/** Texts that are not the page's own: names of files, classes and keys, values of an address. Anyone can have written them. */

/** Characters of such a text that are shown. */
export const LONGEST = 200;
const BREAK = /[\p{Cc}\u2028\u2029]/gu;
/** What turns the text after it around (Unicode, UAX 9), also beyond the end of a name: `exe.jpg` may be `gpj.exe`. */
const TURN = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Letters written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * The beginning of a text on one line, read in the direction of its letters.
 *
 * @param {string} text
 * @returns {string} of 200 characters at most, and an ellipsis where there were more
 */
export function plain(text) {
  // A character takes two places at most.
  const characters = [...text.slice(0, 2 * LONGEST + 2)];
  const kept = oneLine(characters.slice(0, LONGEST).join(''));
  return characters.length > LONGEST ? `${kept}…` : kept;
}

/** A text of any length on one line, read in the direction of its letters. @param {string} text */
export const oneLine = (text) => text.replace(BREAK, ' ').replace(TURN, '');

/** A text that can stand in a sentence without changing the order of the words around it. @param {string} text */
export const isolated = (text) => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);
