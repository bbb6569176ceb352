/**
 * Phrases with a little markup, so that a translator moves links and formulas with the words:
 *
 * - `[words](#stage=3&view=spatial)` sets the state of the tool; it is a link all the same, and opens in a tab of its own
 * - `[words](#at=forms)` leads to a place of the page, which follows its address: a section, or a term of the glossary
 * - `[words](https://arxiv.org/abs/1807.06514)` leads elsewhere
 * - `*words*` are emphasised
 * - `$gain$` is a formula, by name
 * - `\*` is a character of markup as it is
 *
 * Everything else is text: whoever writes a phrase can break its sentence, never the page.
 */

import { html } from 'lit/html.js';
import { fromHash } from './url.js';

/**
 * @typedef {{ kind: 'text', text: string }
 *   | { kind: 'formula', name: string, text: string }
 *   | { kind: 'em', parts: Part[] }
 *   | { kind: 'state', href: string, parts: Part[] }
 *   | { kind: 'place', href: string, parts: Part[] }
 *   | { kind: 'away', href: string, parts: Part[] }} Part of a phrase
 */

/** @typedef {(partial: Record<string, string>, link: HTMLElement) => void} OnState what a link sets, and the link itself */

const MARKUP = new RegExp(
  [
    String.raw`\\(?<literal>[\\[\]*$])`,
    String.raw`\$(?<formula>[a-zA-Z]\w*)\$`,
    // No brackets in its words: a link in a link is none.
    String.raw`\[(?<words>(?:\\.|[^\\[\]])+)\]\((?<href>#[^\s()#]+|https://[^\s()]+)\)`,
    String.raw`\*(?!\s)(?<stressed>(?:\\.|[^\\*])+)(?<!\s)\*`,
  ].join('|'),
  'gu',
);

/**
 * @param {string} text
 * @returns {Part[]}
 */
export function partsOf(text) {
  /** @type {Part[]} */
  const parts = [];
  let end = 0;
  for (const { 0: whole, index, groups } of text.matchAll(MARKUP)) {
    const { literal, formula, words, href, stressed } = /** @type {Record<string, string | undefined>} */ (groups);
    addText(parts, text.slice(end, index));
    end = index + whole.length;
    if (formula) parts.push({ kind: 'formula', name: formula, text: whole });
    else if (stressed) parts.push({ kind: 'em', parts: partsOf(stressed) });
    else if (words && href) parts.push({ kind: kindOf(href), href, parts: partsOf(words) });
    else addText(parts, literal ?? whole);
  }
  addText(parts, text.slice(end));
  return parts;
}

/** @param {string} href */
function kindOf(href) {
  if (href.startsWith('https:')) return 'away';
  return href.startsWith('#at=') ? 'place' : 'state';
}

/** @param {Part[]} parts @param {string} text */
function addText(parts, text) {
  const last = parts.at(-1);
  if (last?.kind === 'text') last.text += text;
  else if (text) parts.push({ kind: 'text', text });
}

/** A value that is filled into a phrase and shall be no markup, whoever wrote it. @param {string} text */
export const literal = (text) => text.replace(/[\\[\]*$]/g, String.raw`\$&`);

/**
 * @param {string} text
 * @param {object} [to]
 * @param {OnState} [to.onState] without it a link to a state is followed like any other
 * @param {Readonly<Record<string, unknown>>} [to.formulas] MathML by name; one that is missing shows its name
 * @returns {unknown} what lit draws
 */
export function rich(text, { onState, formulas = {} } = {}) {
  /** @param {Part[]} parts @returns {unknown[]} */
  const drawn = (parts) => parts.map(draw);
  /** @param {Part} part */
  const draw = (part) => {
    if (part.kind === 'text') return part.text;
    if (part.kind === 'formula') return Object.hasOwn(formulas, part.name) ? formulas[part.name] : part.text;
    if (part.kind === 'em') return html`<em>${drawn(part.parts)}</em>`;
    if (part.kind === 'place') return html`<a class="place" href=${part.href}>${drawn(part.parts)}</a>`;
    if (part.kind === 'away') return html`<a href=${part.href} rel="noopener">${drawn(part.parts)}</a>`;
    return html`<a
      class="state"
      href=${part.href}
      @click=${(/** @type {MouseEvent} */ event) => follow(event, part.href, onState)}
      >${drawn(part.parts)}</a
    >`;
  };
  return drawn(partsOf(text));
}

/** @param {MouseEvent} event @param {string} href @param {OnState} [onState] */
function follow(event, href, onState) {
  // Whoever asks for another tab or window gets one.
  if (!onState || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  onState(fromHash(href), /** @type {HTMLElement} */ (event.currentTarget));
}
