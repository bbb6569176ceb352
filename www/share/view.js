/** What the dialog for sharing shows. */

import { html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { pace } from '../pace.js';
import { segmented } from '../segmented.js';

/** Parts that an author can leave out, by the names `hide` knows. */
const PARTS = /** @type {const} */ (['samples', 'strip', 'controls', 'status']);
/** Parts of the page that a lesson can do without. */
const OF_A_LESSON = /** @type {const} */ (['samples', 'strip', 'panels', 'controls']);
/** Settings that are locked together. */
const LOCKED = ['r', 'd'];
const LONGEST_CAPTION = 300;

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {string[]} props.leftOut sentences about what is in no link
 * @param {{ link: string, code: string, preview: { address: string, title: string }, heightPx: number } | undefined} props.shared
 *   undefined where a link would lead nowhere
 * @param {import('./dialog.js').Choices} props.choices
 * @param {(partial: Partial<import('./dialog.js').Choices>) => void} props.onChoose
 * @param {(what: 'link' | 'code', field: HTMLInputElement | HTMLTextAreaElement) => void} props.onCopy
 * @param {() => void} props.onClose
 */
export function view({ t, leftOut, shared, choices, onChoose, onCopy, onClose }) {
  const { kind, options, lesson } = choices;
  const onLesson = (/** @type {Partial<typeof lesson>} */ partial) => onChoose({ lesson: { ...lesson, ...partial } });
  const onOptions = (/** @type {Partial<typeof options>} */ partial) =>
    onChoose({ options: { ...options, ...partial } });
  return html`<dialog class="share" aria-labelledby="title" closedby="any" @close=${onClose}>
    <div class="share-content">
      <form method="dialog" class="share-head">
        <h2 id="title">${t('share.title')}</h2>
        <button class="button">${t('share.close')}</button>
      </form>
      ${leftOut.map((sentence) => html`<p class="left-out">${sentence}</p>`)}
      ${shared ? html`${linkPart(shared.link)} ${codePart(shared)}` : html`<p>${t('share.nowhere')}</p>`}
    </div>
  </dialog>`;

  /** @param {string} link */
  function linkPart(link) {
    return html`<section aria-labelledby="link-title">
      <h3 id="link-title">${t('share.link')}</h3>
      <p class="note" id="link-what">${t('share.link.what')}</p>
      <div class="link-line">
        <input
          type="text"
          readonly
          autofocus
          aria-labelledby="link-title"
          aria-describedby="link-what"
          .value=${link}
          @focus=${selectAll}
        />
        ${copyButton('link', t('share.copyLink'))}
      </div>
      ${said('link')}
      <details
        class="lesson"
        ?open=${choices.taught}
        @toggle=${(/** @type {Event} */ event) => onChoose({ taught: isOpen(event) })}
      >
        <summary>${t('share.lesson')}</summary>
        <div>
          ${check(t('share.lesson.tour'), lesson.tour, (tour) => onLesson({ tour }))}
          <label class="field ${lesson.tour ? '' : 'off'}">
            <span>${t('share.lesson.word')}</span>
            <input
              type="text"
              maxlength="80"
              autocomplete="off"
              ?disabled=${!lesson.tour}
              .value=${live(lesson.word)}
              @input=${(/** @type {Event} */ event) => onLesson({ word: inputOf(event).value })}
            />
          </label>
          <span class="label">${t('share.hide')}</span>
          ${OF_A_LESSON.map((part) =>
            check(t(`share.hide.${part}`), lesson.hide.includes(part), (on) =>
              onLesson({ hide: OF_A_LESSON.filter((name) => (name === part ? on : lesson.hide.includes(name))) }),
            ),
          )}
          ${check(t('share.lock'), lesson.locked, (locked) => onLesson({ locked }))}
        </div>
      </details>
    </section>`;
  }

  /** @param {{ code: string, preview: { address: string, title: string }, heightPx: number }} shared */
  function codePart({ code, preview, heightPx }) {
    return html`<section aria-labelledby="code-title">
      <h3 id="code-title">${t('share.code')}</h3>
      <div class="kind">
        ${segmented({
          label: t('share.kind'),
          bare: true,
          choices: /** @type {const} */ (['frame', 'element']).map((value) => ({
            value,
            text: t(`share.kind.${value}`),
          })),
          value: kind,
          onChoose: (value) => onChoose({ kind: value }),
        })}
        <p class="note">${t(`share.kind.${kind}.what`)}</p>
      </div>
      <div class="options">
        <label class="field caption">
          <span class="label">${t('share.caption')}</span>
          <input
            type="text"
            maxlength=${LONGEST_CAPTION}
            .value=${live(options.caption)}
            @input=${(/** @type {Event} */ event) => onOptions({ caption: inputOf(event).value })}
          />
        </label>
        ${segmented({
          label: t('share.theme'),
          choices: /** @type {const} */ (['auto', 'light', 'dark']).map((value) => ({
            value,
            text: t(`share.theme.${value}`),
          })),
          value: options.theme,
          onChoose: (theme) => onOptions({ theme }),
        })}
        <fieldset>
          <legend class="label">${t('share.hide')}</legend>
          ${PARTS.map((part) =>
            check(t(`share.hide.${part}`), options.hide.includes(part), (on) =>
              onOptions({ hide: PARTS.filter((name) => (name === part ? on : options.hide.includes(name))) }),
            ),
          )}
        </fieldset>
        <div class="checks">
          ${check(t('share.lock'), options.lock.length > 0, (on) => onOptions({ lock: on ? LOCKED : [] }))}
          ${kind === 'frame' ? check(t('share.follow'), options.follow, (follow) => onOptions({ follow })) : nothing}
        </div>
      </div>
      <textarea
        readonly
        rows="7"
        spellcheck="false"
        wrap="soft"
        aria-labelledby="code-title"
        .value=${code}
        @focus=${selectAll}
      ></textarea>
      <div class="copy-line">${copyButton('code', t('share.copyCode'))} ${said('code')}</div>
      <details
        class="preview"
        ?open=${choices.previewed}
        @toggle=${(/** @type {Event} */ event) => {
          onChoose({ previewed: isOpen(event) });
          // A frame shows nothing before it is in sight.
          if (isOpen(event)) /** @type {Element} */ (event.target).scrollIntoView({ behavior: pace() });
        }}
      >
        <summary>${t('share.preview')}</summary>
        ${
          choices.previewed
            ? html`<iframe src=${preview.address} title=${preview.title} height=${heightPx} allow="camera"></iframe>`
            : nothing
        }
      </details>
    </section>`;
  }

  /** @param {string} text @param {boolean} checked @param {(on: boolean) => void} onCheck */
  function check(text, checked, onCheck) {
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${live(checked)}
        @change=${(/** @type {Event} */ event) => onCheck(inputOf(event).checked)}
      />
      ${text}
    </label>`;
  }

  /** Copies the field of its section. @param {'link' | 'code'} what @param {string} text */
  function copyButton(what, text) {
    return html`<button
      type="button"
      class="button"
      @click=${(/** @type {Event} */ event) => {
        const section = /** @type {Element} */ (event.currentTarget).closest('section');
        const field = /** @type {HTMLInputElement | null | undefined} */ (section?.querySelector('[readonly]'));
        if (field) onCopy(what, field);
      }}
    >
      ${text}
    </button>`;
  }

  /** There before its text, or screen readers miss it. @param {'link' | 'code'} what */
  function said(what) {
    const tried = choices.tried === what;
    return html`<p class="said ${choices.copied ? 'copied' : ''}" role="status">
      ${tried ? t(choices.copied ? 'share.copied' : 'share.notCopied') : nothing}
    </p>`;
  }
}

/** @param {Event} event */
const isOpen = (event) => /** @type {HTMLDetailsElement} */ (event.target).open;

/** @param {Event} event */
const inputOf = (event) => /** @type {HTMLInputElement} */ (event.target);

/** @param {Event} event */
const selectAll = (event) => inputOf(event).select();
