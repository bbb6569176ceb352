/** The spatial branch, "where": the 1x1 reduction, two dilated 3x3, and Ms with 0 in the middle of its scale. */

import { html } from 'lit/html.js';
import { features, signed as signedTable } from '../colormap.js';
import { draw } from '../draw.js';
import { shapeText } from '../format.js';
import { paintMosaic } from '../heatmap.js';
import { meanReach } from '../lattice.js';
import { legend } from '../legend.js';
import { mapFrame } from '../mapframe.js';
import { extentOfTap, featureRange } from '../scale.js';
import { planeText } from '../sentence.js';
import { TRAINED_D } from '../state.js';

/**
 * @param {object} props
 * @param {import('../strings.js').Translate} props.t
 * @param {import('../run.js').Run | undefined} props.run the newest that has maps
 * @param {import('../scale.js').Plane | undefined} props.logits Ms
 * @param {import('../scale.js').Range} props.signed the range that Mc and Ms share
 * @param {import('../state.js').Cell | null} props.cell
 * @param {import('../lattice.js').Lattice | undefined} props.reach what the two dilated convolutions read for the cell
 * @param {boolean} props.pinned
 * @param {import('../mapframe.js').CellEvents} props.events
 * @param {boolean} props.enlarged whether this branch is shown alone
 * @param {(enlarged: boolean) => void} props.onEnlarge
 */
export function spatialBranch({ t, run, logits, signed, cell, reach, pinned, events, enlarged, onEnlarge }) {
  const { decimal, signedDecimal } = t.numbers;
  const taps = run?.detail?.taps ?? {};
  const form = run?.setting.form ?? 'paper';
  const d = run?.setting.d ?? 4;
  const hidden = ['reduced', 'dilated1', 'dilated2'].map((name) => taps[`spatial.${name}`]);
  const range = featureRange(hidden.filter(Boolean).map(extentOfTap));
  const value = logits && cell ? logits.data[cell.row * logits.widthPx + cell.column] : undefined;
  return html`<section class="branch branch-spatial" aria-label=${t('spatial.label')}>
    <header>
      <h3>${t('spatial.title')}</h3>
      <p>${t('spatial.what')}</p>
      <span class="reading"
        >${value === undefined ? '' : t('spatial.reading', { value: signedDecimal(value) })}
        ${reach ? t('spatial.reach', { points: reach.points.length }) : ''}</span
      >
      <button type="button" class="link" ?hidden=${run && !logits} @click=${() => onEnlarge(!enlarged)}>
        ${t(enlarged ? 'branch.both' : 'branch.enlarge')}
      </button>
    </header>
    ${
      run && !logits
        ? html`<p class="absent">${t('spatial.absent')}</p>`
        : html`<div class="flow">
            ${
              form === 'blog'
                ? ''
                : [
                    step(t('spatial.reduced'), hidden[0], t('operation.reduce')),
                    step(t('spatial.dilated1'), hidden[1], t('operation.dilated', { d })),
                    step(t('spatial.dilated2'), hidden[2], t('operation.dilated', { d })),
                  ]
            }
            <div class="step square">
              <span class="operation">${t(`operation.${form}.spatial`)}</span>
              <span class="tap-name"
                ><b>Ms</b>
                <span class="shape">${logits ? shapeText([1, logits.heightPx, logits.widthPx]) : ''}</span></span
              >
              ${
                logits
                  ? mapFrame({
                      plane: logits,
                      table: signedTable,
                      range: signed,
                      text: planeText(t, 'Ms', logits, decimal),
                      help: t('triptych.help', { map: 'Ms' }),
                      cell,
                      pinned,
                      events,
                    })
                  : html`<div class="frame skeleton"></div>`
              }
              ${
                logits
                  ? legend({ table: signedTable, range: signed, format: signedDecimal, value, note: '0' })
                  : html`<div class="legend empty"></div>`
              }
            </div>
          </div>`
    }
    ${enlarged && run && hidden[1] ? reaches(t, run, reach) : ''}
  </section>`;

  /** @param {string} name @param {import('../run.js').Tap | undefined} tap @param {string} operation */
  function step(name, tap, operation) {
    return html`<div class="step square">
      <span class="operation">${operation}</span>
      <span class="tap-name"
        ><b>${name}</b> <span class="shape">${tap ? shapeText(tap.shape.slice(1)) : ''}</span></span
      >
      <div class="frame mosaic ${tap ? '' : 'skeleton'}">
        ${
          tap
            ? html`<canvas
                role="img"
                aria-label=${t('spatial.mosaic', {
                  name,
                  count: tap.shape[1],
                  low: decimal(extentOfTap(tap).min),
                  high: decimal(extentOfTap(tap).max),
                })}
                ${draw(paintMosaic, tap, features, range.low, range.high)}
              ></canvas>`
            : ''
        }
      </div>
      ${tap ? legend({ table: features, range, format: decimal }) : html`<div class="legend empty"></div>`}
    </div>`;
  }
}

/**
 * What a cell reads and what a dilation reads on average: at the edge of a small map little of the lattice is left.
 *
 * @param {import('../strings.js').Translate} t
 * @param {import('../run.js').Run} run
 * @param {import('../lattice.js').Lattice | undefined} reach
 */
function reaches(t, run, reach) {
  const { decimal, percent } = t.numbers;
  const { d } = run.setting;
  const dilations = [...new Set([...TRAINED_D, d])].sort((a, b) => a - b);
  return html`<div class="reaches">
    <p>
      ${
        reach
          ? t('lattice.cell', {
              taps: reach.taps,
              points: reach.points.length,
              edge: reach.field.edge,
              share: percent(reach.points.length / reach.field.edge ** 2),
            })
          : t('lattice.how', { edge: 4 * d + 1 })
      }
    </p>
    <table>
      <caption>
        ${t('lattice.caption')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t('lattice.map')}</th>
          ${dilations.map((value) => html`<th scope="col" class=${value === d ? 'current' : ''}>d = ${value}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${run.shapes.slice(0, 3).map(([, heightPx, widthPx], index) => {
          return html`<tr>
            <th scope="row">${t('lattice.bam', { k: index + 1 })} <span>${shapeText([heightPx, widthPx])}</span></th>
            ${dilations.map((value) => {
              const { taps, points } = meanReach({ widthPx, heightPx }, value);
              const current = value === d && index + 1 === run.stage;
              return html`<td class=${current ? 'current' : ''}>${decimal(taps, 1)} · ${decimal(points, 1)}</td>`;
            })}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
