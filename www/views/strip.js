/** The network from photo to classes: before, gain and after at each BAM. Choosing a BAM shows it below. */

import { html, nothing } from 'lit/html.js';
import { features, gain as gainTable } from '../colormap.js';
import { draw } from '../draw.js';
import { shapeText, shortLabel } from '../format.js';
import { paintPhoto, paintPlane } from '../heatmap.js';
import { featureRange, gainRange } from '../scale.js';
import { onArrowKey } from '../segmented.js';
import { STAGES } from '../state.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../run.js').Run | undefined} props.run the newest, with maps or without
 * @param {{ url: string, alt: string } | undefined} props.photo
 * @param {number} props.size
 * @param {1 | 2 | 3} props.stage
 * @param {boolean} [props.veiled] whether the gains and what follows from them are hidden
 * @param {(stage: 1 | 2 | 3) => void} props.onStage
 */
export function strip({ t, run, photo, size, stage, veiled, onStage }) {
  const { decimal, percent, times } = t.numbers;
  const best = run?.predictions?.[0];
  const shapeAt = (/** @type {number} */ k) => (run ? shapeText(run.shapes[k - 1]) : ' ');
  return html`<section class="strip" part="strip" aria-label=${t('strip.label')}>
    <div class="strip-line" role="radiogroup" aria-label=${t('strip.choose')} @keydown=${onArrowKey}>
      <div class="stop photo-stop">
        <div class="thumbs"><div class="thumb">${photoThumb(t, run, photo)}</div></div>
        <span class="stop-name">${t('strip.photo')}</span>
        <span class="stop-shape">${shapeText([3, size, size])}</span>
      </div>
      ${STAGES.map((k) => [wire(t('place.stage', { k }), shapeAt(k)), bottleneck(k)])}
      ${wire(t('place.stage', { k: 4 }), shapeAt(4))}
      <div class="stop classes-stop">
        <p class="class-name">
          ${best ? html`${shortLabel(best.label)}<br /><span class="stop-shape">${percent(best.probability)}</span>` : ' '}
        </p>
        <span class="stop-name">${t('strip.classes')}</span>
      </div>
    </div>
  </section>`;

  /** @param {1 | 2 | 3} k */
  function bottleneck(k) {
    const shown = run?.bottlenecks?.[k - 1];
    const range = shown && featureRange([shown.before, shown.after]);
    const gains = gainRange(run?.setting.form ?? 'paper');
    const absent = run ? 'hatched' : 'skeleton';
    return html`<button
      type="button"
      role="radio"
      class="stop"
      aria-checked=${k === stage ? 'true' : 'false'}
      tabindex=${k === stage ? 0 : -1}
      title=${
        range
          ? t('strip.scales', {
              low: decimal(range.low),
              high: decimal(range.high),
              gainLow: times(gains.low),
              gainHigh: times(gains.high),
            })
          : ''
      }
      @click=${() => onStage(k)}
    >
      <span class="thumbs" aria-hidden="true">
        ${thumb(shown?.before, features, range, absent)}
        ${thumb(veiled ? undefined : shown?.gain, gainTable, gains, absent)}
        ${thumb(veiled ? undefined : shown?.after, features, range, absent)}
      </span>
      <span class="stop-name">${t('place.bam', { k })}</span>
      <span class="stop-gain"
        >${veiled ? '?' : shown?.gain ? `${times(shown.gain.min)}–${decimal(shown.gain.max)}` : shown ? t('strip.off') : ' '}</span
      >
    </button>`;
  }
}

/**
 * @param {import('../scale.js').Plane | undefined} plane
 * @param {import('../colormap.js').ColorTable} table
 * @param {import('../scale.js').Range | undefined} range
 * @param {string} absent how no map looks: a run has none, or it is still to come
 */
function thumb(plane, table, range, absent) {
  if (!plane || !range) return html`<span class="thumb ${absent}"></span>`;
  return html`<span class="thumb"><canvas ${draw(paintPlane, plane, table, range.low, range.high)}></canvas></span>`;
}

/**
 * @param {import('../strings.js').Translate} t
 * @param {import('../run.js').Run | undefined} run
 * @param {{ url: string, alt: string } | undefined} photo
 */
function photoThumb(t, run, photo) {
  if (run?.photo)
    return html`<canvas role="img" aria-label=${t('strip.seen')} ${draw(paintPhoto, run.photo)}></canvas>`;
  return photo ? html`<img src=${photo.url} alt=${photo.alt} />` : nothing;
}

/** @param {string} name of what lies between two stops @param {string} shape of what comes out of it */
function wire(name, shape) {
  return html`<div class="wire"><span>${name}</span><span class="stop-shape">${shape}</span></div>`;
}
