/** What BAM changed, in the four ways it can be drawn, and what tells them apart. */

import { html, nothing } from 'lit/html.js';
import { bars } from '../bars.js';
import { features, gain as gainTable } from '../colormap.js';
import { descending } from '../layout.js';
import { rememberLast } from '../memo.js';
import { extentOf, extentOfData, featureRange, gainRange } from '../scale.js';
import { smallMap } from '../small-map.js';

/** Gains from their lowest end, largest first; the same arrays as long as nothing changes. */
const raised = rememberLast((/** @type {Float32Array} */ channels, /** @type {number} */ low) => {
  const order = descending(channels);
  return { order, values: order.map((c) => channels[c] - low) };
});

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../differences.js').Differences} props.differences
 * @param {number} props.stage
 * @param {string} props.form
 * @param {string} props.sentence computed from the gain
 * @param {boolean} props.stretched every map on its own range
 * @param {import('../state.js').Cell | null} props.cell
 * @param {(channel: number) => void} props.onChoose
 */
export function differenceMaps({ t, differences, stage, form, sentence, stretched, cell, onChoose }) {
  const { gain, places, added, ratio, channels, channelSpread, alike } = differences;
  const { decimal, times } = t.numbers;
  const fixed = gainRange(form);
  const gainOf = (/** @type {import('../scale.js').Plane} */ plane) => (stretched ? extentOf([plane]) : fixed);
  const note = t(stretched ? 'scale.stretch.attention' : 'scale.fixed.attention');
  const { order, values } = raised(channels, fixed.low);
  const map = (/** @type {string} */ name, /** @type {import('../scale.js').Plane} */ plane) =>
    smallMap({
      t,
      plane,
      table: gainTable,
      range: gainOf(plane),
      format: times,
      name: t(`differences.${name}`),
      what: t(`differences.${name}.what`, { spread: decimal(plane.deviation, 3) }),
      note,
      cell,
    });
  return html`<div class="differences">
    <p class="look">${sentence}</p>
    <p>
      ${t('differences.spreads', { stage, places: decimal(gain.deviation, 3), channels: decimal(channelSpread, 3) })}
      ${
        Number.isNaN(channelSpread - gain.deviation)
          ? nothing
          : t(channelSpread > gain.deviation ? 'differences.what.channels' : 'differences.what.places')
      }
      ${alike === undefined || Number.isNaN(alike) ? nothing : t('differences.alike', { alike: decimal(alike, 2) })}
    </p>
    <div class="small-maps">
      ${map('gain', gain)} ${places ? map('places', places) : nothing} ${map('ratio', ratio)}
      ${smallMap({
        t,
        plane: added,
        table: features,
        range: featureRange([added]),
        format: decimal,
        name: t('differences.added'),
        what: t(form === 'se' ? 'differences.added.whatSe' : 'differences.added.what'),
        note: '',
        cell,
      })}
      <figure class="small-map wide">
        <figcaption><span>${t('differences.channels')}</span></figcaption>
        ${bars({
          values,
          range: { low: 0, high: stretched ? extentOfData(channels).max - fixed.low : 1 },
          text: t('differences.channels.text', {
            count: channels.length,
            low: times(Math.min(...channels)),
            high: times(Math.max(...channels)),
          }),
          format: decimal,
          onChoose: (at) => onChoose(order[at]),
        })}
        <p>
          ${t('differences.channels.what', { low: times(Math.min(...channels)), high: times(Math.max(...channels)) })}
        </p>
      </figure>
    </div>
  </div>`;
}
