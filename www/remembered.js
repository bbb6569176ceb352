/** What a reader chose, kept for the next visit where the browser keeps anything: not in a sandbox, not when storage is refused. */

const PREFIX = 'bam-lens.';

/** @param {string} name @returns {string | undefined} */
export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} name @param {string} text */
export function remember(name, text) {
  try {
    localStorage.setItem(PREFIX + name, text);
  } catch {
    // Nothing depends on it.
  }
}
