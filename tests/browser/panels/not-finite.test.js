/** A network whose products overflow: what is no number is hatched, ed, and claims nothing. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { altered } from '../../support/safetensors.js';
import { openBrowser, openPage } from '../browser.js';
import { afterRun, eventually, pick, pixelsOf, set, settled, someTaps, textOf } from '../lens.js';
import { TABLES, channelOf, colours, meanMap } from '../numbers.js';

const browser = await openBrowser();
const folder = mkdtempSync(join(tmpdir(), 'bam-lens-'));
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const fixture = (/** @type {string} */ name) => new URL(`../../fixtures/${name}`, import.meta.url);

/** @typedef {import('../numbers.js').Tap} Tap */

/**
 * Opens the page with a network that computes what is no number at a part of BAM 3's cells.
 *
 * @param {string} [address]
 */
async function openOverflowing(address) {
  const { page, problems } = await openPage(browser, address);
  await settled(page);
  const path = join(folder, 'overflowing.safetensors');
  // A file with a NaN is refused. These are numbers; their products are none: wherever the upper left tap of the first
  // dilated convolution lies on the map it brings an infinity, and the second one adds infinities of both signs.
  writeFileSync(
    path,
    altered(fixture('checkpoints/canonical_resnet18.safetensors'), {
      'attention.paper.bam3.spatial.dilated1.weight': (place, value) => (place % 9 === 0 ? 3e38 : value),
      'attention.paper.bam3.spatial.bn1.weight': () => 1e30,
    }),
  );
  await afterRun(page, () => pick(page, path));
  // So far apart that most cells read no such place.
  await afterRun(page, () => set(page, { d: 6 }));
  return { page, problems };
}

test('weights that overflow: cells that are no numbers are hatched and counted, and nothing breaks', async () => {
  const { page, problems } = await openOverflowing();
  const [before, attention, dilated1, after] = await someTaps(
    page,
    ['before', 'attention', 'spatial.dilated1', 'after'].map((name) => `bam3.${name}`),
  );
  const gain = meanMap(attention, 1);
  const bad = gain.filter((value) => !Number.isFinite(value)).length;
  assert.ok(bad > 0 && bad < 64, `${bad} of 64`);
  for (const map of ['attention', 'after']) {
    const figure = page.locator(`bam-lens .map-${map}`);
    assert.equal(
      await textOf(figure.locator('.not-finite')),
      `${bad} cells hold values that are not numbers; they are hatched.`,
    );
    assert.match(await figure.locator('.frame').getAttribute('class'), /hatched/);
  }
  assert.deepEqual(
    await pixelsOf(page.locator('bam-lens .map-attention .frame > canvas:not(.photo)')),
    colours(gain, TABLES.gain, { low: 1, high: 2 }),
  );
  assert.match(await textOf(page.locator('bam-lens .map-attention .reading')), /^mean ×[12]\.\d\d$/);

  // In the corner everything from the second convolution on is NaN, for the page as for the network.
  await set(page, { cell: '0,0', side: 'cell', step: 'dilated2', channel: 2 });
  await settled(page);
  const rail = page.locator('bam-lens .rail li');
  await eventually(page, async () => assert.equal(await rail.count(), 9));
  await eventually(page, async () => assert.equal(await rail.locator('.tick.agrees').count(), 9));
  for (const name of ['Ms', 'M', 'F′']) {
    const step = rail.filter({ has: page.getByText(name, { exact: true }) });
    assert.equal(await step.locator('.rail-value').innerText(), 'NaN', name);
  }
  // In the opposite corner the network's first convolution is infinite; the page, in double precision, is not.
  const units = [0, 1, 2, 3].map((unit) => channelOf(dilated1, unit)[63]);
  assert.ok(units.includes(Infinity), String(units));
  await set(page, { cell: '7,7', step: 'dilated1', unit: units.indexOf(Infinity) });
  await eventually(page, async () => assert.equal(await rail.locator('.tick.differs').count(), 1));
  assert.match(await textOf(page.locator('bam-lens .walk-check.differs')), /the network ∞: apart by .*more than 1e−4/);

  await set(page, { panel: 'channels', tiles: 'difference', sort: 'change' });
  const finite = (/** @type {Tap} */ of, /** @type {number} */ c) => channelOf(of, c).every(Number.isFinite);
  const hatched = [...Array(8).keys()].filter((c) => !finite(before, c) || !finite(after, c)).length;
  assert.ok(hatched > 0);
  await page
    .locator('bam-lens .channel-grid', { hasText: `${hatched} channels hold values that are not numbers` })
    .waitFor();
  assert.equal(await page.locator('bam-lens .tile canvas.hatched').count(), 8);
  for (const [panel, part] of [
    ['differences', '.differences'],
    ['worth', '.worth-table tr:last-child td:last-child button'],
    ['compare', '.compare-start'],
    ['grid', '.settings-grid'],
    ['cost', '.cost'],
    ['files', '.files'],
  ]) {
    await set(page, { panel });
    await page.locator(`bam-lens ${part}`).first().waitFor();
  }
  await page.keyboard.press('c');
  for (const mode of ['side', 'swipe', 'difference']) {
    await set(page, { panel: 'compare', mode });
    await page.locator('bam-lens .compare .frame').first().waitFor();
  }
  assert.deepEqual(problems, []);
  await page.close();
});

test('of what is no number nothing is claimed', async () => {
  const { page } = await openOverflowing('#cell=0,0');
  const panel = page.locator('bam-lens .panel');
  await set(page, { panel: 'differences' });
  const said = await textOf(panel.locator('.differences > p').nth(1));
  assert.match(said, /by NaN from channel to channel/);
  assert.doesNotMatch(said, /weighs more/);
  await set(page, { panel: 'worth' });
  await panel.locator('.worth-table tr:last-child td:last-child button').waitFor();
  await panel.locator('.small-map').first().waitFor();
  const text = await textOf(page.locator('bam-lens .lens'));
  assert.doesNotMatch(text, /One of the maps is the same everywhere/);
  assert.doesNotMatch(text, /[−+±]NaN/, 'it has no sign');
  await page.close();
});

test('numbers of thirty digits stay on the page', async () => {
  const { page } = await openOverflowing();
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(beyond <= 0, `${beyond} px beyond the page`);
  await page.close();
});
