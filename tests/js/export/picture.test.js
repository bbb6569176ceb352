import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryOf, features, gain, signed } from '../../../www/colormap.js';
import { svgOf } from '../../../www/export/picture.js';

/**
 * Reads XML as far as a picture uses it, and throws where it is not well-formed.
 *
 * @param {string} xml
 * @returns {{ name: string, attributes: Record<string, string>, text: string, within: string[] }[]}
 */
function elementsOf(xml) {
  const token = /<\/(?<closed>\w+)>|<(?<opened>\w+)(?<attributes>(?: [\w:-]+="[^"<]*")*)(?<empty>\/?)>|(?<text>[^<]+)/y;
  const elements = [];
  /** @type {any[]} */
  const open = [];
  while (token.lastIndex < xml.length) {
    const start = token.lastIndex;
    const { closed, opened, attributes, empty, text } =
      token.exec(xml)?.groups ?? assert.fail(`not XML: ${xml.slice(start, start + 60)}`);
    if (closed) assert.equal(open.pop()?.name, closed);
    if (opened) {
      assert.ok(open.length > 0 || elements.length === 0, 'one root');
      const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, unescaped(value)]);
      assert.equal(new Set(pairs.map(([key]) => key)).size, pairs.length, `an attribute twice in ${opened}`);
      const within = open.map(({ name }) => name);
      elements.push({ name: opened, attributes: Object.fromEntries(pairs), text: '', within });
      if (!empty) open.push(elements.at(-1));
    }
    if (text && open.length > 0) open.at(-1).text += unescaped(text);
  }
  assert.deepEqual(open, [], 'every element is closed');
  return elements;
}

/** @param {string} text */
function unescaped(text) {
  const characters = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  // eslint-disable-next-line no-control-regex -- these are what XML forbids
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u);
  return text.replace(/&([^;]*;)?/g, (entity, name) => {
    return characters[name?.slice(0, -1)] ?? assert.fail(`not an entity: ${entity}`);
  });
}

/** @param {string} d rectangles @param {number} widthPx @returns {number[]} the cells they cover, in their order */
function cellsOf(d, widthPx) {
  assert.match(d, /^(M\d+ \d+h\d+v1h-\d+z)+$/);
  return [...d.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)].flatMap(([, column, row, right, left]) => {
    assert.equal(right, left);
    assert.ok(Number(column) + Number(right) <= widthPx);
    return Array.from({ length: Number(right) }, (_, i) => Number(row) * widthPx + Number(column) + i);
  });
}

const hex = (/** @type {Uint8ClampedArray} */ table, /** @type {number} */ entry) =>
  `#${Buffer.from(table.slice(entry * 4, entry * 4 + 3)).toString('hex')}`;

/** Four by three cells; the first row is one run and a half. */
const plane = { widthPx: 4, heightPx: 3, data: new Float32Array([1, 1, 1, 2, 3, 1, 3, 1, 5, 4, 4, 0]) };
const usual = {
  plane,
  table: features,
  range: { low: 0, high: 4 },
  format: (/** @type {number} */ value) => `<${value}>`,
  title: 'Before',
  caption: 'ResNet-18',
  text: 'Three rows.',
};

test('every cell is drawn once, in the colour the page gives it', () => {
  let seed = 7;
  const random = Float32Array.from({ length: 90 * 60 }, () => (seed = (seed * 16807) % 2147483647) / 2147483647);
  for (const what of [
    usual,
    { ...usual, plane: { widthPx: 90, heightPx: 60, data: random }, range: { low: 0.1, high: 0.9 } },
    // Neighbours of this table can share one colour.
    { ...usual, plane: { widthPx: 90, heightPx: 60, data: random }, range: { low: 0, high: 1 }, table: gain },
  ]) {
    const paths = elementsOf(svgOf(what)).filter(({ name, within }) => name === 'path' && within.includes('g'));
    const fills = Array(what.plane.data.length).fill(undefined);
    for (const { attributes } of paths) {
      for (const cell of cellsOf(attributes.d, what.plane.widthPx)) {
        assert.equal(fills[cell], undefined, `cell ${cell} is drawn twice`);
        fills[cell] = attributes.fill;
      }
    }
    assert.deepEqual(
      fills,
      Array.from(what.plane.data, (value) => hex(what.table, entryOf(value, what.range))),
    );
    assert.ok(paths.length <= 256);
    assert.equal(new Set(paths.map(({ attributes }) => attributes.fill)).size, paths.length);
  }
});

test('equal neighbours are one rectangle', () => {
  assert.ok(svgOf(usual).includes(`<path fill="${hex(features, 64)}" d="M0 0h3v1h-3zM1 1h1v1h-1zM3 1h1v1h-1z"/>`));
});

test('cells are square, and the longer edge of a map fills the width', () => {
  for (const [widthPx, heightPx, transform] of /** @type {const} */ ([
    [4, 3, 'translate(16 40) scale(112)'],
    [2, 4, 'translate(128 40) scale(112)'],
  ])) {
    const data = new Float32Array(widthPx * heightPx);
    const [svg, ...elements] = elementsOf(svgOf({ ...usual, plane: { widthPx, heightPx, data } }));
    assert.equal(elements.find(({ name }) => name === 'g')?.attributes.transform, transform);
    assert.equal(svg.attributes.viewBox, `0 0 480 ${svg.attributes.height}`);
    const lowest = Math.max(
      ...elements.filter(({ name }) => name === 'text').map(({ attributes: { y } }) => Number(y)),
    );
    assert.ok(lowest > 40 + heightPx * 112 && lowest < Number(svg.attributes.height));
  }
});

test('cells that are not finite are hatched, with a word for it', () => {
  const data = Float32Array.from(plane.data, (value, i) => [NaN, Infinity, -Infinity][i - 5] ?? value);
  const elements = elementsOf(svgOf({ ...usual, plane: { ...plane, data }, notFinite: 'not finite' }));
  const clip = elements.find(({ name, within }) => name === 'path' && within.includes('clipPath'));
  assert.deepEqual(cellsOf(clip?.attributes.d ?? '', 4), [5, 6, 7]);
  const rim = elements.find(({ name, attributes }) => name === 'path' && attributes.stroke);
  assert.equal(rim?.attributes.d, clip?.attributes.d);
  assert.equal(Number(rim?.attributes['stroke-width']) * 112, 1.5, 'in units, whatever the size of a cell');
  const colored = elements.filter(({ name, within }) => name === 'path' && within.includes('g'));
  assert.equal(colored.flatMap(({ attributes: { d } }) => cellsOf(d, 4)).length, 12 - 3);
  const hatch = elements.find(({ name }) => name === 'pattern');
  const filled = elements.filter(({ attributes }) => attributes.fill === `url(#${hatch?.attributes.id})`);
  assert.equal(filled.length, 2, 'on the map and in the legend');
  assert.equal(filled[0].attributes['clip-path'], 'url(#not-finite)');
  assert.ok(elements.some(({ name, text }) => name === 'text' && text === 'not finite'));
});

test('where every cell is finite, nothing speaks of a hatch', () => {
  const svg = svgOf({ ...usual, notFinite: 'not finite' });
  assert.doesNotMatch(svg, /hatch|not.finite/);
});

test('hostile texts stay texts, and what XML forbids is replaced', () => {
  const hostile = '"><script>alert(1)</script><!-- &amp; ]]> \u0000\u001f\ud800\uffff';
  const data = new Float32Array(12).fill(NaN);
  const svg = svgOf({
    ...usual,
    plane: { ...plane, data },
    format: () => hostile,
    title: hostile,
    caption: hostile,
    text: hostile,
    notFinite: hostile,
    lang: hostile,
  });
  const elements = elementsOf(svg);
  assert.deepEqual([...new Set(elements.map(({ name }) => name))].sort(), [
    'clipPath',
    'desc',
    'g',
    'linearGradient',
    'path',
    'pattern',
    'rect',
    'stop',
    'svg',
    'text',
    'title',
  ]);
  const shown = '"><script>alert(1)</script><!-- &amp; ]]> \ufffd\ufffd\ufffd\ufffd';
  assert.equal(elements[0].attributes['xml:lang'], shown);
  assert.equal(elements.find(({ name }) => name === 'title')?.text, shown);
  assert.equal(elements.find(({ name }) => name === 'desc')?.text, `${shown} ${shown}`);
});

test('a screen reader is told title, content and caption', () => {
  const elements = elementsOf(svgOf(usual));
  const told = elements[0].attributes['aria-labelledby'].split(' ').map((id) => {
    return elements.find(({ attributes }) => attributes.id === id)?.text;
  });
  assert.deepEqual(told, ['Before', 'Three rows. ResNet-18']);
  assert.equal(elements[1].name, 'title', 'the first child, where a browser looks for its tooltip');
});

test("the legend's bar is the table, its ends and its middle are written", () => {
  for (const table of [features, gain, signed]) {
    const elements = elementsOf(svgOf({ ...usual, table }));
    const stops = elements
      .filter(({ name }) => name === 'stop')
      .map(({ attributes }) => ({
        at: Number(attributes.offset) * 255,
        channels: [...Buffer.from(attributes['stop-color'].slice(1), 'hex')],
      }));
    for (let entry = 0; entry < 256; entry++) {
      const after = Math.max(
        1,
        stops.findIndex(({ at }) => at >= entry - 0.02),
      );
      const [from, to] = [stops[after - 1], stops[after]];
      for (let c = 0; c < 3; c++) {
        const share = (entry - from.at) / (to.at - from.at);
        const drawn = from.channels[c] + (to.channels[c] - from.channels[c]) * share;
        assert.ok(Math.abs(drawn - table[entry * 4 + c]) < 1.5, `entry ${entry}: ${drawn}`);
      }
    }
    const marks = elements.filter(({ name, text }) => name === 'text' && text.startsWith('<'));
    assert.deepEqual(
      marks.map(({ text, attributes }) => [text, Number(attributes.x), attributes['text-anchor']]),
      [
        ['<0>', 16, 'start'],
        ['<2>', 240, 'middle'],
        ['<4>', 464, 'end'],
      ],
    );
  }
});

test('a range without width is marked in its middle only', () => {
  const elements = elementsOf(svgOf({ ...usual, range: { low: 1, high: 1 } }));
  assert.deepEqual(
    elements.filter(({ name, text }) => name === 'text' && text.startsWith('<')).map(({ text }) => text),
    ['<1>'],
  );
});

test('a long title is cut to one line and told in full; a caption has three lines at most', () => {
  const words = 'resnet '.repeat(80).trim();
  const elements = elementsOf(svgOf({ ...usual, title: words, caption: words, text: '' }));
  const drawn = elements.filter(({ name, text }) => name === 'text' && text.startsWith('resnet'));
  assert.equal(drawn.length, 1 + 3);
  assert.ok(drawn[0].text.endsWith('…') && drawn[3].text.endsWith('…'));
  assert.equal(elements.find(({ name }) => name === 'title')?.text, words);
});

test('a photo lies under the map, which multiplies it', () => {
  const photo = 'data:image/png;base64,iVBORw0KGgo=';
  const elements = elementsOf(svgOf({ ...usual, photo }));
  const image = elements.findIndex(({ name }) => name === 'image');
  const cells = elements.findIndex(({ name }) => name === 'g');
  assert.ok(image > 0 && image < cells);
  const { href, x, y, width, height } = elements[image].attributes;
  assert.deepEqual([href, x, y, width, height], [photo, '16', '40', '448', '336']);
  assert.equal(elements[cells].attributes.style, 'mix-blend-mode:multiply');
  assert.doesNotMatch(svgOf(usual), /multiply|<image/);
});

test('a photo elsewhere is refused', () => {
  for (const photo of ['https://example.org/a.png', 'blob:x', 'data:image/svg+xml;base64,aaaa', 'data:image/png,"']) {
    assert.throws(() => svgOf({ ...usual, photo }), { message: 'the photo is no data: URL of a PNG, JPEG or WebP' });
  }
});
