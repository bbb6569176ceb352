/** The lattice of a cell, drawn over a map whose cells are units of the drawing. */

import { svg } from 'lit/html.js';

/** Radius of a point: the more paths lead to it, the larger; never as large as its cell. */
const radius = (/** @type {number} */ ways) => 0.16 + 0.06 * Math.sqrt(ways);

/** @param {Pick<import('./lattice.js').Lattice, 'points' | 'field'>} lattice */
export function latticeMark({ points, field }) {
  const { row, column, edge } = field;
  return svg`<rect class="field" x=${column} y=${row} width=${edge} height=${edge} vector-effect="non-scaling-stroke"></rect>
    ${points.map(
      (point) =>
        svg`<circle class="reached" cx=${point.column + 0.5} cy=${point.row + 0.5} r=${radius(point.ways)}
          vector-effect="non-scaling-stroke"></circle>`,
    )}`;
}
