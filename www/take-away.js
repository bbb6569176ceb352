/** Files of what is on screen: pictures of a map, tables, one tap, or everything that a run recorded. */

import { csvOf } from './export/csv.js';
import { svgOf } from './export/picture.js';
import { photoUrlOf, pngOf } from './export/raster.js';
import { save } from './export/save.js';

/** The network's square is drawn at twice the SVG's units: sharp on most screens and in print. */
const PNG_SCALE = 2;

/**
 * @typedef {object} Picture a map with its words
 * @property {string} name of the file, without its ending
 * @property {Omit<Parameters<typeof svgOf>[0], 'photo'>} drawing
 * @property {import('./wasm/bam_lens.js').Pixels} [photo] under the map
 */

/** @param {Picture} picture @param {'svg' | 'png'} kind */
export async function savePicture({ name, drawing, photo }, kind) {
  const svg = svgOf({ ...drawing, photo: photo && (await photoUrlOf(photo)) });
  const blob = kind === 'png' ? await pngOf(svg, PNG_SCALE) : new Blob([svg], { type: 'image/svg+xml' });
  save(`${name}.${kind}`, blob);
}

/** @param {string} name without its ending @param {import('./tables.js').Table} table */
export function saveTable(name, { columns, rows }) {
  // The mark at the beginning tells Excel that the file is UTF-8.
  save(`${name}.csv`, new Blob(['\ufeff', csvOf(columns, rows)], { type: 'text/csv' }));
}

/** @param {string} name @param {Uint8Array<ArrayBuffer>} bytes */
export function saveBytes(name, bytes) {
  save(name, new Blob([bytes], { type: 'application/octet-stream' }));
}
