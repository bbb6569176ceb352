/** The article: chapters with formulas, what they lean on, the terms that they use. */

import { html, nothing } from 'lit/html.js';
import { rich } from '../rich.js';
import { CHAPTERS, TERMS, idOf } from './contents.js';
import { BLOCKS, INLINE } from './formulas.js';
import { REFERENCES } from './references.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {boolean} props.away whether a reader followed a link out of its sight
 * @param {import('../rich.js').OnState} props.onState
 * @param {(link: HTMLElement) => void} props.onPlace a link to another place of the page is followed
 * @param {() => void} props.onBack
 */
export function view({ t, away, onState, onPlace, onBack }) {
  const formulas = { ...INLINE, ...citations(t) };
  const words = (/** @type {string} */ key) => rich(t(`article.${key}`), { onState, formulas });
  return html`${away ? html`<button type="button" class="button back" @click=${onBack}>${t('article.back')}</button>` : nothing}
    <article
      aria-labelledby="article-title"
      @click=${(/** @type {MouseEvent} */ { target }) => {
        const link = target instanceof Element ? target.closest('a.place') : null;
        if (link) onPlace(/** @type {HTMLElement} */ (link));
      }}
    >
      <h2 id="article-title">${t('article.title')}</h2>
      <p>${words('intro')}</p>
      ${CHAPTERS.map(
        ({ name, parts }) =>
          html`<h3>${t(`article.${name}`)}</h3>
            ${parts.map((part) => (typeof part === 'string' ? BLOCKS[part] : html`<p>${words(`${name}.${part}`)}</p>`))}`,
      )}
      <h3>${t('article.references')}</h3>
      <ol class="references">
        ${Object.values(REFERENCES).map(
          ({ by, title, where, href }) =>
            html`<li>
              ${by}: <cite><a href=${href} rel="noopener">${title}</a></cite
              >, ${where}.
            </li>`,
        )}
      </ol>
      <h3>${t('article.glossary')}</h3>
      <dl class="glossary">
        ${TERMS.map(
          (term) =>
            html`<div id=${idOf(term)} tabindex="-1">
              <dt><a class="place" href="#at=${term}">${t(`article.term.${term}`)}</a></dt>
              <dd>${words(`term.${term}.is`)}</dd>
            </div>`,
        )}
      </dl>
    </article>`;
}

/** The numbers of the references, as links. @param {import('../strings.js').Translate} t */
const citations = (t) =>
  Object.fromEntries(
    Object.entries(REFERENCES).map(([name, { by, title, href }], i) => [
      `cite_${name}`,
      html`<sup class="cite"
        ><a href=${href} rel="noopener" title="${by}: ${title}" aria-label=${t('article.reference', { number: i + 1 })}
          >${i + 1}</a
        ></sup
      >`,
    ]),
  );
