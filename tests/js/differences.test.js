import assert from 'node:assert/strict';
import { test } from 'node:test';
import { correlation, differencesOf } from '../../www/differences.js';
import { MODULES, NAMES, SIZE, insideOf } from './walk-modules.js';

const cells = SIZE.heightPx * SIZE.widthPx;

/** @param {ArrayLike<number>} found @param {ArrayLike<number>} expected @param {string} what */
function near(found, expected, what) {
  assert.equal(found.length, expected.length, what);
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(found[i] - expected[i]) <= 1e-6, `${what}[${i}] = ${found[i]}, expected ${expected[i]}`);
  }
}

/** @param {number[][]} channels each of a 1 x N map @returns {import('../../www/run.js').Tap} */
const tapOf = (channels) => ({
  name: 'x',
  shape: [1, channels.length, 1, channels[0].length],
  data: Float32Array.from(channels.flat()),
});

/** Two channels on three cells; of the last cell F is 0. */
const hand = {
  before: tapOf([
    [1, 2, 0],
    [3, 0, 0],
  ]),
  attention: tapOf([
    [0.5, 0.25, 0.75],
    [0.25, 0.75, 0.25],
  ]),
  after: tapOf([
    [1.5, 2.5, 0],
    [3.75, 0, 0],
  ]),
};

test('two channels on three cells, by hand', () => {
  const { gain, places, added, ratio, channels, channelSpread, alike } = differencesOf(hand, 'paper');
  near(gain.data, [1.375, 1.5, 1.5], 'gain');
  near(added.data, [0.625, 0.25, 0], 'added');
  near(channels, [1.5, 1 + 1.25 / 3], 'channels');
  near([channelSpread], [(0.5 - 1.25 / 3) / 2], 'spread of the channels');
  near(ratio.data.slice(0, 2), [5.25 / 4, 1.25], 'ratio');
  assert.deepEqual([gain.widthPx, gain.heightPx], [3, 1]);
  assert.equal(places, undefined);
  assert.equal(alike, undefined);
});

test('where F is 0 there is no ratio, and the other cells keep theirs', () => {
  const { ratio } = differencesOf(hand, 'paper');
  assert.ok(Number.isNaN(ratio.data[2]));
  assert.deepEqual([ratio.notFinite, ratio.min, ratio.max], [1, 1.25, 1.3125]);
});

test('Squeeze-and-Excitation has no identity path', () => {
  const paper = differencesOf(hand, 'paper');
  const se = differencesOf(hand, 'se');
  near(
    se.gain.data,
    paper.gain.data.map((value) => value - 1),
    'gain',
  );
  near(
    se.channels,
    paper.channels.map((value) => value - 1),
    'channels',
  );
});

for (const name of NAMES) {
  test(`${name}: what is said of the maps is what the features of PyTorch say`, () => {
    const { taps } = insideOf(name);
    const form = MODULES[name][0];
    const found = differencesOf(taps, form);
    // From F and M alone, one number after another: F' is what was recorded of it.
    const at = (tap, c, cell) => taps[tap].data[c * cells + cell];
    const gain = (c, cell) => (form === 'se' ? 0 : 1) + at('attention', c, cell);
    const all = (count) => Array.from({ length: count }, (_, i) => i);
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const overChannels = (of) => all(cells).map((cell) => mean(all(SIZE.channels).map((c) => of(c, cell))));
    const gains = overChannels(gain);
    near(found.gain.data, gains, 'gain');
    near(
      found.added.data,
      overChannels((c, cell) => at('before', c, cell) * (gain(c, cell) - 1)),
      'added',
    );
    const before = overChannels((c, cell) => at('before', c, cell));
    near(
      found.ratio.data,
      overChannels((c, cell) => at('before', c, cell) * gain(c, cell)).map((value, cell) => value / before[cell]),
      'ratio',
    );
    const perChannel = all(SIZE.channels).map((c) => mean(all(cells).map((cell) => gain(c, cell))));
    near(found.channels, perChannel, 'channels');
    near([found.channelSpread], [Math.sqrt(mean(perChannel.map((g) => (g - mean(perChannel)) ** 2)))], 'spread');
    for (const plane of [found.gain, found.added, found.ratio]) {
      assert.deepEqual([plane.heightPx, plane.widthPx], [SIZE.heightPx, SIZE.widthPx]);
    }

    const logits = taps['spatial.logits'];
    assert.equal(found.places === undefined, logits === undefined);
    assert.equal(found.alike === undefined, logits === undefined);
    if (!logits) return;
    const places = Array.from(logits.data, (x) => 1 + 1 / (1 + Math.exp(-x)));
    near(found.places.data, places, 'places');
    near([found.alike], [textbookCorrelation(gains, places)], 'alike');
  });
}

test('where Ms alone decides, both pictures of attention are the same and no channel is preferred', () => {
  const { gain, places, alike, channelSpread } = differencesOf(insideOf('paper_spatial').taps, 'paper');
  near(gain.data, places.data, 'gain');
  near([alike], [1], 'alike');
  assert.ok(channelSpread < 1e-6);
});

test('where Mc alone decides, the gain is the same everywhere', () => {
  const { gain, channelSpread } = differencesOf(insideOf('paper_channel').taps, 'paper');
  assert.ok(gain.deviation < 1e-6);
  assert.ok(channelSpread > 0.05);
});

test('a flat spatial branch is like nothing', () => {
  const { taps } = insideOf('paper');
  taps['spatial.logits'].data.fill(0.3);
  const { alike, places } = differencesOf(taps, 'paper');
  assert.equal(places.min, places.max);
  assert.ok(Number.isNaN(alike));
});

test('a NaN spoils its own cell and its own channel', () => {
  const { taps } = insideOf('paper');
  const clean = differencesOf(taps, 'paper');
  for (const tap of ['attention', 'after']) taps[tap].data[3 * cells + 10] = NaN;
  const { gain, added, ratio, channels } = differencesOf(taps, 'paper');
  for (const [found, before, broken] of [
    [gain.data, clean.gain.data, 10],
    [added.data, clean.added.data, 10],
    [ratio.data, clean.ratio.data, 10],
    [channels, clean.channels, 3],
  ]) {
    assert.deepEqual(
      [...found],
      [...before].map((value, i) => (i === broken ? NaN : value)),
    );
  }
  assert.deepEqual([gain.notFinite, added.notFinite, ratio.notFinite], [1, 1, 1]);
});

/** From the sums alone, as textbooks have it. @param {number[]} a @param {number[]} b */
function textbookCorrelation(a, b) {
  const sum = (/** @type {number[]} */ values) => values.reduce((total, value) => total + value, 0);
  const n = a.length;
  const products = sum(a.map((value, i) => value * b[i]));
  const squares = (/** @type {number[]} */ values) => n * sum(values.map((value) => value ** 2)) - sum(values) ** 2;
  return (n * products - sum(a) * sum(b)) / Math.sqrt(squares(a) * squares(b));
}

test('a correlation, by hand', () => {
  near([correlation([1, 2, 3], [2, 4, 6])], [1], 'rising together');
  near([correlation([1, 2, 3], [5, 4, 3])], [-1], 'one falling');
  near([correlation([1, 2, 3, 4], [1, 3, 2, 4])], [0.8], 'nearly');
  near([correlation([1, 2, 3], [1, 0, 1])], [0], 'nothing to do with each other');
});

test('a correlation does not ask for the scale, nor which comes first', () => {
  const a = [0.3, 1.7, -0.2, 0.9, 2.2, 0.1];
  const b = [1.2, 0.4, 0.8, -0.3, 1.9, 0.2];
  near([correlation(a, b)], [textbookCorrelation(a, b)], 'correlation');
  near([correlation(a, b)], [correlation(b, a)], 'the other way round');
  const moved = a.map((value) => 3 * value - 7);
  near([correlation(moved, b)], [correlation(a, b)], 'another scale');
});

test('what is constant correlates with nothing, whatever its value', () => {
  const varying = [1, 2, 4];
  // The mean of three times 0.1 is not 0.1 in float64.
  for (const value of [0, 1, 1.3, 0.1, -0.7]) {
    const constant = varying.map(() => value);
    for (const [a, b] of [
      [constant, varying],
      [varying, constant],
      [constant, constant],
    ]) {
      assert.ok(Number.isNaN(correlation(a, b)), `[${a}] and [${b}]: ${correlation(a, b)}`);
    }
  }
});

test('constant maps of the length of a real one correlate with nothing either', () => {
  for (const value of [1.3, 1.1, 1.7]) {
    const constant = new Float32Array(cells).fill(value);
    const varying = constant.map((_, i) => i);
    assert.ok(Number.isNaN(correlation(constant, varying)));
  }
});
