/** A Lit directive that draws on its element when one of its inputs has changed: a render that changes nothing draws nothing. */

import { Directive, directive, PartType } from 'lit/directive.js';
import { noChange } from 'lit/html.js';

class Draw extends Directive {
  /** @type {unknown[]} */
  #drawn = [];

  /** @param {import('lit/directive.js').PartInfo} part */
  constructor(part) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('draw() belongs on an element');
  }

  /**
   * @param {(element: any, ...inputs: any[]) => void} paint
   * @param {unknown[]} inputs
   */
  render(paint, ...inputs) {
    return [paint, inputs];
  }

  /**
   * @override
   * @param {import('lit').ElementPart} part
   * @param {Parameters<this['render']>} arguments_
   */
  update(part, [paint, ...inputs]) {
    const wanted = [paint, ...inputs];
    if (wanted.length !== this.#drawn.length || wanted.some((input, i) => input !== this.#drawn[i])) {
      this.#drawn = wanted;
      paint(part.element, ...inputs);
    }
    return noChange;
  }
}

/** `<canvas ${draw(paint, a, b)}>` calls `paint(canvas, a, b)` when paint, a or b is another than before. */
export const draw = directive(Draw);
