/** What BAM is worth on a photo: against the native build, and the class map against its own weights. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { numbersOf } from '../../../www/format.js';
import { runNative, sample, shippedWeights } from '../../support/native.js';
import { altered, readTensors } from '../../support/safetensors.js';
import { openBrowser, openPage } from '../browser.js';
import { afterRun, eventually, isPoints, pick, pixelsOf, settled, someTaps, tap, textOf } from '../lens.js';
import { TABLES, aroundZero, colours, largestFirst, meanMap, softmax } from '../numbers.js';

const { percent } = numbersOf('en');

const browser = await openBrowser();
const folder = mkdtempSync(join(tmpdir(), 'bam-lens-'));
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const fixture = (/** @type {string} */ name) => new URL(`../../fixtures/${name}`, import.meta.url);

/** @typedef {import('playwright-core').Page} Page */

/** Probabilities of the native build for the koala. @param {string[]} options */
const nativeProbabilities = (options) => softmax(runNative(['--image', sample('koala'), ...options]).taps.logits.data);

/** A cell of the table of what each BAM is worth. @param {Page} page @param {string} row @param {number} column 1 to 3, 4 for all */
const worthCell = (page, row, column) =>
  page
    .locator('bam-lens .worth-table tbody tr', { has: page.getByRole('rowheader', { name: row, exact: true }) })
    .locator('td')
    .nth(column - 1);

test('what BAM is worth: each row, at all three, is what the native build says with that setting', async () => {
  const { page, problems } = await openPage(browser, '#panel=worth');
  await settled(page);
  const now = softmax((await tap(page, 'logits')).data);
  const ranked = largestFirst(now);
  const changes = page.locator('bam-lens .worth-changes tbody tr');
  for (const [row, options] of /** @type {const} */ ([
    ['off', ['--form', 'none']],
    ['product', ['--variant', 'product']],
    ['max', ['--variant', 'max']],
    ['channel only', ['--variant', 'channel']],
    ['spatial only', ['--variant', 'spatial']],
  ])) {
    const then = nativeProbabilities(['--weights', shippedWeights, ...options]);
    const button = worthCell(page, row, 4).getByRole('button');
    await button.waitFor();
    isPoints(await button.innerText(), then[ranked[0]] - now[ranked[0]], row);
    await button.click();
    await page.locator('bam-lens .worth h3', { hasText: `all three ${row}` }).waitFor();
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    assert.equal(await page.locator('bam-lens .worth-table [aria-pressed=true]').count(), 1);
    assert.equal(await changes.count(), 5);
    for (const [place, index] of ranked.slice(0, 5).entries()) {
      const [before, after, points] = await changes.nth(place).locator('td').allInnerTexts();
      assert.equal(before, percent(now[index]));
      isPoints(after, then[index], row);
      isPoints(points, then[index] - now[index], row);
    }
    const [first] = largestFirst(then);
    const said = await textOf(page.locator('bam-lens .worth-changes + .note'));
    isPoints(said.match(/, (.*) %\./)?.[1] ?? '', then[first], said);
  }
  assert.deepEqual(problems, []);
  await page.close();
});

test('BAM 2 off alone is what the native build says of a file whose BAM 2 adds nothing', async () => {
  const { page, problems } = await openPage(browser, '#panel=worth');
  await settled(page);
  const [loud, silent] = ['loud', 'silent'].map((name) => join(folder, `${name}.safetensors`));
  // With its own small weights the change would be a rounding error.
  writeFileSync(
    loud,
    altered(fixture('checkpoints/official_resnet18.safetensors'), { 'fc.weight': (_, value) => 40 * value }),
  );
  // Mc · Ms far below 0: the sigmoid is 0, and F' = F.
  const [mc, ms] = ['bam2.channel_att.gate_c.gate_c_fc_final', 'bam2.spatial_att.gate_s.gate_s_conv_final'];
  writeFileSync(
    silent,
    altered(loud, {
      [`${mc}.weight`]: () => 0,
      [`${mc}.bias`]: () => -1000,
      [`${ms}.weight`]: () => 0,
      [`${ms}.bias`]: () => 1000,
    }),
  );
  await afterRun(page, () => pick(page, loud));
  const then = nativeProbabilities(['--weights', silent, '--size', '128']);
  const now = softmax((await tap(page, 'logits')).data);
  const ranked = largestFirst(now);
  assert.ok(Math.abs(then[ranked[0]] - now[ranked[0]]) > 0.01, 'a change that can be seen');
  const button = worthCell(page, 'off', 2).getByRole('button');
  await button.click();
  const shown = await button.innerText();
  isPoints(shown, then[ranked[0]] - now[ranked[0]]);
  for (const other of [1, 3, 4]) assert.notEqual(await worthCell(page, 'off', other).innerText(), shown);
  await page.locator('bam-lens .worth h3', { hasText: 'BAM 2 off' }).waitFor();
  const changes = await page.locator('bam-lens .worth-changes td:last-child').allInnerTexts();
  for (const [place, index] of ranked.entries()) isPoints(changes[place], then[index] - now[index]);
  // The released code has no other merge.
  assert.equal(await page.locator('bam-lens .worth-table tbody tr').count(), 1);
  assert.deepEqual(problems, []);
  await page.close();
});

/**
 * A square map read at the cells of another size: bilinear between the middles of its cells, the edge repeated.
 *
 * @param {ArrayLike<number>} values
 * @param {number} edge of the other map
 */
function resized(values, edge) {
  const own = Math.sqrt(values.length);
  const place = (/** @type {number} */ at) => Math.min(own - 1, Math.max(0, ((at + 0.5) * own) / edge - 0.5));
  const near = (/** @type {number} */ a, /** @type {number} */ b) => Math.max(0, 1 - Math.abs(a - b));
  return Array.from({ length: edge * edge }, (_, i) => {
    const [y, x] = [place(Math.floor(i / edge)), place(i % edge)];
    return Array.from(values, (value, at) => value * near(y, Math.floor(at / own)) * near(x, at % own)).reduce(
      (a, b) => a + b,
    );
  });
}

test('where a class is read: its map is stage 4 times its weights, and the overlap with the gain is that of their quarters', async () => {
  const { page, problems } = await openPage(browser, '#panel=worth');
  await settled(page);
  const file = fixture('checkpoints/canonical_resnet18.safetensors');
  await afterRun(page, () => pick(page, fileURLToPath(file)));
  const weights = readTensors(file)['backbone.fc.weight'];
  const [stage4, attention, logits] = await someTaps(page, ['stage4', 'bam3.attention', 'logits']);
  const gain = meanMap(attention, 1);
  const topQuarter = (/** @type {number[]} */ map) => largestFirst(map).slice(0, map.length / 4);
  const choice = page.getByRole('combobox', { name: 'Class' });
  const shares = new Set();
  const drawn = new Set();
  for (const index of largestFirst(Array.from(logits.data))) {
    await choice.selectOption(String(index));
    const map = meanMap({
      ...stage4,
      data: stage4.data.map((value, i) => {
        const channel = Math.floor(i / (stage4.shape[2] * stage4.shape[3]));
        return value * weights.data[index * stage4.shape[1] + channel] * stage4.shape[1];
      }),
    });
    const expected = colours(map, TABLES.signed, aroundZero(map));
    const canvas = page.locator('bam-lens .worth .small-map canvas[role=img]').first();
    await eventually(page, async () => assert.deepEqual(await pixelsOf(canvas), expected, `class ${index}`));
    drawn.add(String(expected));
    const cells = new Set(topQuarter(gain));
    const share =
      topQuarter(resized(map, Math.sqrt(gain.length))).filter((cell) => cells.has(cell)).length / cells.size;
    shares.add(share);
    const said = await textOf(page.locator('bam-lens .worth section').last().locator('.note'));
    assert.ok(said.includes(` ${percent(share)} are in the quarter`), `class ${index}: ${share}: ${said}`);
  }
  assert.ok(drawn.size > 3 && shares.size > 1, `${drawn.size} maps, overlaps ${[...shares]}`);
  assert.deepEqual(problems, []);
  await page.close();
});
