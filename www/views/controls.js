/** The settings of the network: form, merge, r, d, the input's size and crop. */

import { html, nothing } from 'lit/html.js';
import { segmented } from '../segmented.js';
import { FORMS, MERGES, SIZES, TRAINED_D, TRAINED_R, settingOf } from '../state.js';
import { readBy, trainedFor } from '../variants.js';

/** The largest dilation that can be tried. */
const LAST_D = 8;

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../state.js').State} props.state
 * @param {Set<string>} props.locked names of fields the page's author has locked
 * @param {Set<string>} props.hidden names of fields the page's author has left out
 * @param {readonly import('../variants.js').Variant[]} props.variants of the network that is open
 * @param {boolean} props.cropped whether the photo is not square
 * @param {(partial: Partial<import('../state.js').State>) => void} props.onSet
 */
export function controls({ t, state, variants, locked, hidden, cropped, onSet }) {
  const { form, merge, r, d, size, crop } = state;
  const reads = readBy(state);
  const unused = {
    merge: !reads.merge && t('unused.merge'),
    r: !reads.r && t('unused.r'),
    d: !reads.d && t('unused.d'),
  };
  /** @param {'form' | 'merge' | 'r' | 'd' | 'size'} name */
  const why = (name) =>
    (locked.has(name) && t('unused.locked')) || (name in unused && unused[/** @type {'r'} */ (name)]) || undefined;
  const shown = (/** @type {string} */ name, /** @type {() => unknown} */ view) =>
    hidden.has(name) ? nothing : view();
  return html`<section class="controls" part="controls" aria-label=${t('controls.label')}>
    ${shown('form', formChoice)} ${shown('merge', mergeChoice)} ${shown('r', rChoice)} ${shown('d', dChoice)}
    ${shown('size', sizeChoice)} ${cropped ? shown('crop', cropSlider) : nothing}
  </section>`;

  function formChoice() {
    return segmented({
      label: t('controls.form'),
      choices: FORMS.map((value) => ({
        value,
        text: t(`form.${value}`),
        ...measured({ form: value }, t(`form.${value}.hint`)),
      })),
      value: form,
      onChoose: (value) => onSet({ form: value }),
      disabled: why('form'),
    });
  }

  function mergeChoice() {
    return segmented({
      label: t('controls.merge'),
      choices: MERGES.map((value) => ({
        value,
        text: t(`merge.${value}`),
        ...measured(unused.merge ? undefined : { merge: value }, t(`merge.${value}.hint`)),
      })),
      value: merge,
      onChoose: (value) => onSet({ merge: value }),
      disabled: why('merge'),
    });
  }

  function rChoice() {
    return segmented({
      label: t('controls.r'),
      choices: numbers(TRAINED_R, r).map((choice) => ({
        ...choice,
        ...measured(unused.r ? undefined : { r: choice.value }),
      })),
      value: r,
      onChoose: (value) => onSet({ r: value }),
      disabled: why('r'),
    });
  }

  function dChoice() {
    return html`<div class="with-stepper">
      ${segmented({
        label: t('controls.d'),
        choices: TRAINED_D.map((value) => ({
          value,
          text: String(value),
          ...measured(unused.d ? undefined : { d: value }),
        })),
        value: d,
        onChoose: (value) => onSet({ d: value }),
        disabled: why('d'),
      })}
      ${shown('stepper', stepper)}
    </div>`;
  }

  function stepper() {
    return html`<div class="stepper">
      ${stepButton('−', t('controls.dLess'), d - 1)}
      <output class=${TRAINED_D.includes(d) ? '' : 'other'}>${d}</output>
      ${stepButton('+', t('controls.dMore'), d + 1)}
    </div>`;
  }

  function sizeChoice() {
    return segmented({
      label: t('controls.size'),
      choices: numbers(SIZES, size),
      value: size,
      onChoose: (value) => onSet({ size: value }),
      disabled: why('size'),
    });
  }

  function cropSlider() {
    return html`<label class="field crop">
      <span class="label">${t('controls.crop')}</span>
      <input
        type="range"
        min="0"
        max="1"
        step="0.05"
        .value=${String(crop)}
        ?disabled=${locked.has('crop')}
        @input=${(/** @type {Event} */ event) =>
          onSet({ crop: Number(/** @type {HTMLInputElement} */ (event.target).value) })}
      />
    </label>`;
  }

  /**
   * What a choice would reach, as a note and in words.
   *
   * @param {Partial<import('../variants.js').Variant['setting']> | undefined} change
   * @param {string} [hint]
   */
  function measured(change, hint = '') {
    const accuracy = change && trainedFor(variants, { ...settingOf(state), ...change })?.accuracy;
    if (!accuracy) return { hint };
    const top1 = t.numbers.decimal(accuracy.top1, 1);
    return { hint: [hint, t('controls.accuracy', { top1 })].filter(Boolean).join('. '), note: top1 };
  }

  /** @param {string} text @param {string} label @param {number} next */
  function stepButton(text, label, next) {
    return html`<button
      type="button"
      aria-label=${label}
      title=${label}
      ?disabled=${Boolean(why('d')) || next < 1 || next > LAST_D}
      @click=${() => onSet({ d: next })}
    >
      ${text}
    </button>`;
  }
}

/**
 * @param {number[]} usual
 * @param {number} chosen shown as well when it is none of the usual
 */
function numbers(usual, chosen) {
  const all = usual.includes(chosen) ? usual : [...usual, chosen].sort((a, b) => a - b);
  return all.map((value) => ({ value, text: String(value) }));
}
