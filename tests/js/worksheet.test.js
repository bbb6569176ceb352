import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { translator } from '../support/translator.js';
import { planeOf } from '../../www/scale.js';
import { DEFAULTS, FORMS, MERGES } from '../../www/state.js';
import { aboutOf } from '../../www/worksheet/about.js';
import { byHand, written } from '../../www/worksheet/by-hand.js';
import { highest } from '../../www/worksheet/highest.js';
import { questionsOf } from '../../www/worksheet/questions.js';
import { rulingOf } from '../../www/worksheet/ruling.js';

/** Every setting that has attention: five merges of the paper's form, and the other forms. */
const SETTINGS = FORMS.filter((form) => form !== 'none').flatMap((form) =>
  form === 'paper' ? MERGES.map((merge) => ({ form, merge })) : [{ form, merge: 'sum' }],
);
const CHANNELS = 64;
const EDGES = [32, 16, 8];

/** Numbers that are the same in every run of the test, between -1 and 1. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

const sigma = (x) => 1 / (1 + Math.exp(-x));

/** M as DESIGN.md has it, form by form. */
function attentionOf({ form, merge }, mc, ms) {
  if (form === 'blog') return sigma(mc) * sigma(ms);
  if (form === 'se' || merge === 'channel') return sigma(mc);
  if (form === 'official' || merge === 'product') return sigma(mc * ms);
  if (merge === 'spatial') return sigma(ms);
  return sigma(merge === 'max' ? Math.max(mc, ms) : mc + ms);
}

/** A run with made-up logits and features, and what a form makes of them. */
function made(
  { form, merge },
  { stage = 3, edge = EDGES[stage - 1], channels = CHANNELS, r = 16, d = 4, seed = 1 } = {},
) {
  const random = numbers(seed);
  const cells = edge * edge;
  const setting = { form, merge, r, d };
  const mc = Float32Array.from({ length: channels }, () => 2.5 * random());
  const ms = Float32Array.from({ length: cells }, () => 2 * random());
  const before = Float32Array.from({ length: channels * cells }, () => Math.max(0, 3 * random()));
  const attention = before.map((_, i) => attentionOf(setting, mc[Math.floor(i / cells)], ms[i % cells]));
  const gain = attention.map((m) => (form === 'se' ? m : 1 + m));
  const after = before.map((f, i) => f * gain[i]);
  const tap = (data, ...shape) => ({ name: '', shape: [1, ...shape], data });
  const mean = (data) =>
    planeOf(
      tap(
        Float32Array.from({ length: cells }, (_, i) => average(data, cells, i)),
        1,
        edge,
        edge,
      ),
    );
  const planes = { before: mean(before), gain: mean(gain), after: mean(after) };
  const other = (k) => {
    const size = edge * 2 ** (stage - k) || 1;
    const data = Float32Array.from({ length: Math.ceil(size) ** 2 }, () => 1.5 + 0.4 * random());
    return { ...planes, gain: planeOf(tap(data, 1, Math.ceil(size), Math.ceil(size))) };
  };
  const noSpatial = form === 'se' || (form === 'paper' && merge === 'channel');
  const taps = {
    ...(merge === 'spatial' ? {} : { 'channel.logits': tap(mc, channels) }),
    ...(noSpatial ? {} : { 'spatial.logits': tap(ms, 1, edge, edge) }),
  };
  return {
    run: {
      number: 1,
      fit: { kind: 'trained', variant: null },
      stage,
      setting,
      shapes: [1, 2, 3].map((k) => [channels, edge * 2 ** (stage - k), edge * 2 ** (stage - k)]),
      bottlenecks: [1, 2, 3].map((k) => (k === stage ? planes : other(k))),
      detail: { stage, channel: undefined, ...planes, taps },
    },
    features: {
      before: tap(before, channels, edge, edge),
      attention: tap(attention, channels, edge, edge),
      after: tap(after, channels, edge, edge),
    },
    cell: null,
    channel: undefined,
  };
}

const average = (data, cells, at) => {
  let sum = 0;
  for (let i = at; i < data.length; i += cells) sum += data[i];
  return (sum * cells) / data.length;
};

/** @param {ReturnType<typeof made>} subject @param {string} kind @returns {any} */
const ask = (subject, kind) => questionsOf(/** @type {any} */ (subject)).find((question) => question.kind === kind);

const kinds = (subject) => questionsOf(subject).map(({ kind }) => kind);

test('each form is asked what it has, and nothing else', () => {
  for (const setting of SETTINGS) {
    const spatial = setting.form !== 'se' && setting.merge !== 'channel';
    const expected = spatial
      ? ['predict', 'gain', setting.merge === 'spatial' ? 'convolutions' : 'layers', 'reach', 'spread', 'paper']
      : ['rank', 'gain', 'layers', 'everywhere', 'limits'];
    assert.deepEqual(kinds(made(setting)), expected, JSON.stringify(setting));
  }
});

test('a gain by hand follows from the printed numbers, and comes near the network’s', () => {
  /** Rounds the shortest decimal text of a number, as a person does who sees it. */
  const onPaper = (value, digits) =>
    Number(`${Math.round(Number(`${Number(value.toPrecision(12))}e${digits}`))}e-${digits}`);
  const half = (value, digits) => (value < 0 ? -onPaper(-value, digits) : onPaper(value, digits));
  for (const setting of SETTINGS) {
    for (const seed of [1, 2, 3, 4, 5]) {
      const subject = made(setting, { seed, stage: 1 + (seed % 3) });
      const { channel, cell, given, hand, network } = ask(subject, 'gain');
      const { run, features } = subject;
      const [, , height, width] = features.before.shape;
      const at = cell.row * width + cell.column;
      const of = (tap) => tap.data[channel * height * width + at];
      const mc = run.detail.taps['channel.logits']?.data[channel];
      const ms = run.detail.taps['spatial.logits']?.data[at];
      assert.equal(given.mc, mc === undefined ? undefined : half(mc, 2));
      assert.equal(given.ms, ms === undefined ? undefined : half(ms, 2));
      assert.equal(given.before, half(of(features.before), 2));
      let m;
      if (setting.form === 'blog') {
        assert.deepEqual(hand.sigmoids, { mc: half(sigma(given.mc), 3), ms: half(sigma(given.ms), 3) });
        m = half(hand.sigmoids.mc * hand.sigmoids.ms, 3);
      } else {
        const { merge, form } = setting;
        const logits = { sum: given.mc + given.ms, product: given.mc * given.ms, max: Math.max(given.mc, given.ms) };
        const merged = form === 'official' ? logits.product : logits[merge];
        const logit = form === 'se' || merge === 'channel' ? given.mc : merge === 'spatial' ? given.ms : merged;
        assert.equal(hand.logit, half(logit, 2));
        m = half(sigma(hand.logit), 3);
      }
      assert.equal(hand.attention, m);
      assert.equal(hand.gain, half(setting.form === 'se' ? m : 1 + m, 3));
      assert.equal(hand.after, half(given.before * hand.gain, 2));
      assert.ok(network.recorded);
      assert.equal(network.after, of(features.after));
      assert.ok(Math.abs(network.gain - of(features.after) / of(features.before)) < 1e-5);
      assert.ok(Math.abs(hand.gain - network.gain) < 0.02, `${hand.gain} for ${network.gain}`);
    }
  }
});

test('halves are rounded as people round them', () => {
  for (const [value, digits, expected] of [
    [0.075, 2, 0.08],
    [-0.075, 2, -0.08],
    [1.005, 2, 1.01],
    [0.0749, 2, 0.07],
    [-0.001, 2, 0],
  ]) {
    assert.ok(Object.is(written(value, digits), expected), `${value}`);
  }
  assert.equal(byHand({ form: 'paper', merge: 'product', r: 16, d: 4 }, { mc: 0.15, ms: 0.5 }).logit, 0.08);
});

test('before the network is here the gain is computed without F, from Mc and Ms', () => {
  for (const setting of SETTINGS) {
    const subject = { ...made(setting), features: undefined };
    const { channel, cell, given, hand, network } = ask(subject, 'gain');
    const { taps } = subject.run.detail;
    assert.equal(given.before, undefined);
    assert.equal(hand.after, undefined);
    assert.equal(network.recorded, false);
    const mc = taps['channel.logits']?.data[channel];
    const ms = taps['spatial.logits']?.data[cell?.row * 8 + cell?.column];
    assert.equal(channel === undefined, mc === undefined);
    assert.equal(cell === undefined, ms === undefined);
    const m = attentionOf(setting, mc, ms);
    assert.ok(Math.abs(network.gain - (setting.form === 'se' ? m : 1 + m)) < 1e-12);
  }
});

test('the chosen cell and channel are asked about; what lies off the map is not', () => {
  const subject = { ...made({ form: 'paper', merge: 'sum' }), cell: { row: 2, column: 7 }, channel: 5 };
  const gain = ask(subject, 'gain');
  assert.deepEqual([gain.cell, gain.channel], [{ row: 2, column: 7 }, 5]);
  assert.deepEqual(ask(subject, 'reach').cell, { row: 2, column: 7 });
  const off = { ...subject, cell: { row: 20, column: 7 }, channel: 900 };
  assert.ok(ask(off, 'gain').cell.row < 8);
  assert.ok(ask(off, 'gain').channel < CHANNELS);
});

test('the three highest cells are the three highest', () => {
  for (const stage of [1, 2, 3]) {
    const subject = made({ form: 'official', merge: 'sum' }, { stage });
    const { edge, places } = ask(subject, 'predict');
    const { data, widthPx } = subject.run.detail.gain;
    assert.equal(edge, 1);
    const found = places.map(({ row, column }) => data[row * widthPx + column]);
    assert.deepEqual(found, [...data].sort((a, b) => b - a).slice(0, 3));
    assert.deepEqual(
      places.map(({ value }) => value),
      found,
    );
  }
});

test('on a fine map squares are asked for, by their mean', () => {
  const edge = 56;
  const subject = made({ form: 'paper', merge: 'sum' }, { stage: 1, edge, channels: 16 });
  const { edge: square, places } = ask(subject, 'predict');
  const { data } = subject.run.detail.gain;
  const means = [];
  for (let top = 0; top < edge; top += square) {
    for (let left = 0; left < edge; left += square) {
      const inside = [...data].filter((_, i) => {
        const [row, column] = [Math.floor(i / edge) - top, (i % edge) - left];
        return row >= 0 && row < square && column >= 0 && column < square;
      });
      means.push(inside.reduce((sum, value) => sum + value, 0) / inside.length);
    }
  }
  means.sort((a, b) => b - a);
  assert.equal(square, 8);
  for (const [i, { value }] of places.entries()) assert.ok(Math.abs(value - means[i]) < 1e-9);
});

test('a map that is the same everywhere, or has ties, is not asked about beyond what it decides', () => {
  const plane = (values, edge) => planeOf({ shape: [1, 1, edge, edge], data: Float32Array.from(values) });
  assert.deepEqual(highest(plane(Array(16).fill(1.5), 4)).places, []);
  const tied = highest(plane([1.9, 1.8, 1.7, 1.7, ...Array(12).fill(1.2)], 4)).places;
  assert.deepEqual(
    tied.map(({ row, column }) => [row, column]),
    [
      [0, 0],
      [0, 1],
    ],
  );
  assert.deepEqual(highest(plane([1.5], 1)).places, []);
  const broken = highest(plane([NaN, 1.9, 1.2, 1.1], 2));
  assert.deepEqual([broken.places[0].row, broken.places[0].column], [0, 1]);
});

test('weights of the layers are what the closed forms of FACTS.md count, without biases and BatchNorm', () => {
  for (const [channels, channelSum, spatialSum] of [
    [64, 588, 585],
    [128, 2200, 2257],
    [256, 8496, 8865],
    [512, 33376, 35137],
  ]) {
    const m = channels / 16;
    const { hidden, weights, direct } = ask(made({ form: 'official', merge: 'sum' }, { channels, edge: 4 }), 'layers');
    assert.equal(hidden, m);
    assert.equal(weights, channelSum - 3 * m - channels);
    assert.equal(direct, channels * channels);
    const alone = ask(made({ form: 'paper', merge: 'spatial' }, { channels, edge: 4 }), 'convolutions');
    assert.equal(alone.sum, spatialSum - 9 * m - 1);
    assert.equal(
      alone.weights.reduce((sum, count) => sum + count),
      alone.sum,
    );
  }
  assert.equal(ask(made({ form: 'se', merge: 'sum' }, { r: 5 }), 'layers').hidden, 12);
});

test('what a cell reads is what every path through the convolutions reaches, and some of it lies beyond the map', () => {
  for (const stage of [1, 2, 3]) {
    for (let d = 1; d <= 8; d++) {
      const { cell, map, places, inside } = ask(made({ form: 'paper', merge: 'sum' }, { stage, d }), 'reach');
      const edge = EDGES[stage - 1];
      assert.deepEqual(map, { heightPx: edge, widthPx: edge });
      const on = (row, column) => row >= 0 && row < edge && column >= 0 && column < edge;
      const reached = new Set();
      const steps = [-d, 0, d].flatMap((row) => [-d, 0, d].map((column) => [row, column]));
      for (const [i, j] of steps) {
        if (!on(cell.row + i, cell.column + j)) continue;
        for (const [k, l] of steps) {
          const [row, column] = [cell.row + i + k, cell.column + j + l];
          if (on(row, column)) reached.add(`${row},${column}`);
        }
      }
      const marked = places.filter((place) => place.inside).map(({ row, column }) => `${row},${column}`);
      assert.deepEqual(new Set(marked), reached);
      assert.equal(inside, reached.size);
      assert.equal(places.length, 25);
      assert.ok(inside < 25, `d = ${d}, ${edge} cells: all inside`);
    }
  }
});

test('the article’s 7×7 convolution reads 49 cells, fewer at the edge', () => {
  const { kernel, cell, places, inside } = ask(made({ form: 'blog', merge: 'sum' }, { d: 6 }), 'reach');
  let count = 0;
  for (let row = cell.row - 3; row <= cell.row + 3; row++) {
    for (let column = cell.column - 3; column <= cell.column + 3; column++) {
      if (row >= 0 && row < 8 && column >= 0 && column < 8) count++;
    }
  }
  assert.deepEqual([kernel, places.length, inside], ['seven', 49, count]);
  assert.ok(inside < 49);
});

test('the BAM of the largest printed difference is named, with all that share it', () => {
  const subject = made({ form: 'paper', merge: 'sum' });
  const { rows, widest, deviating } = ask(subject, 'spread');
  const ranges = rows.map(({ min, max }) => Math.round((max - min) * 1000));
  assert.deepEqual(
    rows.map(({ range }) => Math.round(range * 1000)),
    ranges,
  );
  assert.deepEqual(
    widest,
    [1, 2, 3].filter((k) => ranges[k - 1] === Math.max(...ranges)),
  );
  const deviations = subject.run.bottlenecks.map(({ gain }) => gain.deviation);
  assert.equal(deviations[deviating - 1], Math.max(...deviations));
  const gain = { ...subject.run.bottlenecks[0].gain };
  subject.run.bottlenecks = [1, 2, 3].map(() => ({ ...subject.run.bottlenecks[0], gain }));
  assert.deepEqual(ask(subject, 'spread').widest, [1, 2, 3]);
});

test('without a spatial branch channels are put in order, and one gain holds everywhere', () => {
  for (const setting of [
    { form: 'se', merge: 'sum' },
    { form: 'paper', merge: 'channel' },
  ]) {
    const subject = made(setting);
    const { channels, most, least } = ask(subject, 'rank');
    const { data } = subject.run.detail.taps['channel.logits'];
    for (const { channel } of channels) {
      assert.ok(data[channel] <= data[most.channel] && data[channel] >= data[least.channel]);
    }
    assert.ok(channels.length >= 3);
    assert.equal(new Set(channels.map(({ mc }) => mc)).size, channels.length);
    const { channel, gain, from, to } = ask(subject, 'everywhere');
    const { after, before } = subject.features;
    for (const { row, column } of [from, to]) {
      const at = channel * 64 + row * 8 + column;
      if (before.data[at] > 0) assert.ok(Math.abs(after.data[at] / before.data[at] - gain) < 0.003);
    }
    assert.notEqual(channel, ask(subject, 'gain').channel);
  }
});

test('numbers that are not finite are not asked about', () => {
  const subject = made({ form: 'paper', merge: 'sum' });
  const { detail } = subject.run;
  detail.taps['spatial.logits'].data.fill(NaN);
  detail.gain = planeOf({ shape: [1, 1, 8, 8], data: new Float32Array(64).fill(NaN) });
  subject.run.bottlenecks = [1, 2, 3].map(() => ({ ...detail }));
  assert.deepEqual(kinds(subject), ['layers', 'reach', 'paper']);
  assert.deepEqual(ask(subject, 'paper').gains, []);
});

test('grids are ruled so that at most ten numbers stand along an edge', () => {
  for (let cells = 1; cells <= 512; cells++) {
    const { numbers, lines } = rulingOf(cells);
    assert.ok(Math.ceil(cells / numbers) <= 10 && Number.isInteger(Math.log2(numbers)), `${cells}`);
    assert.equal(lines, cells > 40 ? numbers : 1);
  }
});

test('the sheet says what it shows, and gives an address only where one shows the same', () => {
  const t = translator('en');
  const { run } = made({ form: 'paper', merge: 'sum' });
  const state = { ...DEFAULTS, img: 'cat', stage: 2, panel: 'cost', theme: 'dark', kept: 'img:duck' };
  const of = (more) =>
    aboutOf(t, {
      state,
      run: { ...run, stage: 2 },
      photo: 'Cat',
      network: { arch: 'resnet18', classes: 200 },
      checkpoint: '',
      href: 'https://example.org/bam-lens/#img=cat&panel=cost',
      ...more,
    });
  const about = of({});
  assert.equal(about.what, 'Cat · ResNet-18, 200 classes · 128 px');
  assert.match(about.module, /^BAM 2, 64 × 16 × 16 · Paper, Sum · r.=.16, d.=.4$/);
  assert.equal(about.address, 'https://example.org/bam-lens/#img=cat&stage=2');
  assert.deepEqual(about.notes, []);
  for (const [more, note] of [
    [{ state: { ...state, img: 'own' } }, 'worksheet.ownPhoto'],
    [{ checkpoint: 'mine.pth' }, 'worksheet.ownCheckpoint'],
    [{ href: 'file:///home/a/bam-lens.html' }, 'worksheet.noAddress'],
  ]) {
    const { address, notes } = of(more);
    assert.equal(address, '');
    assert.equal(notes.length, 1, note);
  }
  const borrowed = of({ run: { ...run, fit: { kind: 'borrowed', variant: null } } });
  assert.equal(borrowed.notes.length, 1);
  assert.ok(borrowed.address);
});

test('the worksheet speaks every language with the same keys and values', () => {
  const table = (lang) => JSON.parse(readFileSync(new URL(`../../www/locales/${lang}.json`, import.meta.url), 'utf8'));
  const [english, korean] = [table('en'), table('ko')];
  const placeholders = (phrase) => [...new Set(phrase.match(/\{\w+\}/g))].sort();
  const keys = Object.keys(english).filter((key) => key.startsWith('worksheet.'));
  assert.ok(keys.length > 50);
  for (const key of keys) assert.deepEqual(placeholders(korean[key] ?? ''), placeholders(english[key]), key);
});
