/** Text cut into lines by counting characters: SVG does not wrap, and outside a browser nothing measures a font. */

/** Letters that are written without spaces: a line may end between any two of them. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}`;
/** What stays together, with the space before it. A punctuation mark never begins a line. */
const UNIT = new RegExp(` ?(?:[${UNSPACED}]\\p{P}*|[^ ${UNSPACED}]+)`, 'gu');
/** Where a line may end; a no-break space holds a number and its unit together. */
const BLANK = /[^\S\u00a0\u202f]+/g;
/** Drawn about twice as wide as a Latin letter: these letters, their punctuation and emoji. */
const WIDE = new RegExp(`[${UNSPACED}\\u3000-\\u303f\\uff01-\\uff60\\p{Emoji_Presentation}]`, 'u');

/**
 * @param {string} text
 * @param {number} columns in Latin letters of mean width
 * @param {number} most lines; what does not fit is cut off with an ellipsis
 * @returns {string[]} none for a blank text
 */
export function linesOf(text, columns, most) {
  const units = text.trim().replace(BLANK, ' ').match(UNIT) ?? [];
  /** @type {string[]} */
  const lines = [];
  for (const piece of units.flatMap((unit) => piecesOf(unit, columns))) {
    const last = lines.length - 1;
    if (last >= 0 && columnsOf(lines[last] + piece) <= columns) lines[last] += piece;
    else lines.push(piece.trimStart());
  }
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  kept[most - 1] = `${headOf(kept[most - 1], columns - 1).trimEnd()}…`;
  return kept;
}

/** A unit longer than a line, such as a hash, is cut where a line is full. @param {string} unit @param {number} columns */
function piecesOf(unit, columns) {
  const pieces = [];
  let rest = unit;
  // A line drops the space that it would begin with.
  let room = columns + (unit.startsWith(' ') ? 1 : 0);
  while (columnsOf(rest) > room) {
    const head = headOf(rest, room);
    pieces.push(head);
    rest = rest.slice(head.length);
    room = columns;
  }
  return [...pieces, rest];
}

/** The longest beginning that fits, one character at least. @param {string} text @param {number} columns */
function headOf(text, columns) {
  const characters = [...text];
  let fitting = 0;
  let used = 0;
  while (fitting < characters.length && used + columnsOf(characters[fitting]) <= columns) {
    used += columnsOf(characters[fitting]);
    fitting += 1;
  }
  return characters.slice(0, Math.max(1, fitting)).join('');
}

/** @param {string} text */
const columnsOf = (text) => [...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
