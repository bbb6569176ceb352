/** A file for the reader to keep. */

const LONGEST_NAME = 80;
/** A browser may read the file some time after the click, and says nothing when it has. */
const KEEP_MS = 60_000;

/**
 * @param {string} name made safe
 * @param {Blob} blob
 */
export function save(name, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = safeName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
}

/**
 * A name that every file system takes: letters, digits, dots, dashes and underscores, no more than 80 of them, nothing but
 * a letter or a digit in front. The ending is kept.
 *
 * @param {string} name
 * @returns {string}
 */
export function safeName(name) {
  const [, stem, ending] = /** @type {RegExpMatchArray} */ (name.match(/^(.*?)((?:\.[A-Za-z0-9]{1,12})?)$/s));
  const safe = stem.replace(/[^\p{L}\p{M}\p{Nd}._-]+/gu, '_').replace(/^[._-]+|[._-]+$/g, '');
  const room = LONGEST_NAME - ending.length;
  return `${[...(safe || 'bam-lens')].slice(0, room).join('')}${ending}`;
}
