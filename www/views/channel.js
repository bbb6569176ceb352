/** The channel branch, "what": the average of every channel, its squeeze to C / r, and Mc sorted. */

import { html } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { bars } from '../bars.js';
import { decimal, signedDecimal } from '../format.js';
import { descending } from '../layout.js';
import { extentOfData, featureRange } from '../scale.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../run.js').Run | undefined} props.run the newest that has maps
 * @param {import('../scale.js').Range} props.signed the range that Mc and Ms share
 * @param {number | undefined} props.channel under the pointer, or chosen
 * @param {(channel: number | undefined) => void} props.onHover
 * @param {(channel: number) => void} props.onChoose
 * @param {boolean} props.enlarged whether this branch is shown alone
 * @param {(enlarged: boolean) => void} props.onEnlarge
 */
export function channelBranch({ t, run, signed, channel, onHover, onChoose, enlarged, onEnlarge }) {
  const taps = run?.detail?.taps ?? {};
  const logits = taps['channel.logits'];
  const pooled = taps['channel.pooled'];
  const hidden = taps['channel.hidden'];
  const order = logits ? descending(logits.data) : [];
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
            </div>
            ${logits ? numbers() : ''}`
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
   * @param {boolean} sorted whether the bars are Mc's, sorted
   */
  function step(name, tap, operation, marked, sorted) {
    const values = tap && sorted ? order.map((i) => tap.data[i]) : tap?.data;
    const range = tap && (sorted ? signed : featureRange([extentOfData(tap.data)]));
    const place = sorted && marked !== undefined ? order.indexOf(marked) : marked;
    const toChannel = (/** @type {number} */ at) => (sorted ? order[at] : at);
    return html`<div class="step ${sorted ? 'wide' : ''}">
      <span class="operation">${operation}</span>
      <span class="tap-name"
        ><b>${name}</b> <span class="shape">${tap ? tap.data.length : ''}</span>${
          sorted ? html`<span class="note">${t('channel.sorted')}</span>` : ''
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
              marked: place,
              onHover: tap === hidden ? undefined : (at) => onHover(at === undefined ? undefined : toChannel(at)),
              onChoose: tap === hidden ? undefined : (at) => onChoose(toChannel(at)),
            })
          : html`<div class="bars skeleton"></div>`
      }
    </div>`;
  }

  function numbers() {
    return html`<details class="numbers">
      <summary>${t('channel.table')}</summary>
      <div class="scroll" tabindex="0" role="group" aria-label=${t('channel.table')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t('channel.column')}</th>
              <th scope="col">${t('channel.pooled')}</th>
              <th scope="col">Mc</th>
            </tr>
          </thead>
          <tbody>
            ${guard([logits, pooled], () =>
              order.map(
                (i) =>
                  html`<tr>
                    <th scope="row">${i}</th>
                    <td>${pooled ? decimal(pooled.data[i], 4) : '–'}</td>
                    <td>${decimal(logits.data[i], 4)}</td>
                  </tr>`,
              ),
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }
}
