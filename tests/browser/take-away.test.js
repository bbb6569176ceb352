/** What can be taken away, as the browser saves it: files, pictures and code hold the numbers on the page. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { costNative, runNative, sample, shippedWeights } from '../support/native.js';
import { readTensors, relativeError } from '../support/safetensors.js';
import { openBrowser, openPage } from './browser.js';
import { compared, eventually, set, settled, someTaps, stateOf, tap, taps } from './lens.js';
import { TABLES, aroundZero, colours, meanMap, softmax } from './numbers.js';

const browser = await openBrowser();
after(() => browser.close());

/** @typedef {import('playwright-core').Page} Page */

/** The line of a file or a tap, by what it is called. @param {Page} page @param {string} name */
const row = (page, name) => page.locator('bam-lens .files tr', { has: page.locator('th', { hasText: name }) });

/**
 * Presses a button and waits for its file.
 *
 * @param {Page} page
 * @param {string} name of the row
 * @param {string} button
 * @returns {Promise<{ name: string, path: string }>}
 */
async function download(page, name, button) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    row(page, name).getByRole('button', { name: button, exact: true }).click(),
  ]);
  return { name: file.suggestedFilename(), path: await file.path() };
}

/** What the last click did. @param {Page} page */
const said = (page) => page.locator('bam-lens .files').getByRole('status').innerText();

const bits = (/** @type {Float32Array} */ data) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

/** @param {string} path of a file that NumPy would write */
function readNpy(path) {
  const file = readFileSync(path);
  assert.deepEqual([...file.subarray(0, 8)], [0x93, ...Buffer.from('NUMPY'), 1, 0]);
  const start = 10 + file.readUInt16LE(8);
  const [, descr, shape] = file.toString('latin1', 10, start).match(/'descr': '(.*?)'.*'shape': \((.*?)\)/) ?? [];
  assert.equal(descr, '<f4');
  return {
    shape: shape
      .split(',')
      .filter((edge) => edge.trim())
      .map(Number),
    bytes: file.subarray(start),
  };
}

test('a tap as .npy is the tap, bit by bit', async () => {
  const { page, problems } = await openPage(browser, '#panel=files');
  await settled(page);
  const choice = page.getByRole('combobox', { name: 'Tap' });
  for (const name of ['bam3.attention', 'input', 'bam1.spatial.logits', 'bam2.channel.hidden', 'logits']) {
    await choice.selectOption(name);
    const file = await download(page, 'Tap', '.npy');
    assert.equal(file.name, `${name}.npy`);
    const { shape, bytes } = readNpy(file.path);
    const expected = await tap(page, name);
    assert.deepEqual(shape, expected.shape, name);
    assert.ok(bytes.equals(bits(expected.data)), name);
    await eventually(page, async () => assert.equal(await said(page), `${name}.npy is saved.`));
  }
  assert.deepEqual(problems, []);
  await page.close();
});

test('the tap that the list shows is the one that is saved, also when a run does not have the one chosen', async () => {
  const { page, problems } = await openPage(browser, '#panel=files&form=none');
  await settled(page);
  const shown = await page.getByRole('combobox', { name: 'Tap' }).inputValue();
  await row(page, 'Tap').getByRole('button', { name: '.npy' }).click();
  await eventually(page, async () => assert.equal(await said(page), `${shown}.npy is saved.`));
  assert.deepEqual(problems, []);
  await page.close();
});

test('one .safetensors holds every tap, bit by bit, and weights that give its numbers', async () => {
  const { page, problems } = await openPage(browser, '#panel=files&r=8&d=2&size=96');
  await settled(page);
  const file = await download(page, 'Every tap', '.safetensors');
  assert.equal(file.name, 'bam-lens.safetensors');
  const found = readTensors(file.path);
  const all = await taps(page);
  for (const [name, { shape, data }] of Object.entries(all)) {
    assert.deepEqual(found[name]?.shape, shape, name);
    assert.ok(bits(found[name].data).equals(bits(data)), name);
  }
  const rest = Object.keys(found).filter((name) => !(name in all));
  assert.ok(
    rest.every((name) => /^bam[123]\.parameters\./.test(name)),
    String(rest),
  );
  for (const k of [1, 2, 3]) {
    const of = (/** @type {string} */ name) => found[`bam${k}.${name}`];
    const parameter = (/** @type {string} */ name) => of(`parameters.${name}`).data;
    // Mc from the hidden units, by the last layer of the channel branch.
    const [mean, variance, weight, bias] = ['running_mean', 'running_var', 'weight', 'bias'].map((part) =>
      parameter(`channel.bn1.${part}`),
    );
    const hidden = of('channel.hidden').data;
    const mc = of('channel.logits').data.map((_, c) => {
      const sum = hidden.reduce(
        (sum, value, i) => sum + value * parameter('channel.fc1.weight')[c * hidden.length + i],
        0,
      );
      const biased = sum + parameter('channel.fc1.bias')[c];
      return ((biased - mean[c]) / Math.sqrt(variance[c] + 1e-5)) * weight[c] + bias[c];
    });
    const error = relativeError(mc, of('channel.logits').data);
    assert.ok(error <= 1e-5, `Mc of BAM ${k}: ${error}`);
    for (const layer of ['reduce', 'dilated1', 'dilated2', 'project']) {
      assert.ok(of(`parameters.spatial.${layer}.weight`), `${layer} of BAM ${k}`);
    }
  }
  assert.deepEqual(problems, []);
  await page.close();
});

/**
 * Opens a picture in the browser and reads it at some places.
 *
 * @param {Page} page
 * @param {{ path: string, type: string, places: [number, number][] }} picture places in its own pixels
 */
const look = (page, { path, type, places }) =>
  page.evaluate(
    async ({ base64, type, places }) => {
      const image = new Image();
      image.src = `data:${type};base64,${base64}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      return {
        size: [canvas.width, canvas.height],
        colours: places.map(([x, y]) => [...context.getImageData(Math.floor(x), Math.floor(y), 1, 1).data]),
      };
    },
    { base64: readFileSync(path).toString('base64'), type, places },
  );

/** The middles of a picture's cells, as the SVG places them. @param {string} svg @param {number} edge of the map */
function middles(svg, edge) {
  const [, left, top, cell] = (svg.match(/translate\((\S+) (\S+)\) scale\((\S+)\)/) ?? []).map(Number);
  return Array.from(
    { length: edge * edge },
    (_, i) =>
      /** @type {[number, number]} */ ([left + cell * ((i % edge) + 0.5), top + cell * (Math.floor(i / edge) + 0.5)]),
  );
}

/** Of two colours the one may lie one entry of the table apart: the mean was taken in another precision. */
const near = (/** @type {number[]} */ a, /** @type {number[]} */ b) => a.every((part, i) => Math.abs(part - b[i]) <= 4);

test('a map as SVG and as PNG has the colours of its numbers in every cell', async () => {
  const { page, problems } = await openPage(browser, '#panel=files');
  await settled(page);
  const [before, attention, after, logits, mc] = await someTaps(
    page,
    ['before', 'attention', 'after', 'spatial.logits', 'channel.logits'].map((name) => `bam3.${name}`),
  );
  const [from, to] = [meanMap(before), meanMap(after)];
  const shared = { low: 0, high: Math.max(...from, ...to) };
  const maps = {
    before: { row: 'F, before', expected: colours(from, TABLES.features, shared) },
    gain: { row: '1 + M, gain', expected: colours(meanMap(attention, 1), TABLES.gain, { low: 1, high: 2 }) },
    after: { row: 'F′, after', expected: colours(to, TABLES.features, shared) },
    spatial: { row: 'Ms', expected: colours(logits.data, TABLES.signed, aroundZero([...logits.data, ...mc.data])) },
  };
  for (const [name, { row, expected }] of Object.entries(maps)) {
    assert.ok(new Set(expected.map(String)).size > 10, 'a map of many colours');
    const svg = await download(page, row, 'SVG');
    const png = await download(page, row, 'PNG');
    assert.deepEqual([svg.name, png.name], [`bam3-${name}.svg`, `bam3-${name}.png`]);
    const places = middles(readFileSync(svg.path, 'utf8'), 8);
    const drawn = await look(page, { path: svg.path, type: 'image/svg+xml', places });
    const twice = places.map(([x, y]) => /** @type {[number, number]} */ ([2 * x, 2 * y]));
    const raster = await look(page, { path: png.path, type: 'image/png', places: twice });
    assert.deepEqual(raster.size, [960, 2 * drawn.size[1]]);
    expected.forEach((colour, i) => {
      const [red, green, blue] = drawn.colours[i];
      // The gain lies over the photo, and multiplying only darkens.
      const right =
        name === 'gain' ? [red, green, blue].every((part, c) => part <= colour[c] + 4) : near(drawn.colours[i], colour);
      assert.ok(right, `${name}, cell ${i}: ${drawn.colours[i]}, expected ${colour}`);
      if (name !== 'gain') assert.ok(near(raster.colours[i], drawn.colours[i]), `PNG of ${name}, cell ${i}`);
    });
  }
  assert.deepEqual(problems, []);
  await page.close();
});

/** A table as a spreadsheet reads it: fields, with or without quotes (RFC 4180). @param {string} path */
function readCsv(path) {
  const text = readFileSync(path, 'utf8');
  assert.equal(text[0], '\ufeff', 'the mark of UTF-8');
  const fields = [...text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/g)];
  /** @type {string[][]} */
  const rows = [[]];
  for (const [, quoted, plain, end] of fields) {
    rows[rows.length - 1].push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') rows.push([]);
  }
  const [columns, ...values] = rows.slice(0, -1);
  return values.map((row) => Object.fromEntries(row.map((value, i) => [columns[i], value])));
}

/** @param {Record<string, string>[]} table @param {string} column */
const numbers = (table, column) => table.map((row) => Number(row[column]));

test('tables of channels, cells and classes hold the numbers of the taps', async () => {
  const { page, problems } = await openPage(browser, '#panel=files&stage=2');
  await settled(page);
  const [before, attention, after, pooled, mc, ms, logits] = await someTaps(page, [
    ...['before', 'attention', 'after', 'channel.pooled', 'channel.logits', 'spatial.logits'].map((n) => `bam2.${n}`),
    'logits',
  ]);
  const same = (/** @type {number[]} */ found, /** @type {ArrayLike<number>} */ expected, what = '') => {
    const error = relativeError(Float32Array.from(found), Float32Array.from(expected));
    assert.ok(error <= 1e-6, `${what}: ${error}`);
  };

  const channels = readCsv((await download(page, 'Every channel', 'CSV')).path);
  assert.deepEqual(numbers(channels, 'channel'), [...Array(128).keys()]);
  assert.deepEqual(Float32Array.from(numbers(channels, 'pooled')), pooled.data);
  assert.deepEqual(Float32Array.from(numbers(channels, 'mc')), mc.data);
  const rms = (/** @type {(i: number) => number} */ value) =>
    Array.from({ length: 128 }, (_, c) => {
      let sum = 0;
      for (let i = 256 * c; i < 256 * (c + 1); i++) sum += value(i) ** 2;
      return Math.sqrt(sum / 256);
    });
  same(
    numbers(channels, 'rms_before'),
    rms((i) => before.data[i]),
    'rms_before',
  );
  same(
    numbers(channels, 'rms_change'),
    rms((i) => after.data[i] - before.data[i]),
    'rms_change',
  );

  const cells = readCsv((await download(page, 'Every cell', 'CSV')).path);
  assert.deepEqual(
    cells.map(({ row, column }) => 16 * Number(row) + Number(column)),
    [...Array(256).keys()],
  );
  assert.deepEqual(Float32Array.from(numbers(cells, 'ms')), ms.data);
  same(numbers(cells, 'before'), meanMap(before), 'before');
  same(numbers(cells, 'gain'), meanMap(attention, 1), 'gain');
  same(numbers(cells, 'after'), meanMap(after), 'after');

  await compared(page);
  const classes = readCsv((await download(page, 'Every class', 'CSV')).path);
  assert.equal(classes.length, 200);
  const [probabilities, off] = [
    softmax(logits.data),
    softmax(runNative(['--weights', shippedWeights, '--image', sample('koala'), '--form', 'none']).taps.logits.data),
  ];
  const indices = numbers(classes, 'class');
  assert.deepEqual(
    [...indices].sort((a, b) => a - b),
    [...Array(200).keys()],
  );
  same(
    numbers(classes, 'probability'),
    indices.map((index) => probabilities[index]),
    'probability',
  );
  const error = relativeError(
    Float32Array.from(numbers(classes, 'probability_without_bam')),
    Float32Array.from(indices, (index) => off[index]),
  );
  assert.ok(error <= 1e-4, `without BAM: ${error}`);
  assert.match(classes[0].label, /^koala, koala bear/);

  // The others are there once their panel was.
  for (const panel of ['worth', 'grid', 'cost']) {
    await set(page, { panel });
    await page.locator('bam-lens .panel table, bam-lens .settings-grid').first().waitFor();
    await page.locator('bam-lens .panel .skeleton').first().waitFor({ state: 'detached' });
  }
  await set(page, { panel: 'files' });
  const worth = readCsv((await download(page, 'What BAM is worth', 'CSV')).path);
  assert.equal(worth.length, 100, 'five modules, four places, five classes');
  assert.deepEqual([...new Set(worth.map(({ bam }) => bam))], ['1', '2', '3', 'all']);
  const grid = readCsv((await download(page, 'r × d', 'CSV')).path);
  assert.deepEqual(
    grid.map(({ r, d }) => `${r} ${d}`),
    [4, 8, 16, 32].flatMap((r) => [1, 2, 4, 6].map((d) => `${r} ${d}`)),
  );
  const costs = readCsv((await download(page, 'Cost', 'CSV')).path);
  for (const { network, classes, form, r, size_px: size, parameters, multiply_adds: multiplyAdds } of costs) {
    const counted = costNative({ arch: network, classes, form, r, size });
    assert.deepEqual([Number(parameters), Number(multiplyAdds)], [counted.parameters, counted.multiplyAdds], network);
  }
  assert.equal(costs.length, 10);
  assert.deepEqual(problems, []);
  await page.close();
});

test('the code names the step, unit and cell on show, and is copied', async () => {
  const { page, problems } = await openPage(browser, '#panel=files&cell=3,4&side=cell&step=dilated2&unit=5&channel=9', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await settled(page);
  const code = page.locator('bam-lens .code code');
  const { data } = await tap(page, 'bam3.spatial.dilated2');
  const value = data[(5 * 8 + 3) * 8 + 4];
  for (const language of ['PyTorch', 'Rust, Candle']) {
    await page.getByRole('radiogroup', { name: 'Language' }).getByRole('radio', { name: language }).click();
    await eventually(page, async () =>
      assert.match(
        await code.innerText(),
        language === 'PyTorch' ? /^import torch|^from safetensors\.torch/m : /^use candle/m,
      ),
    );
    const text = await code.innerText();
    assert.match(
      text,
      /BAM 3, form paper \(sum\), r = 16, d = 4: dilated2 of unit 5 at row 3, column 4, counted from 0/,
    );
    assert.ok(text.includes(String(Number(value.toPrecision(7)))), `${value} in the code`);
    await page.locator('bam-lens .code').getByRole('button', { name: 'Copy' }).click();
    // innerText drops the line break at the end.
    await eventually(page, async () =>
      assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trimEnd(), text.trimEnd()),
    );
    await eventually(page, async () => assert.equal(await said(page), 'The code is copied.'));
  }
  const what = page.locator('bam-lens .code .walk-text');
  assert.match(
    await what.innerText(),
    new RegExp(`^3×3 of row 4, column 5, channel 9: ${value.toFixed(4)} on this page\\.`),
  );
  // With no cell's way open it is the last step's.
  await set(page, { side: 'changes', channel: 'mean' });
  await eventually(page, async () => assert.match(await code.innerText(), /: F' of channel \d+ at row 3, column 4/));
  // A page without a secure address has no clipboard.
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.locator('bam-lens .code').getByRole('button', { name: 'Copy' }).click();
  await eventually(page, async () => assert.match(await said(page), /did not let the page copy/));
  assert.deepEqual(problems, []);
  await page.close();
});

test('without a cell there is no code, and none is said to be copied', async () => {
  const { page, problems } = await openPage(browser, '#panel=files', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await settled(page);
  assert.match(await page.locator('bam-lens .code .walk-text').innerText(), /^Click a cell/);
  const copy = page.locator('bam-lens .code').getByRole('button', { name: 'Copy' });
  if ((await copy.count()) > 0 && (await copy.isEnabled())) {
    await copy.click();
    await eventually(page, async () => assert.notEqual(await said(page), ''));
    assert.notEqual(await said(page), 'The code is copied.');
  }
  assert.equal((await stateOf(page)).cell, '');
  assert.deepEqual(problems, []);
  await page.close();
});
