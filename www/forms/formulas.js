/** The four formulas as MathML, a line for each equation. */

import { html, mathml } from 'lit/html.js';

/** @typedef {import('lit/html.js').TemplateResult} Math */

const F = mathml`<mi>F</mi>`;
const plus = mathml`<mo>+</mo>`;
const equals = mathml`<mo>=</mo>`;
const times = mathml`<mo>⊗</mo>`;
const pooled = mathml`<mi>AvgPool</mi><mo>&#8289;</mo><mrow><mo>(</mo>${F}<mo>)</mo></mrow>`;

/** @param {string} name @param {string} index */
const sub = (name, index) => mathml`<msub><mi>${name}</mi><mi>${index}</mi></msub>`;
const [Mc, Ms] = [sub('M', 'c'), sub('M', 's')];

/** Applied to what follows in brackets. @param {unknown} name @param {unknown} inner */
const of = (name, inner) => mathml`${name}<mo>&#8289;</mo><mrow><mo>(</mo>${inner}<mo>)</mo></mrow>`;
/** @param {string} name @param {unknown} inner */
const named = (name, inner) => of(mathml`<mi>${name}</mi>`, inner);
const sigma = (/** @type {unknown} */ inner) => named('σ', inner);
/** W x + b. @param {string} index @param {unknown} x */
const layer = (index, x) => mathml`${sub('W', index)}${x}${plus}${sub('b', index)}`;
/** @param {string} index @param {string} kernel @param {unknown} x */
const conv = (index, kernel, x) =>
  of(mathml`<msubsup><mi>f</mi><mn>${index}</mn><mtext>${kernel}</mtext></msubsup>`, x);
const [one, three] = ['1×1', '3×3'];

/** @param {unknown} left @param {unknown} right */
const equation = (left, right) =>
  html`<div>
    <math><mrow>${left}${equals}${right}</mrow></math>
  </div>`;
/** Not as a superscript: the character is raised already. */
const after = mathml`${F}<mo lspace="0" rspace="0">′</mo>`;
/** What an activation is, where the paper prints none. */
const delta = (/** @type {unknown} */ inner) => named('δ', inner);

/** @type {Readonly<Record<import('./four.js').Form, unknown[]>>} */
export const FORMULAS = Object.freeze({
  paper: [
    equation(after, mathml`${F}${plus}${F}${times}${sigma(mathml`${Mc}${plus}${Ms}`)}`),
    equation(Mc, named('BN', layer('1', mathml`<mrow><mo>(</mo>${layer('0', pooled)}<mo>)</mo></mrow>`))),
    equation(Ms, named('BN', conv('3', one, conv('2', three, conv('1', three, conv('0', one, F)))))),
  ],
  official: [
    equation(after, mathml`${F}${plus}${F}${times}${sigma(mathml`${Mc}${times}${Ms}`)}`),
    equation(Mc, layer('1', delta(layer('0', pooled)))),
    equation(Ms, conv('3', one, delta(conv('2', three, delta(conv('1', three, delta(conv('0', one, F)))))))),
    equation(delta(mathml`<mi>x</mi>`), named('ReLU', named('BN', mathml`<mi>x</mi>`))),
  ],
  blog: [
    equation(
      after,
      mathml`${F}${times}<mrow><mo>(</mo><mn>1</mn>${plus}${sigma(Mc)}${times}${sigma(Ms)}<mo>)</mo></mrow>`,
    ),
    equation(Mc, mathml`${sub('W', '1')}${named('ReLU', mathml`${sub('W', '0')}${pooled}`)}`),
    equation(
      Ms,
      of(mathml`<msup><mi>f</mi><mtext>7×7</mtext></msup>`, mathml`${named('mean', F)}<mo>,</mo>${named('std', F)}`),
    ),
  ],
  se: [equation(after, mathml`${F}${times}${sigma(Mc)}`), equation(Mc, layer('1', named('ReLU', layer('0', pooled))))],
});

/** Edge of a map after a 3x3 convolution with padding p and dilation d. */
export const EDGE = equation(
  mathml`<mi>out</mi>`,
  mathml`<mi>in</mi>${plus}<mn>2</mn><mi>p</mi><mo>−</mo><mi>d</mi><mo>·</mo><mrow><mo>(</mo><mn>3</mn><mo>−</mo><mn>1</mn><mo>)</mo></mrow>`,
);
