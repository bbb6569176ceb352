/** The channel branch, "what": the average of every channel, its squeeze to C / r, and Mc sorted. */

import { html } from 'lit/html.js';
import { bars } from '../bars.js';
import { rememberLast } from '../memo.js';
import { extentOfTap, featureRange } from '../scale.js';

/** The same array as long as nothing changes: bars are drawn again only for another one. */
const inOrder = rememberLast((/** @type {number[]} */ order, /** @type {Float32Array} */ data) =>
  order.map((i) => data[i]),
);

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../run.js').Run | undefined} props.run the newest that has maps
 * @param {number[]} props.order channels as Mc's bars stand
 * @param {import('../scale.js').Range} props.signed the range that Mc and Ms share
 * @param {number | undefined} props.channel under the pointer, or chosen
 * @param {(channel: number | undefined) => void} props.onHover
 * @param {(channel: number) => void} props.onChoose
 * @param {boolean} props.sorted whether Mc's bars stand by size
 * @param {(sorted: boolean) => void} props.onSort
 * @param {boolean} props.enlarged whether this branch is shown alone
 * @param {(enlarged: boolean) => void} props.onEnlarge
 */
export function channelBranch({
  t,
  run,
  order,
  signed,
  channel,
  onHover,
  onChoose,
  sorted,
  onSort,
  enlarged,
  onEnlarge,
}) {
  const { decimal, signedDecimal } = t.numbers;
  const taps = run?.detail?.taps ?? {};
  const logits = taps['channel.logits'];
  const pooled = taps['channel.pooled'];
  const hidden = taps['channel.hidden'];
  const operations = `operation.${run?.setting.form ?? 'paper'}`;
  return html`<section class="branch branch-channel" aria-label=${t('channel.label')}>
    <header>
      <h3>${t('channel.title')}</h3>
      <p>${t('channel.what')}</p>
      <span class="reading">${reading()}</span>
      <button type="button" class="link" ?hidden=${run && !logits} @click=${() => onEnlarge(!enlarged)}>
        ${t(enlarged ? 'branch.both' : 'branch.enlarge')}
      </button>
    </header>
    ${
      run && !logits
        ? html`<p class="absent">${t('channel.absent')}</p>`
        : html`<div class="flow">
            ${step(t('channel.pooled'), pooled, t('operation.pool'), channel, false)}
            ${step(t('channel.hidden'), hidden, t(`${operations}.hidden`), undefined, false)}
            ${step('Mc', logits, t(`${operations}.channel`), channel, true)}
          </div>`
    }
  </section>`;

  function reading() {
    if (!logits || channel === undefined || channel >= logits.data.length) return '';
    return t('channel.reading', {
      channel,
      pooled: pooled ? decimal(pooled.data[channel]) : '–',
      logit: signedDecimal(logits.data[channel]),
    });
  }

  /**
   * @param {string} name
   * @param {import('../run.js').Tap | undefined} tap
   * @param {string} operation that leads here
   * @param {number | undefined} marked a channel
   * @param {boolean} isMc whether the bars are Mc's
   */
  function step(name, tap, operation, marked, isMc) {
    const values = tap && isMc ? inOrder(order, tap.data) : tap?.data;
    const range = tap && (isMc ? signed : featureRange([extentOfTap(tap)]));
    const place = isMc && marked !== undefined ? order.indexOf(marked) : marked;
    const toChannel = (/** @type {number} */ at) => (isMc ? order[at] : at);
    return html`<div class="step ${isMc ? 'wide' : ''}">
      <span class="operation">${operation}</span>
      <span class="tap-name"
        ><b>${name}</b> <span class="shape">${tap ? tap.data.length : ''}</span>${
          isMc
            ? html`<button type="button" class="link note" @click=${() => onSort(!sorted)}>
                ${t(sorted ? 'channel.sorted' : 'channel.inOrder')}
              </button>`
            : ''
        }</span
      >
      ${
        values && range
          ? bars({
              values,
              range,
              text: t('channel.text', {
                name,
                count: values.length,
                low: decimal(range.low),
                high: decimal(range.high),
              }),
              format: decimal,
              marked: place,
              onHover: tap === hidden ? undefined : (at) => onHover(at === undefined ? undefined : toChannel(at)),
              onChoose: tap === hidden ? undefined : (at) => onChoose(toChannel(at)),
            })
          : html`<div class="bars skeleton"></div>`
      }
    </div>`;
  }
}
