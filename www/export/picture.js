/** One map as an SVG that stands alone: title, cells, legend, caption. It is paper white whatever the page's theme is. */

import { entryOf } from '../colormap.js';
import { linesOf } from './lines.js';
import { outlinesOf } from './outlines.js';
import { escaped } from './xml.js';

/**
 * @typedef {import('../colormap.js').ColorTable} ColorTable
 * @typedef {import('../scale.js').Range} Range
 */

/** User units. The map's longer edge divides into 4, 7, 8, 14, 16, 28, 32, 56, 64 or 112 whole cells. */
const EDGE = 448;
const MARGIN = 16;
const WIDTH = EDGE + 2 * MARGIN;
const TITLE_SIZE = 15;
const TEXT_SIZE = 12;
const LEADING = 17;
const BAR_HEIGHT = 10;
/** Latin letters of mean width in one line, in the widest of the usual fonts. */
const TITLE_COLUMNS = 46;
const CAPTION_COLUMNS = 70;
const CAPTION_LINES = 3;
/** The legend's gradient stops at every fifth entry of the table: between two of them it is as good as straight. */
const STOP_STEP = 5;

/** The light ones of tokens.css: a file has no theme. */
const INK = '#1b1d21';
const SOFT = '#5a6069';
const LINE = '#b9bab6';
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

const HATCH = 'url(#hatch)';
const PATTERN = `<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#d3d4d6"/><rect width="2" height="6" fill="${SOFT}"/></pattern>`;

/** Width of the line around hatched cells, half of which the hatch covers. */
const RIM = 1.5;

/** With an address in its place the file would depend on what lies there. */
const PHOTO = /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+$/;
/** Grey and pale as in maps.css: `grayscale(1) contrast(0.6) brightness(1.5)` in one matrix. */
const PALE = `<filter id="pale" color-interpolation-filters="sRGB"><feColorMatrix values="${'0.19134 0.64368 0.06498 0 0.3 '.repeat(3)}0 0 0 1 0"/></filter>`;

/**
 * @param {object} what
 * @param {{ widthPx: number, heightPx: number, data: Float32Array }} what.plane row by row
 * @param {ColorTable} what.table
 * @param {Range} what.range
 * @param {(value: number) => string} what.format writes the legend's ends and its middle
 * @param {string} what.title one line; cut off where it is too long
 * @param {string} what.caption three lines at most
 * @param {string} what.text what the map holds, for who cannot see it
 * @param {string} [what.notFinite] says what the hatch means, where there is one
 * @param {string} [what.photo] a `data:` URL of the crop the network saw: grey and pale, multiplied by the map
 * @param {string} [what.lang] of the words
 * @returns {string} 480 units wide
 */
export function svgOf({ plane, table, range, format, title, caption, text, notFinite, photo, lang }) {
  if (photo !== undefined && !PHOTO.test(photo)) throw new Error('the photo is no data: URL of a PNG, JPEG or WebP');
  const cell = EDGE / Math.max(plane.widthPx, plane.heightPx);
  const outlines = outlinesOf(plane, (value) => {
    const entry = entryOf(value, range);
    return entry < 0 ? HATCH : colorOf(table, entry);
  });
  const hatched = outlines.has(HATCH);

  const mapTop = MARGIN + TITLE_SIZE + 9;
  const barTop = mapTop + cell * plane.heightPx + 10;
  const keyTop = barTop + BAR_HEIGHT + 24;
  const captionTop = hatched && notFinite ? keyTop + LEADING : keyTop;
  const lines = linesOf(caption, CAPTION_COLUMNS, CAPTION_LINES);
  const height = Math.ceil(captionTop + lines.length * LEADING + MARGIN - 8);

  return joined([
    `<svg ${[
      `xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"`,
      ...(lang ? [`xml:lang="${escaped(lang)}"`] : []),
      `role="img" aria-labelledby="title description"`,
      `font-family="${FONT}" font-size="${TEXT_SIZE}" fill="${INK}"`,
    ].join(' ')}>`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(`${text} ${caption}`)}</desc>`,
    gradient(table),
    hatched && PATTERN,
    photo && PALE,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    line(mapTop - 11, linesOf(title, TITLE_COLUMNS, 1).join(''), `font-size="${TITLE_SIZE}" font-weight="600"`),
    map({ plane, outlines, cell, top: mapTop, photo }),
    legend({ range, format, top: barTop }),
    hatched && notFinite && key(notFinite, keyTop),
    ...lines.map((words, n) => line(captionTop + n * LEADING + TEXT_SIZE, words, `fill="${SOFT}"`)),
    '</svg>\n',
  ]);
}

/**
 * @param {object} what
 * @param {{ widthPx: number, heightPx: number }} what.plane
 * @param {Map<string, string>} what.outlines
 * @param {number} what.cell edge of a cell
 * @param {number} what.top
 * @param {string} [what.photo]
 */
function map({ plane, outlines, cell, top, photo }) {
  const width = cell * plane.widthPx;
  const height = cell * plane.heightPx;
  const left = (WIDTH - width) / 2;
  const box = `x="${left}" y="${top}" width="${width}" height="${height}"`;
  const inCells = `transform="translate(${left} ${top}) scale(${cell})"`;
  const colored = [...outlines].filter(([fill]) => fill !== HATCH);
  const hatched = outlines.get(HATCH);
  return joined([
    photo && `<image ${box} preserveAspectRatio="none" filter="url(#pale)" href="${photo}"/>`,
    // A viewer that cannot multiply shows the map without the photo.
    `<g ${inCells} shape-rendering="crispEdges"${photo ? ' style="mix-blend-mode:multiply"' : ''}>`,
    ...colored.map(([fill, d]) => `<path fill="${fill}" d="${d}"/>`),
    '</g>',
    // Without a rim a small lone cell would be lost. The hatch covers the lines between hatched neighbours.
    hatched && `<path ${inCells} fill="none" stroke="${INK}" stroke-width="${RIM / cell}" d="${hatched}"/>`,
    // The pattern keeps its own scale, so it cannot fill a path that is drawn in cells.
    hatched && `<clipPath id="not-finite"><path ${inCells} d="${hatched}"/></clipPath>`,
    hatched && `<rect ${box} fill="${HATCH}" clip-path="url(#not-finite)"/>`,
    `<rect ${box} fill="none" stroke="${LINE}"/>`,
  ]);
}

/**
 * @param {object} what
 * @param {Range} what.range
 * @param {(value: number) => string} what.format
 * @param {number} what.top
 */
function legend({ range: { low, high }, format, top }) {
  const middle = [WIDTH / 2, 'middle', low + (high - low) / 2];
  // Without a width every value has the colour of the middle.
  const marks = high > low ? [[MARGIN, 'start', low], middle, [WIDTH - MARGIN, 'end', high]] : [middle];
  return [
    `<rect x="${MARGIN}" y="${top}" width="${EDGE}" height="${BAR_HEIGHT}" fill="url(#table)" stroke="${LINE}"/>`,
    ...marks.map(
      ([x, anchor, value]) =>
        `<text x="${x}" y="${top + BAR_HEIGHT + 15}" text-anchor="${anchor}">${escaped(format(Number(value)))}</text>`,
    ),
  ].join('\n');
}

/** What the hatch means. @param {string} words @param {number} top */
function key(words, top) {
  const swatch = `<rect x="${MARGIN}" y="${top + 2}" width="20" height="${BAR_HEIGHT}" fill="${HATCH}" stroke="${LINE}"/>`;
  return `${swatch}\n<text x="${MARGIN + 28}" y="${top + TEXT_SIZE}">${escaped(words)}</text>`;
}

/** @param {ColorTable} table */
function gradient(table) {
  const last = table.length / 4 - 1;
  const stops = Array.from({ length: last / STOP_STEP + 1 }, (_, n) => {
    const entry = n * STOP_STEP;
    return `<stop offset="${(entry / last).toFixed(4)}" stop-color="${colorOf(table, entry)}"/>`;
  });
  return `<linearGradient id="table">${stops.join('')}</linearGradient>`;
}

/** @param {number} y baseline @param {string} words @param {string} attributes */
const line = (y, words, attributes) => `<text x="${MARGIN}" y="${y}" ${attributes}>${escaped(words)}</text>`;

/** @param {ColorTable} table @param {number} entry @returns {string} `#rrggbb` */
function colorOf(table, entry) {
  const channels = Array.from(table.subarray(entry * 4, entry * 4 + 3));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** What is there of these lines. @param {(string | false | undefined)[]} lines */
const joined = (lines) => lines.filter(Boolean).join('\n');
