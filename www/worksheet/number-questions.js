/** The questions of a worksheet that are answered with numbers: gains, and how many weights a branch has. */

import { html, nothing } from 'lit/html.js';
import { sigmoid } from '../walk/walk.js';
import { TABLE_END } from './gain-question.js';

/** @typedef {import('./pen.js').Pen} Pen */

/** Between the entries of the printed table of the sigmoid. */
const TABLE_STEP = 0.5;
const TABLE = Array.from({ length: (2 * TABLE_END) / TABLE_STEP + 1 }, (_, i) => i * TABLE_STEP - TABLE_END);
/** Digits of the network's own numbers: one more than a pupil's gain has. */
const OWN_DIGITS = 4;

/** @param {unknown[]} heads @param {unknown[]} cells one row of them */
const table = (heads, cells) =>
  html`<table>
    <thead>
      <tr>
        ${heads.map((head) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      <tr>
        ${cells}
      </tr>
    </tbody>
  </table>`;

/** @param {[string, unknown[]][]} rows */
const rowsOf = (rows) =>
  html`<tbody>
    ${rows.map(
      ([head, cells]) =>
        html`<tr>
          <th scope="row">${head}</th>
          ${cells.map((cell) => html`<td>${cell}</td>`)}
        </tr>`,
    )}
  </tbody>`;

/** @param {Pen} pen @param {import('./questions.js').Rank} question */
export function rank({ t, run, short, gain, lines }, { channels, most, least }) {
  return html`<p>${t('worksheet.rank', { k: run.stage })}</p>
    <table>
      ${rowsOf([
        [t('worksheet.channels'), channels.map(({ channel }) => channel)],
        ['Mc', channels.map(({ mc }) => short(mc))],
      ])}
    </table>
    ${lines(
      1,
      t('worksheet.rank.answer', {
        most: most.channel,
        high: gain(most.gain),
        least: least.channel,
        low: gain(least.gain),
      }),
    )}`;
}

/** @param {Pen} pen @param {import('./gain-question.js').Gain} question */
export function gainByHand(pen, question) {
  const { t, run, short, long, cell, list, blank, answers } = pen;
  const { given, network } = question;
  const { form, merge } = run.setting;
  const numbers = /** @type {[string, number | undefined][]} */ ([
    ['Mc', given.mc],
    ['Ms', given.ms],
    ['F', given.before],
  ]);
  const steps = stepsOf(pen, question);
  const own = [
    `${form === 'se' ? 'M' : '1 + M'} = ${t.numbers.decimal(network.gain, OWN_DIGITS)}`,
    network.after === undefined ? '' : `F′ = ${t.numbers.decimal(network.after, OWN_DIGITS)}`,
    // Not to be broken beside a sign.
  ].map((part) => part.replaceAll(' ', '\u00a0'));
  return html`<p>
      ${t('worksheet.gain')}
      <span class="formula">${t(`formula.${form === 'paper' ? `paper.${merge}` : form}`)}</span>
    </p>
    <p>
      ${t('worksheet.gain.given', {
        where: list([
          question.channel === undefined ? '' : t('worksheet.channel', { channel: question.channel }),
          question.cell ? cell(question.cell) : '',
        ]),
        numbers: list(numbers.map(([name, value]) => (value === undefined ? '' : `${name} = ${short(value)}`))),
      })}
    </p>
    ${table(
      steps.map(([head]) => head),
      steps.map(([, value]) => blank(value)),
    )}
    <table class="sigmoid">
      ${rowsOf([
        ['x', TABLE.map((x) => t.numbers.decimal(x, 1))],
        ['σ(x)', TABLE.map((x) => long(sigmoid(x)))],
      ])}
    </table>
    <p class="small">
      ${t('worksheet.sigmoid')}
      ${
        answers
          ? html`<b class="answer"
              >${t(network.recorded ? 'worksheet.gain.network' : 'worksheet.gain.unrounded', { own: list(own) })}</b
            >`
          : nothing
      }
    </p>`;
}

/** Heads and results of what is computed on the way. @param {Pen} pen @param {import('./gain-question.js').Gain} question */
function stepsOf({ t, run, short, long }, { given, hand }) {
  const { form, merge } = run.setting;
  const se = form === 'se';
  const merged = given.mc !== undefined && given.ms !== undefined;
  const inner = hand.sigmoids ? 'σ(Mc) · σ(Ms)' : merged ? 'σ(x)' : given.mc === undefined ? 'σ(Ms)' : 'σ(Mc)';
  /** @type {[string, number | undefined, (value: number) => string][]} */
  const steps = [
    [`x = ${t(`walk.merge.${form === 'official' ? 'product' : merge}`)}`, merged ? hand.logit : undefined, short],
    ['σ(Mc)', hand.sigmoids?.mc, long],
    ['σ(Ms)', hand.sigmoids?.ms, long],
    [`M = ${inner}`, hand.attention, long],
    ['1 + M', se ? undefined : hand.gain, long],
    [se ? 'F′ = F · M' : 'F′ = F · (1 + M)', hand.after, short],
  ];
  return steps.flatMap(([head, value, format]) => (value === undefined ? [] : [[head, format(value)]]));
}

/** @param {Pen} pen @param {import('./questions.js').Layers} question */
export function layers({ t, blank }, { channels, r, hidden, weights, direct }) {
  const { whole, decimal } = t.numbers;
  const times = direct / weights;
  return html`<p>${t('worksheet.layers', { channels, r })} ${roundedDown(t, channels, r)}</p>
    ${table(
      ['m', t('worksheet.layers.two'), t('worksheet.layers.one'), t('worksheet.layers.times')],
      [
        blank(division(channels, r, hidden)),
        blank(`2 · ${channels} · ${hidden} = ${whole(weights)}`),
        blank(`${channels} · ${channels} = ${whole(direct)}`),
        blank(decimal(times, Number.isInteger(times) ? 0 : 1)),
      ],
    )}`;
}

/** @param {Pen} pen @param {import('./questions.js').Convolutions} question */
export function convolutions({ t, blank }, { channels, r, hidden, weights: [reduce, dilated, , project], sum }) {
  const { whole } = t.numbers;
  return html`<p>${t('worksheet.convolutions', { channels, r })} ${roundedDown(t, channels, r)}</p>
    ${table(
      ['m', '1×1', '3×3', '3×3', '1×1', t('worksheet.sum')],
      [
        blank(division(channels, r, hidden)),
        blank(`${channels} · ${hidden} = ${whole(reduce)}`),
        blank(`9 · ${hidden}² = ${whole(dilated)}`),
        blank(whole(dilated)),
        blank(whole(project)),
        blank(whole(sum)),
      ],
    )}`;
}

/** @param {import('../strings.js').Translate} t @param {number} channels @param {number} r */
const roundedDown = (t, channels, r) => (channels % r === 0 ? nothing : t('worksheet.roundedDown'));

/** @param {number} channels @param {number} r @param {number} hidden */
const division = (channels, r, hidden) =>
  channels % r === 0 ? `${channels} / ${r} = ${hidden}` : `⌊${channels} / ${r}⌋ = ${hidden}`;

/** @param {Pen} pen @param {import('./questions.js').Everywhere} question */
export function everywhere({ t, run, gain, cell, lines }, question) {
  const values = {
    k: run.stage,
    channel: question.channel,
    gain: gain(question.gain),
    from: cell(question.from),
    to: cell(question.to),
  };
  return html`<p>${t('worksheet.everywhere', values)}</p>
    ${lines(2, t('worksheet.everywhere.answer', values))}`;
}
