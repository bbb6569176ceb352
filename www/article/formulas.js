/** The formulas of the article, in MathML. */

import { html, mathml } from 'lit/html.js';

const sub = (/** @type {string} */ base, /** @type {string} */ index) =>
  mathml`<msub><mi>${base}</mi><mi>${index}</mi></msub>`;
const MC = sub('M', 'c');
const MS = sub('M', 's');
/** The prime is small and high by itself: as an exponent it can hardly be seen. */
const F_AFTER = mathml`<mrow><mi>F</mi><mo lspace="0" rspace="0">′</mo></mrow>`;
const OF_F = mathml`<mo stretchy="false">(</mo><mi>F</mi><mo stretchy="false">)</mo>`;
const OPEN = mathml`<mo stretchy="false">(</mo>`;
const CLOSE = mathml`<mo stretchy="false">)</mo>`;
/** @param {number} i which convolution @param {number} edge */
const conv = (i, edge) =>
  mathml`<msubsup><mi>f</mi><mn>${i}</mn><mrow><mn>${edge}</mn><mo>×</mo><mn>${edge}</mn></mrow></msubsup>`;

/** @param {unknown} row */
const inline = (row) => html`<math><mrow>${row}</mrow></math>`;
/** @param {unknown} row */
const block = (row) => html`<math display="block"><mrow>${row}</mrow></math>`;

/** In the middle of a sentence. @type {Readonly<Record<string, unknown>>} */
export const INLINE = {
  F: inline(mathml`<mi>F</mi>`),
  F_after: inline(F_AFTER),
  M: inline(mathml`<mi>M</mi>`),
  Mc: inline(MC),
  Ms: inline(MS),
  r: inline(mathml`<mi>r</mi>`),
  C: inline(mathml`<mi>C</mi>`),
  d: inline(mathml`<mi>d</mi>`),
  times: inline(mathml`<mo>⊗</mo>`),
  gain: inline(mathml`<mn>1</mn><mo>+</mo><mi>M</mi>`),
  narrow: inline(mathml`<mi>C</mi><mo>/</mo><mi>r</mi>`),
  square: inline(mathml`<msup><mrow>${OPEN}<mn>4</mn><mi>d</mi><mo>+</mo><mn>1</mn>${CLOSE}</mrow><mn>2</mn></msup>`),
};

/** On lines of their own. @type {Readonly<Record<string, unknown>>} */
export const BLOCKS = {
  attention: block(mathml`<mi>M</mi>${OF_F}<mo>=</mo><mi>σ</mi>${OPEN}${MC}${OF_F}<mo>+</mo>${MS}${OF_F}${CLOSE}`),
  output: block(mathml`${F_AFTER}<mo>=</mo><mi>F</mi><mo>+</mo><mi>F</mi><mo>⊗</mo><mi>M</mi>${OF_F}`),
  channel: block(
    mathml`${MC}${OF_F}<mo>=</mo><mi>BN</mi>${OPEN}${sub('W', '1')}${OPEN}${sub('W', '0')}<mi>AvgPool</mi>${OF_F}<mo>+</mo
      >${sub('b', '0')}${CLOSE}<mo>+</mo>${sub('b', '1')}${CLOSE}`,
  ),
  spatial: block(
    mathml`${MS}${OF_F}<mo>=</mo><mi>BN</mi>${OPEN}${conv(3, 1)}${OPEN}${conv(2, 3)}${OPEN}${conv(1, 3)}${OPEN}${conv(
      0,
      1,
    )}${OF_F}${CLOSE}${CLOSE}${CLOSE}${CLOSE}`,
  ),
};
