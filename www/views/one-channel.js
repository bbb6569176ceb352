/** One channel: what BAM did to its map, and the hidden units that decided how much it counts. */

import { html, nothing } from 'lit/html.js';
import { finishLines, lineTable, productTable } from '../arithmetic.js';
import { signed as signedTable } from '../colormap.js';
import { signedRange } from '../scale.js';
import { smallMap } from '../small-map.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../inside.js').Inside} props.inside
 * @param {ReturnType<typeof import('../channels.js').planesOfChannel>} props.planes of the channel
 * @param {number} props.channel of F
 * @param {import('../walk/walk.js').Step | undefined} props.step that computes Mc of this channel
 * @param {number[]} props.order channels as Mc's bars stand
 * @param {(channel: number) => void} props.onChoose
 */
export function oneChannel({ t, inside: { taps, setting }, planes, channel, step, order, onChoose }) {
  const { decimal, signedDecimal, times } = t.numbers;
  const { before, after, difference } = planes;
  const channels = taps.before.shape[1];
  const range = signedRange([difference]);
  const place = order.indexOf(channel);
  const hidden = taps['channel.hidden']?.data;
  return html`<div class="one-channel">
    <div class="walk-head">
      <h3>${t('one.title', { channel, channels })}</h3>
      <div class="walk-buttons">
        <button type="button" class="button" ?disabled=${place <= 0} @click=${() => onChoose(order[place - 1])}>
          ${t('one.previous')}
        </button>
        <button
          type="button"
          class="button"
          ?disabled=${place < 0 || place >= order.length - 1}
          @click=${() => onChoose(order[place + 1])}
        >
          ${t('one.next')}
        </button>
      </div>
    </div>
    <p class="walk-text">
      ${
        before.mean === 0 && after.mean === 0
          ? t('one.silent')
          : t('one.what', {
              before: decimal(before.mean),
              after: decimal(after.mean),
              ratio: times(after.mean / before.mean),
            })
      }
      ${place >= 0 ? t('one.rank', { rank: place + 1, channels }) : nothing}
    </p>
    <div class="walk-detail">
      ${smallMap({
        t,
        plane: difference,
        table: signedTable,
        range,
        format: signedDecimal,
        name: t('one.difference'),
        note: '0',
      })}
      <div>
        ${
          step?.layer && hidden
            ? html`${productTable({ t, input: t('one.unit'), layer: step.layer, output: channel, values: hidden })}
              ${lineTable(finishLines(t, step.layer.finish(channel, step.layer.partial(channel, hidden))))}`
            : html`<p class="absent">${t(setting.form === 'none' ? 'walk.off' : 'channel.absent')}</p>`
        }
      </div>
    </div>
  </div>`;
}
