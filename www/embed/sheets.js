/** The element's stylesheets that the poster needs, without what builds the element's own. */

import bar from '../bar.css?inline';
import controls from '../controls.css?inline';
import element from '../element.css?inline';
import maps from '../maps.css?inline';
import narrow from '../narrow.css?inline';
import strip from '../strip.css?inline';
import tokens from '../tokens.css?inline';
import poster from './poster.css?inline';

export const sheets = () =>
  [tokens, element, bar, strip, maps, controls, narrow, poster].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
