/** The article: both languages say the same, every link is a state, every number in it is the one that was measured. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { CHAPTERS, TERMS } from '../../www/article/contents.js';
import { BLOCKS, INLINE } from '../../www/article/formulas.js';
import { REFERENCES } from '../../www/article/references.js';
import { partOf } from '../../www/article/tool.js';
import { lattice, meanReach } from '../../www/lattice.js';
import { groupOf, unpackRuns } from '../../www/precomputed.js';
import { PRINTED } from '../../www/results/printed.js';
import { partsOf } from '../../www/rich.js';
import { DEFAULTS, STAGES, validate } from '../../www/state.js';
import { fromHash } from '../../www/url.js';
import { TABLES } from '../support/translator.js';

/** @typedef {import('../../www/rich.js').Part} Part */

const read = (/** @type {string} */ path) => readFileSync(new URL(`../../${path}`, import.meta.url));
const PARAGRAPHS = [
  'intro',
  ...CHAPTERS.flatMap(({ name, parts }) =>
    parts.filter((part) => typeof part === 'number').map((part) => `${name}.${part}`),
  ),
];
const DEFINITIONS = TERMS.map((term) => `term.${term}.is`);

/** Every part of a phrase, those within others too. @param {Part[]} parts @returns {Part[]} */
const flat = (parts) => parts.flatMap((part) => ('parts' in part ? [part, ...flat(part.parts)] : [part]));
/** @param {string} lang @param {string} key */
const partsIn = (lang, key) => flat(partsOf(TABLES[lang][`article.${key}`]));
/** @param {string} lang @param {string} key what a reader sees, formulas left out */
const textIn = (lang, key) =>
  partsIn(lang, key)
    .map((part) => (part.kind === 'text' ? part.text : ''))
    .join('');
/** @param {string} lang @param {'state' | 'place'} kind */
const linksIn = (lang, kind) =>
  [...PARAGRAPHS, ...DEFINITIONS].flatMap((key) =>
    partsIn(lang, key).flatMap((part) => (part.kind === kind ? [{ key, href: part.href }] : [])),
  );

for (const lang of Object.keys(TABLES)) {
  test(`${lang}: what is in the table stands in the article`, () => {
    const titles = ['title', 'back', 'references', 'reference', 'glossary', ...CHAPTERS.map(({ name }) => name)];
    const keys = [...titles, ...PARAGRAPHS, ...DEFINITIONS, ...TERMS.map((term) => `term.${term}`)];
    assert.deepEqual(
      Object.keys(TABLES[lang])
        .filter((key) => key.startsWith('article.'))
        .sort(),
      keys.map((key) => `article.${key}`).sort(),
    );
  });

  test(`${lang}: the links and formulas of every paragraph are those of the English one, and no markup is left`, () => {
    for (const key of [...PARAGRAPHS, ...DEFINITIONS]) {
      /** @param {string} lang */
      const marked = (lang) =>
        partsIn(lang, key)
          .map((part) => ('href' in part ? part.href : part.kind === 'formula' ? part.text : ''))
          .filter(Boolean)
          .sort();
      assert.deepEqual(marked(lang), marked('en'), key);
      assert.doesNotMatch(textIn(lang, key), /[[\]*$\\]|\(#|https?:/, key);
    }
    for (const { name } of CHAPTERS) assert.equal(partsOf(TABLES[lang][`article.${name}`]).length, 1, name);
  });
}

test('it is an article and no book', () => {
  const text = ['title', ...CHAPTERS.map(({ name }) => name), ...PARAGRAPHS].map((key) => textIn('en', key)).join(' ');
  const words = text.split(/\s+/).filter((word) => /\w/.test(word)).length;
  assert.ok(words >= 1300 && words <= 1800, `${words} words`);
});

test('every link is a state, none of them twice in a paragraph', () => {
  const links = linksIn('en', 'state');
  assert.ok(links.length >= 15, `only ${links.length}`);
  for (const { key, href } of links) {
    const partial = fromHash(href);
    assert.ok(Object.keys(partial).length, href);
    const { state, rejected } = validate(partial);
    assert.deepEqual(rejected, [], href);
    for (const [name, value] of Object.entries(partial)) {
      assert.equal(String(state[/** @type {keyof typeof state} */ (name)]), value, href);
    }
    assert.equal(links.filter((other) => other.key === key && other.href === href).length, 1, href);
  }
});

test('every link to a place has one, every formula its MathML', () => {
  for (const { href } of linksIn('en', 'place')) {
    assert.ok([...TERMS, 'forms', 'results'].includes(fromHash(href).at), href);
  }
  const named = PARAGRAPHS.flatMap((key) => partsIn('en', key)).flatMap((part) =>
    part.kind === 'formula' ? [part.name] : [],
  );
  const cited = named.filter((name) => name.startsWith('cite_')).map((name) => name.slice('cite_'.length));
  assert.deepEqual(
    [...new Set(cited)],
    Object.keys(REFERENCES),
    'references stand in the order in which they are named',
  );
  const inline = new Set(named.filter((name) => !name.startsWith('cite_')));
  assert.deepEqual([...inline].sort(), Object.keys(INLINE).sort());
  const blocks = CHAPTERS.flatMap(({ parts }) => parts.filter((part) => typeof part === 'string'));
  assert.deepEqual(blocks.sort(), Object.keys(BLOCKS).sort());
  for (const { href } of Object.values(REFERENCES)) assert.match(href, /^https:\/\//);
});

test('the part of the tool that a link is about', () => {
  for (const [hash, part] of /** @type {const} */ ([
    ['#stage=2', '.maps'],
    ['#stage=3&view=spatial', '.branch-spatial'],
    ['#r=32&view=channel', '.branch-channel'],
    ['#view=before', '.maps'],
    ['#cell=3,4&view=spatial&side=cell&step=after', '.side'],
    ['#side=changes&img=cat', '.side'],
    ['#panel=cost&side=cell', '.panel'],
    ['#panel=&stage=1', '.maps'],
  ])) {
    assert.equal(partOf(fromHash(hash)), part, hash);
  }
});

// -- what it says of numbers ---------------------------------------------------------------------------------------

const SETTING = /** @type {const} */ ({ form: 'paper', merge: 'sum', r: DEFAULTS.r, d: DEFAULTS.d });

/** @param {string} img @param {number} stage @param {Partial<import('../../www/wasm/bam_lens.js').Setting>} [other] */
function runOf(img, stage, other) {
  const setting = { ...SETTING, ...other };
  const { buffer, byteOffset, byteLength } = read(`www/precomputed/${img}.${groupOf(setting)}.safetensors`);
  const run = unpackRuns(/** @type {ArrayBuffer} */ (buffer).slice(byteOffset, byteOffset + byteLength))(
    setting,
    stage,
  );
  assert.ok(run?.detail);
  return { ...run, detail: run.detail };
}

/** Every language has these numbers in a paragraph. @param {string} key @param {string[]} numbers */
function says(key, ...numbers) {
  for (const lang of Object.keys(TABLES)) {
    const text = textIn(lang, key);
    for (const number of numbers) {
      const escaped = number.replace(/[.+]/g, String.raw`\$&`).replace(/ /g, '\u00a0');
      assert.match(text, new RegExp(`(?<![\\d.,])${escaped}(?![\\d]|[.,]\\d)`), `${lang} ${key}`);
    }
  }
}

const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
const samples = /** @type {{ id: string }[]} */ (JSON.parse(read('www/samples/index.json').toString()));
const weights = JSON.parse(read('www/models/index.json').toString())[0].file;
const results = read('training/RESULTS.md').toString();

test('the sizes of maps', () => {
  const { shapes } = runOf('koala', 3);
  assert.deepEqual(shapes, [
    [64, 32, 32],
    [128, 16, 16],
    [256, 8, 8],
    [512, 4, 4],
  ]);
  says('photo.1', '128 × 128', '64', '32 × 32', '128', '16 × 16', '256', '8 × 8', '512', '200');
  says('channel.1', '256', '16');
  says('channel.3', '8');
  assert.equal(256 / 32, 8);
  says('term.cell.is', '16 × 16');
  assert.equal(128 / 8, 16);
});

test('what a smaller r costs', () => {
  for (const r of [4, 16]) {
    const count = runOf('koala', 1, { r }).cost.bam.reduce((sum, { parameters }) => sum + parameters, 0);
    says('channel.3', count.toLocaleString('en'));
  }
});

test('what the lattice reaches', () => {
  const [large, small] = [32, 8].map((edge) => ({ widthPx: edge, heightPx: edge }));
  const ofLarge = lattice({ row: 16, column: 16 }, large, 4);
  assert.equal(ofLarge.points.length, 25);
  assert.equal(ofLarge.field.edge, 17);
  const touching = lattice({ row: 16, column: 16 }, large, 1).points;
  assert.deepEqual(
    touching.map(({ row, column }) => `${row},${column}`),
    [14, 15, 16, 17, 18].flatMap((row) => [14, 15, 16, 17, 18].map((column) => `${row},${column}`)),
  );
  says('spatial.2', '25', '17 × 17');
  says('spatial.3', meanReach(large, 4).points.toFixed(1), '25', '8 × 8', '4');
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      const { points } = lattice({ row, column }, small, 4);
      assert.equal(points.length, 4);
      assert.ok(points.some((point) => point.row === row && point.column === column));
    }
  }
  assert.deepEqual(lattice({ row: 3, column: 3 }, small, 6).points, [{ row: 3, column: 3, ways: 1 }]);
});

test('the paper’s errors', () => {
  const error = (/** @type {string} */ table, /** @type {(row: unknown[]) => boolean} */ found) => {
    const { columns, rows } = PRINTED[table];
    const row = rows.find(found);
    assert.ok(row);
    return `${Number(row[columns.findIndex((column) => /err/.test(column) && !/top5/.test(column))]).toFixed(2)} %`;
  };
  says('merge.3', ...['SUM', 'PROD', 'MAX'].map((merge) => error('table1b', (row) => row.includes(merge))));
  says('network.1', ...['ResNet18', 'ResNet18 + BAM'].map((name) => error('table3b', (row) => row[0] === name)));
  // Of the dilations the paper tried, 4 has the least error.
  const { columns, rows } = PRINTED.table1a;
  const at = columns.findIndex((column) => /err/.test(column));
  const ofD = rows.filter(([variable]) => variable === 'd').sort((a, b) => Number(a[at]) - Number(b[at]));
  assert.equal(Number(ofD[0][1]), 4);
});

test('with the channel branch alone every place has the same mean gain', () => {
  for (const { id } of samples) {
    for (const stage of STAGES) {
      const { gain } = runOf(id, stage, { merge: 'channel' }).detail;
      assert.ok(gain && gain.deviation < 1e-6, `${id} ${stage}`);
    }
  }
});

test('the koala, the coffee and the raccoon', () => {
  const spreads = STAGES.map((stage) => runOf('koala', stage).detail.gain?.deviation ?? NaN);
  says('maps.2', spreads[0].toFixed(3), spreads[2].toFixed(3));
  const numbers = ['koala', 'coffee'].flatMap((id) => {
    const { predictions, baseline } = runOf(id, 3);
    const [first] = predictions ?? [];
    const without = baseline?.find(({ index }) => index === first.index);
    assert.match(first.label, id === 'koala' ? /^koala/ : /^espresso/);
    return [percent(first.probability), percent(without?.probability ?? NaN)];
  });
  says('maps.3', ...numbers);
  const [first] = runOf('raccoon', 3).predictions ?? [];
  assert.match(first.label, /^koala/);
  says('network.2', percent(first.probability), '200');
});

test('the network as it was trained and measured', () => {
  const file = gunzipSync(read(`www/models/${weights}`));
  const { __metadata__: metadata } = JSON.parse(file.subarray(8, 8 + Number(file.readBigUInt64LE(0))).toString());
  const classes = JSON.parse(metadata.classes);
  assert.equal(classes.length, 200);
  assert.doesNotMatch(metadata.classes, /raccoon/i);
  assert.match(metadata.training, /^Tiny ImageNet train \(100,000 photos, 200 classes, 64 px\), from scratch/);
  assert.match(metadata.training, /at 128 px/);
  const { variant } = runOf('koala', 3).fit;
  const plain = runOf('koala', 3, { form: 'none' }).fit.variant;
  says(
    'network.1',
    '100,000',
    '200',
    '64 px',
    '128 px',
    `${variant?.accuracy?.photos.toLocaleString('en')}`,
    `${variant?.accuracy?.top1.toFixed(1)} %`,
    `${plain?.accuracy?.top1.toFixed(1)} %`,
  );
  assert.match(results, /differ by less than 1\.4 points cannot be told apart/);
  says('network.1', '1.4');
  says('claim.2', ...(variant?.gain ?? []).map(({ energy }) => energy.toFixed(2)));
  assert.match(results, /4,789 of them whose box covers less than half of the photo/);
  says('claim.2', '4,789');
  assert.match(results, /The file has all 24 variants/);
  says('term.variant.is', '24');
});
