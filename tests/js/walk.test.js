import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOLERANCE, agrees, difference, summarize } from '../../www/walk/check.js';
import { Layer } from '../../www/walk/layer.js';
import { STEPS } from '../../www/walk/names.js';
import { channelOf, columnOf, placesAround, sizeOf } from '../../www/walk/places.js';
import { largestTerms } from '../../www/walk/terms.js';
import { placeOf, sigmoid, strongestChannel, strongestUnit, walk } from '../../www/walk/walk.js';
import { CELLS, NAMES, SIZE, insideOf } from './walk-modules.js';

/**
 * @typedef {import('../../www/walk/walk.js').Inside} Inside
 * @typedef {import('../../www/walk/walk.js').Step} Step
 * @typedef {import('../../www/state.js').Cell} Cell
 * @typedef {import('./walk-modules.js').ModuleName} ModuleName
 */

/** The largest difference over all modules, cells and channels was 6.2e-7, in `dilated2`: a few roundings of float32. */
const WORST = 1e-6;

const SPATIAL = ['reduced', 'dilated1', 'dilated2', 'spatial'];
const CHANNEL = ['pooled', 'hidden', 'channel'];
const MERGED = ['attention', 'after'];

/** What each module's walk consists of. */
const STEPS_OF = /** @type {Record<ModuleName, string[]>} */ ({
  paper: [...SPATIAL, ...CHANNEL, ...MERGED],
  paper_max: [...SPATIAL, ...CHANNEL, ...MERGED],
  paper_product: [...SPATIAL, ...CHANNEL, ...MERGED],
  paper_channel: [...CHANNEL, ...MERGED],
  paper_spatial: [...SPATIAL, ...MERGED],
  official: [...SPATIAL, ...CHANNEL, ...MERGED],
  blog: ['spatial', ...CHANNEL, ...MERGED],
  se: [...CHANNEL, ...MERGED],
});

const { channels, hidden, heightPx, widthPx, d } = SIZE;
const INNER = { row: 4, column: 3 };
const BORDER = { row: 0, column: 5 };
/** A channel that is not 0 at either of them. */
const FOLLOWED = 23;

/** What PyTorch recorded for a step at a cell and a channel, read from the file by hand. */
function recorded({ taps }, step, { row, column }, channel) {
  const at = (tap, c) => taps[tap].data[(c * heightPx + row) * widthPx + column];
  const units = (tap) => Array.from({ length: hidden }, (_, unit) => at(tap, unit));
  switch (step) {
    case 'reduced':
    case 'dilated1':
    case 'dilated2':
      return units(`spatial.${step}`);
    case 'spatial':
      return [at('spatial.logits', 0)];
    case 'pooled':
      return [taps['channel.pooled'].data[channel]];
    case 'hidden':
      return [...taps['channel.hidden'].data];
    case 'channel':
      return [taps['channel.logits'].data[channel]];
    default:
      return [at(step, channel)];
  }
}

/** The units that disagree, as `step` or, where a step has several, `step/unit`. */
function disagreeing(steps) {
  return steps.flatMap(({ name, units }) =>
    units.flatMap((check, unit) => (agrees(check) ? [] : [units.length > 1 ? `${name}/${unit}` : name])),
  );
}

const allAgree = (steps) => disagreeing(steps).length === 0;
const allOf = (step) => Array.from({ length: hidden }, (_, unit) => `${step}/${unit}`);

for (const name of NAMES) {
  test(`${name}: every number of every cell and channel is PyTorch's`, () => {
    const inside = insideOf(name);
    let worst = 0;
    for (const cell of CELLS) {
      for (let channel = 0; channel < channels; channel++) {
        const steps = walk(inside, cell, channel);
        assert.deepEqual(
          steps.map((step) => step.name),
          STEPS_OF[name],
        );
        for (const step of steps) {
          assert.deepEqual(
            step.units.map(({ network }) => network),
            recorded(inside, step.name, cell, channel),
            `${step.name} at ${cell.row}, ${cell.column} of channel ${channel}`,
          );
          assert.equal(step.agreeing, step.units.length);
          assert.ok(step.worst <= WORST, `${step.name} is off by ${step.worst}`);
          worst = Math.max(worst, step.worst);
        }
        assert.equal(allAgree(steps), true);
      }
    }
    // float64 here and float32 there cannot be the same throughout: 0 would mean that nothing was computed.
    assert.ok(worst > 1e-9, `worst is ${worst}`);
  });
}

test('each step belongs to its branch', () => {
  for (const { name, branch } of walk(insideOf('paper'), INNER, 0)) {
    const expected = SPATIAL.includes(name) ? 'spatial' : CHANNEL.includes(name) ? 'channel' : 'merged';
    assert.equal(branch, expected, name);
  }
});

test('the names of the steps are in the order that they are walked', () => {
  assert.deepEqual([...STEPS], STEPS_OF.paper);
});

test('a module that is off has no steps', () => {
  const { taps, parameters } = insideOf('paper');
  const off = { setting: { form: 'none', merge: 'sum', r: 6, d }, taps: { before: taps.before }, parameters };
  assert.deepEqual(walk(/** @type {Inside} */ (off), INNER, 0), []);
});

// -- that it can fail -------------------------------------------------------------------------------------------------
// One number after another becomes NaN. NaN goes through every sum, also times 0 and through a ReLU, so that exactly the
// units that read the number disagree.

/** Parameter -> the step that reads it. */
const STEP_OF = /** @type {Record<string, string>} */ ({
  'spatial.reduce': 'reduced',
  'spatial.bn0': 'reduced',
  'spatial.dilated1': 'dilated1',
  'spatial.bn1': 'dilated1',
  'spatial.dilated2': 'dilated2',
  'spatial.bn2': 'dilated2',
  'spatial.project': 'spatial',
  'spatial.bn3': 'spatial',
  'spatial.conv': 'spatial',
  'channel.fc0': 'hidden',
  'channel.bn0': 'hidden',
  'channel.fc1': 'channel',
  'channel.bn1': 'channel',
});

const onMap = ({ row, column }) => row >= 0 && row < heightPx && column >= 0 && column < widthPx;

/** The units that read one number of a parameter. */
function readersOfParameter(tensor, i, cell) {
  const step = STEP_OF[tensor.name.replace(/\.\w+$/, '')];
  const [, inputs = 1, rows = 1, columns = 1] = tensor.shape;
  const taps = rows * columns;
  const output = Math.floor(i / (inputs * taps));
  const distance = rows === 3 ? d : 1;
  const place = {
    row: cell.row + (Math.floor((i % taps) / columns) - (rows - 1) / 2) * distance,
    column: cell.column + ((i % columns) - (columns - 1) / 2) * distance,
  };
  // A tap outside the map reads the padding, whose zeros nothing is computed of.
  if (!onMap(place)) return [];
  if (step === 'channel') return output === FOLLOWED ? [step] : [];
  return step === 'spatial' ? [step] : [`${step}/${output}`];
}

/** The units that read one number of a tap, and the one that it is checked against; the last step has its own test. */
function readersOfTap({ name, shape }, i, cell, form) {
  const cells = shape.length === 4 ? heightPx * widthPx : 1;
  const c = Math.floor(i / cells);
  const chosen = c === FOLLOWED;
  const down = Math.abs(Math.floor((i % cells) / widthPx) - cell.row);
  const right = Math.abs(((i % cells) % widthPx) - cell.column);
  const here = down === 0 && right === 0;
  const amongNine = [0, d].includes(down) && [0, d].includes(right);
  const readers = {
    before: [
      ...(form === 'blog' && down <= 3 && right <= 3 ? ['spatial'] : []),
      ...(form !== 'blog' && here ? allOf('reduced') : []),
      ...(chosen ? ['pooled'] : []),
    ],
    'spatial.reduced': [...(here ? [`reduced/${c}`] : []), ...(amongNine ? allOf('dilated1') : [])],
    'spatial.dilated1': [...(here ? [`dilated1/${c}`] : []), ...(amongNine ? allOf('dilated2') : [])],
    'spatial.dilated2': here ? [`dilated2/${c}`, 'spatial'] : [],
    'spatial.logits': here ? ['spatial', 'attention'] : [],
    'channel.pooled': [...(chosen ? ['pooled'] : []), ...allOf('hidden')],
    'channel.hidden': [`hidden/${c}`, 'channel'],
    'channel.logits': chosen ? ['channel', 'attention'] : [],
    attention: here && chosen ? ['attention'] : [],
    after: [],
  };
  return readers[name];
}

/** Makes every number of a tensor NaN in turn, and looks who disagrees. */
function traceReaders(inside, tensor, cell, readersOf) {
  const existing = new Set(walk(inside, cell, FOLLOWED).map(({ name }) => name));
  for (let i = 0; i < tensor.data.length; i++) {
    const value = tensor.data[i];
    tensor.data[i] = NaN;
    const found = disagreeing(walk(inside, cell, FOLLOWED).filter(({ name }) => name !== 'after'));
    tensor.data[i] = value;
    const expected = readersOf(i).filter((unit) => existing.has(unit.split('/')[0]));
    assert.deepEqual(new Set(found), new Set(expected), `${tensor.name}[${i}] at ${cell.row}, ${cell.column}`);
  }
}

for (const name of NAMES) {
  test(`${name}: a number that is wrong is noticed in exactly the units that read it`, () => {
    const inside = insideOf(name);
    for (const cell of [INNER, BORDER]) {
      for (const parameter of Object.values(inside.parameters)) {
        traceReaders(inside, parameter, cell, (i) => readersOfParameter(parameter, i, cell));
      }
      for (const tap of Object.values(inside.taps)) {
        traceReaders(inside, tap, cell, (i) => readersOfTap(tap, i, cell, inside.setting.form));
      }
    }
  });
}

test('the last step reads F and the recorded attention, and nothing that the attention was made of', () => {
  for (const name of NAMES) {
    const inside = insideOf(name);
    const readers = [];
    for (const tensor of [...Object.values(inside.taps), ...Object.values(inside.parameters)]) {
      for (let i = 0; i < tensor.data.length; i++) {
        const value = tensor.data[i];
        tensor.data[i] = NaN;
        const steps = walk(inside, INNER, FOLLOWED);
        tensor.data[i] = value;
        if (disagreeing(steps).includes('after')) readers.push(`${tensor.name}[${i}]`);
      }
    }
    const at = (FOLLOWED * heightPx + INNER.row) * widthPx + INNER.column;
    assert.deepEqual(readers.sort(), [`after[${at}]`, `attention[${at}]`, `before[${at}]`], name);
  }
});

test('in every tensor of every module 0.001 more is noticed', () => {
  for (const name of NAMES) {
    const inside = insideOf(name);
    for (const tensor of [...Object.values(inside.parameters), ...Object.values(inside.taps)]) {
      const noticed = tensor.data.some((value, i) => {
        tensor.data[i] = value + 0.001;
        const agreed = [INNER, BORDER].every((cell) => allAgree(walk(inside, cell, FOLLOWED)));
        tensor.data[i] = value;
        return !agreed;
      });
      assert.ok(noticed, `${name}: nothing notices ${tensor.name}`);
    }
  }
});

test('another dilation is noticed by the two dilated steps alone, another merge by the merged ones', () => {
  const inside = insideOf('paper');
  const wrongly = (setting) => {
    const steps = walk({ ...inside, setting: { ...inside.setting, ...setting } }, INNER, FOLLOWED);
    return steps.filter(({ agreeing, units }) => agreeing < units.length).map(({ name }) => name);
  };
  assert.deepEqual(wrongly({}), []);
  assert.deepEqual(wrongly({ d: 1 }), ['dilated1', 'dilated2']);
  for (const merge of /** @type {const} */ (['product', 'max'])) assert.ok(wrongly({ merge }).includes('attention'));
  assert.ok(wrongly({ form: 'se' }).includes('after'));
});

// -- padding ----------------------------------------------------------------------------------------------------------

test('the places around a cell, row by row, those beyond the edge marked', () => {
  const inside = (places) => places.map((place) => (place.inside ? `${place.row},${place.column}` : '-').padEnd(3));
  const map = { heightPx, widthPx };
  assert.equal(inside(placesAround({ row: 4, column: 3 }, 3, 2, map)).join(' '), '2,1 2,3 2,5 4,1 4,3 4,5 6,1 6,3 6,5');
  assert.equal(inside(placesAround({ row: 0, column: 6 }, 3, 2, map)).join(' '), '-   -   -   0,4 0,6 -   2,4 2,6 -  ');
  // Rows have room where columns have not: 9 of the one, 7 of the other.
  assert.equal(inside(placesAround({ row: 7, column: 1 }, 3, 1, map)).join(' '), '6,0 6,1 6,2 7,0 7,1 7,2 8,0 8,1 8,2');
  assert.equal(inside(placesAround({ row: 5, column: 5 }, 3, 3, map)).join(' '), '2,2 2,5 -   5,2 5,5 -   8,2 8,5 -  ');
  assert.deepEqual(placesAround({ row: 8, column: 0 }, 1, 4, map), [{ row: 8, column: 0, inside: true }]);
});

test('at a corner five of nine taps are outside, and 33 of the 49 of a 7x7 kernel', () => {
  const outside = (steps) => steps.reads.filter(({ values }) => values === null);
  for (const cell of [CELLS[0], CELLS[widthPx - 1], CELLS[CELLS.length - widthPx], CELLS[CELLS.length - 1]]) {
    const steps = walk(insideOf('paper'), cell, 0);
    const [, dilated1, dilated2] = steps;
    for (const step of [dilated1, dilated2]) {
      assert.equal(step.reads.length, 9);
      assert.equal(outside(step).length, 5);
    }
    const [blog] = walk(insideOf('blog'), cell, 0);
    assert.equal(blog.reads.length, 49);
    assert.equal(outside(blog).length, 33);
  }
});

test('a tap holds what lies at its place, and nothing where it is outside', () => {
  const inside = insideOf('paper');
  for (const cell of CELLS) {
    const [reduced, dilated1, dilated2] = walk(inside, cell, 0);
    for (const [step, from] of [
      [reduced, 'before'],
      [dilated1, 'spatial.reduced'],
      [dilated2, 'spatial.dilated1'],
    ]) {
      const { data, shape } = inside.taps[from];
      for (const { place, values } of step.reads) {
        assert.equal(place.inside, onMap(place));
        const expected = Array.from(
          { length: shape[1] },
          (_, c) => data[(c * heightPx + place.row) * widthPx + place.column],
        );
        assert.deepEqual(values && [...values], place.inside ? expected : null);
      }
    }
  }
});

// -- a layer, as the page lays it out ---------------------------------------------------------------------------------

test("a step's partial sums, finished, are the numbers that are checked", () => {
  for (const name of NAMES) {
    for (const cell of [INNER, BORDER, CELLS[0]]) {
      for (const step of walk(insideOf(name), cell, FOLLOWED).filter(({ layer }) => layer)) {
        const { layer, reads, units } = step;
        assert.equal(layer.outputs, step.name === 'channel' ? channels : units.length);
        assert.equal(layer.taps, reads.length);
        units.forEach((check, unit) => {
          const output = step.output ?? unit;
          const sum = reads.reduce((total, { values }, tap) => total + layer.partial(output, values, tap), 0);
          const { result } = layer.finish(output, sum);
          assert.ok(Math.abs(result - check.page) <= 1e-12 * check.largest, `${name}, ${step.name}: ${result}`);
        });
      }
    }
  }
});

test('the single number of Mc is that of its channel, the others are all there', () => {
  const steps = walk(insideOf('paper'), INNER, FOLLOWED);
  for (const { name, output } of steps) assert.equal(output, name === 'channel' ? FOLLOWED : undefined);
});

test('the average names its sum and its cells', () => {
  const inside = insideOf('se');
  const { mean, units } = walk(inside, INNER, FOLLOWED)[0];
  const values = [...inside.taps.before.data.slice(FOLLOWED * 63, (FOLLOWED + 1) * 63)];
  assert.deepEqual(mean, { sum: values.reduce((a, b) => a + b, 0), cells: 63 });
  assert.equal(units[0].page, mean.sum / 63);
  assert.equal(units[0].largest, Math.max(...values) / 63);
});

/** Two inputs, two outputs; ε is taken off the variance, so that the deviations are 2 and 1. */
const parameters = Object.fromEntries(
  Object.entries({
    'fc.weight': [
      [2, 2],
      [1, 2, 3, -4],
    ],
    'fc.bias': [[2], [0.5, -1]],
    'bn.running_mean': [[2], [1.5, 0]],
    'bn.running_var': [[2], [4 - 1e-5, 1 - 1e-5]],
    'bn.weight': [[2], [3, 2]],
    'bn.bias': [[2], [0.25, 1]],
  }).map(([name, [shape, data]]) => [name, /** @type {any} */ ({ name, shape, data })]),
);

test('a layer, computed by hand', () => {
  const layer = new Layer(parameters, 'fc', 'bn', true);
  assert.deepEqual([layer.outputs, layer.inputs, layer.taps, layer.hasNorm], [2, 2, 1, true]);
  // 1 · 5 + 2 · 1 = 7; + 0.5 = 7.5; (7.5 - 1.5) / 2 · 3 + 0.25 = 9.25.
  assert.equal(layer.partial(0, [5, 1]), 7);
  const first = layer.finish(0, 7);
  assert.deepEqual(first, {
    sum: 7,
    bias: 0.5,
    norm: { mean: 1.5, deviation: 2, weight: 3, bias: 0.25 },
    normed: 9.25,
    rectified: true,
    result: 9.25,
  });
  // 3 · 1 - 4 · 5 = -17; - 1 = -18; · 2 + 1 = -35, and the ReLU.
  const second = layer.finish(1, layer.partial(1, [1, 5]));
  assert.deepEqual([second.sum, second.normed, second.result], [-17, -35, 0]);
  // -4 · 5 · 2 is its largest term; without products it is what bias and BatchNorm bring: (0.5 - 1.5) / 2 · 3 + 0.25.
  assert.deepEqual(layer.check(1, [[1, 5]], 0), { page: 0, network: 0, largest: 40 });
  assert.deepEqual(layer.check(0, [[0, 0]], 0), { page: 0, network: 0, largest: 1.25 });
});

test('a layer without bias, BatchNorm and ReLU is its products', () => {
  const layer = new Layer({ 'fc.weight': parameters['fc.weight'] }, 'fc', 'bn');
  assert.equal(layer.hasNorm, false);
  const { bias, norm, normed, rectified, result } = layer.finish(1, -17);
  assert.deepEqual([bias, norm, normed, rectified, result], [undefined, undefined, -17, false, -17]);
  assert.deepEqual(layer.check(1, [[1, 5]], 3), { page: -17, network: 3, largest: 20 });
});

test('outside the map a layer reads zeros', () => {
  const weight = { name: 'conv.weight', shape: [1, 2, 3, 3], data: Float32Array.from({ length: 18 }, (_, i) => i + 1) };
  const layer = new Layer({ 'conv.weight': weight }, 'conv');
  assert.deepEqual([layer.outputs, layer.inputs, layer.taps], [1, 2, 9]);
  assert.equal(layer.weight(0, 1, 4), 14);
  assert.equal(layer.partial(0, [1, 10], 4), 5 + 140);
  assert.equal(layer.partial(0, null, 4), 0);
  const places = Array.from({ length: 9 }, (_, tap) => (tap === 4 || tap === 8 ? [1, 10] : null));
  assert.equal(layer.check(0, places, 0).page, 5 + 140 + 9 + 180);
});

test('the largest terms and the rest are the whole sum, and no term left out is larger than one named', () => {
  for (const name of NAMES) {
    for (const { layer, reads, output } of walk(insideOf(name), BORDER, FOLLOWED)) {
      if (!layer || reads.length > 1) continue;
      const { values } = reads[0];
      const all = Array.from({ length: layer.inputs }, (_, i) => values[i] * layer.weight(output ?? 0, i));
      for (const count of [0, 1, 3, 8, layer.inputs, 100]) {
        const { terms, others, rest } = largestTerms(layer, output ?? 0, values, count);
        assert.equal(terms.length, Math.min(count, layer.inputs));
        assert.equal(others, layer.inputs - terms.length);
        const sum = terms.reduce((total, { product }) => total + product, rest);
        const scale = all.reduce((total, product) => total + Math.abs(product), 0);
        assert.ok(Math.abs(sum - layer.partial(output ?? 0, values)) <= 1e-12 * scale);
        for (const { input, value, weight, product } of terms) {
          assert.deepEqual([value, product], [values[input], all[input]]);
          assert.equal(value * weight, product);
        }
        const sizes = terms.map(({ product }) => Math.abs(product));
        assert.deepEqual(
          sizes,
          all
            .map(Math.abs)
            .sort((a, b) => b - a)
            .slice(0, count),
        );
      }
    }
  }
});

test('the terms of a sum that holds NaN: the numbers still come largest first, wherever it stands', () => {
  const weight = { name: 'fc.weight', shape: [1, 6], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const layer = new Layer({ 'fc.weight': weight }, 'fc');
  for (let broken = 0; broken < 6; broken++) {
    const values = Array.from({ length: 6 }, (_, i) => (i === broken ? NaN : 1));
    const { terms } = largestTerms(layer, 0, values, 6);
    const products = terms.map(({ product }) => product).filter((product) => !Number.isNaN(product));
    assert.deepEqual(
      products,
      [6, 5, 4, 3, 2, 1].filter((product) => product !== broken + 1),
      `NaN as input ${broken}`,
    );
  }
});

// -- agreeing ---------------------------------------------------------------------------------------------------------

test('numbers agree within 1e-4 of the larger of the number itself and the largest term', () => {
  assert.equal(TOLERANCE, 1e-4);
  const off = (by, network, largest) => difference({ page: network + by, network, largest });
  assert.ok(Math.abs(off(0.5, 2, 0) - 0.25) < 1e-12);
  assert.ok(Math.abs(off(-0.5, -2, 1) - 0.25) < 1e-12);
  assert.ok(Math.abs(off(0.5, 2, 5) - 0.1) < 1e-12);
  assert.equal(agrees({ page: 1.00009, network: 1, largest: 0 }), true);
  assert.equal(agrees({ page: 1.00011, network: 1, largest: 0 }), false);
  assert.equal(agrees({ page: 0.001, network: 0, largest: 11 }), true);
  assert.equal(agrees({ page: 0.001, network: 0, largest: 9 }), false);
  assert.equal(agrees({ page: 1e-9, network: 0, largest: 0 }), false);
  assert.equal(difference({ page: -0, network: 0, largest: 0 }), 0);
});

test('what is not finite agrees with itself and with nothing else', () => {
  for (const largest of [0, 1, NaN, Infinity]) {
    for (const value of [NaN, Infinity, -Infinity]) {
      assert.equal(difference({ page: value, network: value, largest }), 0, `${value}, ${largest}`);
      for (const other of [0, 5, -5]) {
        assert.equal(agrees({ page: value, network: other, largest }), false, `${value}, ${other}, ${largest}`);
        assert.equal(agrees({ page: other, network: value, largest }), false, `${other}, ${value}, ${largest}`);
      }
    }
    assert.equal(agrees({ page: Infinity, network: -Infinity, largest }), false);
    assert.equal(agrees({ page: NaN, network: Infinity, largest }), false);
  }
});

test('a wrong number is no right one because a term of its sum is infinite', () => {
  // What a ReLU leaves of -Infinity: the page has 0 there.
  assert.equal(agrees({ page: 0, network: 5, largest: Infinity }), false);
});

test('a summary counts what agrees and keeps the worst', () => {
  const checks = [
    { page: 1, network: 1, largest: 0 },
    { page: 1.5, network: 1, largest: 0 },
    { page: 1.00005, network: 1, largest: 0 },
  ];
  assert.deepEqual(summarize(checks), { agreeing: 2, worst: 0.5 });
  assert.deepEqual(summarize([...checks, { page: NaN, network: 1, largest: 0 }]), { agreeing: 2, worst: Infinity });
  assert.deepEqual(summarize([]), { agreeing: 0, worst: 0 });
});

test('a NaN that the network has as well agrees, all along its way; where one has it alone, it does not', () => {
  const inside = insideOf('paper');
  // As PyTorch would record it: a NaN in F at one cell goes through the spatial branch, and through Mc of every channel.
  inside.taps.before.data[(FOLLOWED * heightPx + INNER.row) * widthPx + INNER.column] = NaN;
  for (const tap of ['spatial.reduced', 'spatial.dilated1', 'spatial.dilated2', 'spatial.logits']) {
    inside.taps[tap].data.fill(NaN);
  }
  inside.taps['channel.pooled'].data[FOLLOWED] = NaN;
  for (const tap of ['channel.hidden', 'channel.logits', 'attention', 'after']) inside.taps[tap].data.fill(NaN);
  const steps = walk(inside, INNER, FOLLOWED);
  assert.deepEqual(disagreeing(steps), []);
  for (const { units } of steps) assert.ok(units.every(({ page }) => Number.isNaN(page)));

  inside.taps['channel.pooled'].data[FOLLOWED] = 0.5;
  assert.deepEqual(disagreeing(walk(inside, INNER, FOLLOWED)), ['pooled', ...allOf('hidden')]);
});

// -- what is shown first ----------------------------------------------------------------------------------------------

/** @param {number[]} numbers */
const stepOf = (...numbers) => /** @type {any} */ ({ units: numbers.map((network) => ({ network, page: 0 })) });

test('the strongest unit is the largest by magnitude, of equals the first', () => {
  assert.equal(strongestUnit(stepOf(1)), 0);
  assert.equal(strongestUnit(stepOf(1, 3, 2, 3)), 1);
  assert.equal(strongestUnit(stepOf(1, -3, 2)), 1);
  assert.equal(strongestUnit(stepOf(0, 0)), 0);
});

test('the strongest unit is a number where there is one', () => {
  assert.equal(strongestUnit(stepOf(1, NaN, 2)), 2);
  assert.equal(strongestUnit(stepOf(NaN, 1, 2)), 2);
});

test("a cell's strongest channel is the one that changes most there", () => {
  for (const name of NAMES) {
    const inside = insideOf(name);
    const { before, after } = inside.taps;
    CELLS.forEach((cell, i) => {
      const changes = Array.from({ length: channels }, (_, c) =>
        Math.abs(after.data[c * CELLS.length + i] - before.data[c * CELLS.length + i]),
      );
      assert.equal(strongestChannel(inside, cell), changes.indexOf(Math.max(...changes)), `${name}, cell ${i}`);
    });
  }
});

test("a cell's strongest channel is one whose change is a number, wherever the others stand", () => {
  for (const broken of [0, 3]) {
    const inside = insideOf('paper');
    const strongest = strongestChannel(inside, INNER);
    assert.notEqual(strongest, broken);
    inside.taps.after.data[(broken * heightPx + INNER.row) * widthPx + INNER.column] = NaN;
    assert.equal(strongestChannel(inside, INNER), strongest, `NaN in channel ${broken}`);
  }
});

test('a step is found by its name, or the next that the form has, or the last', () => {
  const stepsOf = (/** @type {ModuleName} */ name) => walk(insideOf(name), INNER, 0);
  const found = (steps, name) => steps[placeOf(steps, name)].name;
  const [paper, channel, spatial, blog] = /** @type {const} */ ([
    'paper',
    'paper_channel',
    'paper_spatial',
    'blog',
  ]).map(stepsOf);
  STEPS.forEach((name, i) => assert.equal(placeOf(paper, name), i));
  assert.equal(found(channel, 'dilated1'), 'pooled');
  assert.equal(found(spatial, 'hidden'), 'attention');
  assert.equal(found(spatial, 'dilated2'), 'dilated2');
  assert.equal(found(blog, 'reduced'), 'spatial');
  assert.equal(found(blog, 'after'), 'after');
  assert.equal(placeOf(paper.slice(0, 3), 'after'), 2);
});

test('a sigmoid at its ends', () => {
  assert.equal(sigmoid(0), 0.5);
  assert.equal(sigmoid(800), 1);
  assert.equal(sigmoid(-800), 0);
  assert.ok(Math.abs(sigmoid(1) - 0.731058578630005) < 1e-15);
});

test('columns and channels of a tap', () => {
  const tap = { name: 'x', shape: [1, 2, 2, 3], data: Float32Array.from({ length: 12 }, (_, i) => i) };
  assert.deepEqual([...columnOf(tap, { row: 1, column: 2 })], [5, 11]);
  assert.deepEqual([...channelOf(tap, 1)], [6, 7, 8, 9, 10, 11]);
  assert.deepEqual(sizeOf(tap), { heightPx: 2, widthPx: 3 });
});
