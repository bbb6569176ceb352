/** A sum as a reader can follow it: its largest products or what each tap brings, then bias, BatchNorm, ReLU. */

import { html, nothing } from 'lit/html.js';
import { entryOf, signed } from './colormap.js';
import { signedRange } from './scale.js';
import { largestTerms } from './walk/terms.js';

/** Products that are named; the rest is summed. */
const NAMED = 8;
/** Digits of a number that is to be checked. */
const DIGITS = 4;

/**
 * @typedef {import('./walk/walk.js').Step} Step
 * @typedef {import('./strings.js').Translate} Translate
 */

/**
 * @param {object} props
 * @param {Translate} props.t
 * @param {string} props.input what an input is called
 * @param {import('./walk/layer.js').Layer} props.layer
 * @param {number} props.output
 * @param {ArrayLike<number>} props.values of the inputs
 */
export function productTable({ t, input, layer, output, values }) {
  const { decimal } = t.numbers;
  const { terms, others, rest } = largestTerms(layer, output, values, NAMED);
  return html`<table class="products">
    <thead>
      <tr>
        <th scope="col">${input}</th>
        <th scope="col">${t('walk.value')}</th>
        <td></td>
        <th scope="col">${t('walk.weight')}</th>
        <td></td>
        <th scope="col">${t('walk.product')}</th>
      </tr>
    </thead>
    <tbody>
      ${terms.map(
        (term) =>
          html`<tr>
            <th scope="row">${term.input}</th>
            <td>${decimal(term.value, 3)}</td>
            <td>×</td>
            <td>${decimal(term.weight, 3)}</td>
            <td>=</td>
            <td>${decimal(term.product, 3)}</td>
          </tr>`,
      )}
      ${
        others
          ? html`<tr class="rest">
              <th scope="row" colspan="5">${t('walk.rest', { count: others })}</th>
              <td>${decimal(rest, 3)}</td>
            </tr>`
          : nothing
      }
    </tbody>
  </table>`;
}

/**
 * What each tap of a kernel brings to one output, laid out as the kernel is. Taps outside the map are hatched.
 *
 * @param {object} props
 * @param {Translate} props.t
 * @param {Step} props.step
 * @param {number} props.output
 */
export function tapGrid({ t, step, output }) {
  const { decimal, signedDecimal } = t.numbers;
  const { layer, reads = [] } = step;
  if (!layer) return nothing;
  const sums = reads.map(({ values }, tap) => layer.partial(output, values, tap));
  const range = signedRange([{ min: Math.min(...sums), max: Math.max(...sums) }]);
  const edge = Math.sqrt(reads.length);
  return html`<ol class="taps ${edge > 3 ? 'dense' : ''}" .style=${`--edge: ${edge}`} aria-label=${t('walk.taps')}>
    ${reads.map(({ place, values }, tap) => {
      const where = place && t('walk.place', { row: place.row + 1, column: place.column + 1 });
      const words = values ? `${where}: ${decimal(sums[tap], DIGITS)}` : t('walk.outside');
      return html`<li class=${values ? '' : 'hatched'} .style=${values ? tint(sums[tap], range) : ''} title=${words}>
        <b>${values ? signedDecimal(sums[tap]) : '0'}</b>
        <span aria-hidden="true">${values && place ? `${place.row + 1}, ${place.column + 1}` : nothing}</span>
        <span class="unseen">${where ?? ''}</span>
      </li>`;
    })}
  </ol>`;
}

/** @param {number} value @param {import('./scale.js').Range} range */
function tint(value, range) {
  const entry = entryOf(value, range);
  if (entry < 0) return '';
  const [red, green, blue] = signed.subarray(entry * 4, entry * 4 + 3);
  // Perceived lightness by the weights of Rec. 709: dark letters on light cells, light on dark.
  const dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
  return `background: rgb(${red}, ${green}, ${blue}); color: ${dark ? '#fff' : '#1b1d21'}`;
}

/**
 * From the sum of an output's products to its number, a line for each operation.
 *
 * @param {Translate} t
 * @param {import('./walk/layer.js').Finish} finish
 * @returns {[string, string][]} what is done, and what comes out
 */
export function finishLines(t, { sum, bias, norm, normed, rectified, result }) {
  const { decimal, signedDecimal } = t.numbers;
  // A term of a formula: its sign stands apart, but on the same line.
  const added = (/** @type {number} */ value) => `${value < 0 ? '−' : '+'}\u00a0${decimal(Math.abs(value), 3)}`;
  /** @type {[string, string][]} */
  const lines = [[t('walk.sum'), decimal(sum, DIGITS)]];
  if (bias !== undefined)
    lines.push([t('walk.bias', { bias: signedDecimal(bias, DIGITS) }), decimal(sum + bias, DIGITS)]);
  if (norm) {
    const values = {
      mean: added(-norm.mean),
      deviation: decimal(norm.deviation, 3),
      weight: decimal(norm.weight, 3),
      bias: added(norm.bias),
    };
    lines.push([t('walk.norm', values), decimal(normed, DIGITS)]);
  }
  if (rectified) lines.push([t('walk.relu'), decimal(result, DIGITS)]);
  return lines;
}

/** @param {[string, string][]} lines */
export function lineTable(lines) {
  return html`<table class="lines">
    <tbody>
      ${lines.map(
        ([what, value], i) =>
          html`<tr class=${i === lines.length - 1 ? 'result' : ''}>
            <th scope="row">${what}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
