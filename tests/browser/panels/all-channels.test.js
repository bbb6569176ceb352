/** Every channel as a small map: which exist, in which order, in which colours. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { numbersOf } from '../../../www/format.js';
import { openBrowser, openPage } from '../browser.js';
import { eventually, openPanel, pixelsOf, set, settled, stateOf, tap } from '../lens.js';
import { TABLES, aroundZero, channelOf, colours, extent, largestFirst } from '../numbers.js';

const { decimal } = numbersOf('en');

const browser = await openBrowser();
after(() => browser.close());

/** @typedef {import('playwright-core').Page} Page */

const tileBox = (/** @type {Page} */ page) => page.locator('bam-lens .window');

/** Every tile in order and how many there were at once, by scrolling from the first to the last. @param {Page} page */
const scrollThrough = (page) =>
  tileBox(page).evaluate(async (box) => {
    const lens = /** @type {any} */ (document.querySelector('bam-lens'));
    const scrollTo = async (/** @type {number} */ top) => {
      if (box.scrollTop === top) return;
      const scrolled = new Promise((resolve) => box.addEventListener('scroll', resolve, { once: true }));
      box.scrollTop = top;
      await scrolled;
      await lens.updateComplete;
    };
    const rows = new Map();
    let most = 0;
    await scrollTo(0);
    for (;;) {
      const tiles = [...box.querySelectorAll('.tile')];
      most = Math.max(most, tiles.length);
      for (const { id, parentElement } of /** @type {HTMLElement[]} */ (tiles)) {
        const top = /** @type {HTMLElement} */ (parentElement).offsetTop;
        rows.set(top, (rows.get(top) ?? new Set()).add(Number(id.replace('tile-', ''))));
      }
      if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) break;
      await scrollTo(box.scrollTop + box.clientHeight / 2);
    }
    return { order: [...rows].sort(([a], [b]) => a - b).flatMap(([, tiles]) => [...tiles]), most };
  });

/** Whether a tile can be seen whole. @param {Page} page @param {number} channel */
const isInView = (page, channel) =>
  tileBox(page).evaluate((box, channel) => {
    const tile = box.querySelector(`#tile-${channel}`)?.getBoundingClientRect();
    const { top, bottom } = box.getBoundingClientRect();
    return tile !== undefined && tile.top >= top && tile.bottom <= bottom;
  }, channel);

/** @param {ArrayLike<number>} values */
const rootMeanSquare = (values) =>
  Math.fround(Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0) / values.length));

/** The numbers of every channel of a bottleneck. @param {Page} page @param {number} stage */
async function channelNumbers(page, stage) {
  const [before, after, mc] = [
    await tap(page, `bam${stage}.before`),
    await tap(page, `bam${stage}.after`),
    await tap(page, `bam${stage}.channel.logits`),
  ];
  const planes = Array.from({ length: before.shape[1] }, (_, c) => [channelOf(before, c), channelOf(after, c)]);
  const energy = planes.map(([from]) => rootMeanSquare(from));
  const change = planes.map(([from, to]) => rootMeanSquare(Array.from(from, (value, i) => to[i] - value)));
  return { before, after, energy, change, mc: Array.from(mc.data) };
}

test('all channels: only those in view exist, in the order of their number, Mc, change or energy', async () => {
  const { page, problems } = await openPage(browser, '', { viewport: { width: 800, height: 700 } });
  await settled(page);
  for (const stage of [1, 2, 3]) {
    await set(page, { stage, panel: 'channels', tiles: 'difference' });
    await settled(page);
    const { energy, change, mc } = await channelNumbers(page, stage);
    const index = [...mc.keys()];
    const expected = { index, mc: largestFirst(mc), change: largestFirst(change), energy: largestFirst(energy) };
    assert.equal(new Set(Object.values(expected).map(String)).size, 4, 'the four orders differ');
    for (const [sort, order] of Object.entries(expected)) {
      await set(page, { sort });
      await eventually(page, async () =>
        assert.deepEqual((await scrollThrough(page)).order, order, `${stage} ${sort}`),
      );
      assert.ok(await isInView(page, order[order.length - 1]), 'the last one is reached');
    }
    const { most } = await scrollThrough(page);
    assert.ok(most <= 100, `${most} tiles for ${index.length} channels`);
    // Beside a channel stands what it is sorted by.
    const [first] = expected.energy;
    await set(page, { sort: 'energy' });
    await scrollThrough(page);
    await tileBox(page).evaluate((box) => (box.scrollTop = 0));
    assert.equal(await page.locator(`bam-lens #tile-${first} span`).innerText(), `${first} ${decimal(energy[first])}`);
  }
  await set(page, { tiles: 'stage4' });
  await eventually(page, async () => {
    const { order, most } = await scrollThrough(page);
    assert.deepEqual(order, [...Array(512).keys()]);
    assert.ok(most <= 100, `${most} tiles for 512 channels`);
  });
  assert.ok(await isInView(page, 511));
  assert.deepEqual(problems, []);
  await page.close();
});

test('a channel is drawn in the colours of its tap, on the scale of all and on its own', async () => {
  const { page, problems } = await openPage(browser, '#panel=channels&stage=2&sort=index');
  await settled(page);
  const { before, after } = await channelNumbers(page, 2);
  const stage4 = await tap(page, 'stage4');
  const difference = { ...before, data: before.data.map((value, i) => after.data[i] - value) };
  const fromZero = (/** @type {Float32Array[]} */ ...all) => {
    const extents = all.map((values) => values.reduce(([l, h], v) => [Math.min(l, v), Math.max(h, v)], [0, 0]));
    return { low: Math.min(...extents.map(([low]) => low)), high: Math.max(...extents.map(([, high]) => high)) };
  };
  const reach = difference.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const kinds = {
    before: { of: before, table: TABLES.features, shared: fromZero(before.data, after.data), own: extent },
    after: { of: after, table: TABLES.features, shared: fromZero(before.data, after.data), own: extent },
    difference: { of: difference, table: TABLES.signed, shared: { low: -reach, high: reach }, own: aroundZero },
    stage4: { of: stage4, table: TABLES.features, shared: fromZero(stage4.data), own: extent },
  };
  const some = [0, 1, 2, 17, 40];
  for (const [tiles, { of, table, shared, own }] of Object.entries(kinds)) {
    for (const scale of ['fixed', 'stretch']) {
      await set(page, { tiles, scale });
      for (const channel of some) {
        const values = channelOf(of, channel);
        const expected = colours(values, table, scale === 'fixed' ? shared : own(values));
        await eventually(page, async () =>
          assert.deepEqual(
            await pixelsOf(page.locator(`bam-lens #tile-${channel} canvas`)),
            expected,
            `${tiles} ${scale} ${channel}`,
          ),
        );
      }
      const distinct = new Set(some.map((channel) => String(channelOf(of, channel))));
      assert.ok(distinct.size > 1, 'they are not all alike');
    }
  }
  assert.deepEqual(problems, []);
  await page.close();
});

test('a click and the arrow keys choose a channel and bring it into view', async () => {
  const { page, problems } = await openPage(browser, '#panel=channels&sort=mc');
  await settled(page);
  const order = largestFirst((await channelNumbers(page, 3)).mc);
  const chosen = async (/** @type {number} */ place) => {
    await eventually(page, async () => assert.equal((await stateOf(page)).channel, String(order[place])));
    await eventually(page, async () =>
      assert.ok(await isInView(page, order[place]), `channel ${order[place]} is in view`),
    );
    assert.equal(await page.locator(`bam-lens #tile-${order[place]}`).getAttribute('aria-selected'), 'true');
    assert.equal(await page.locator('bam-lens .tile[aria-selected=true]').count(), 1);
  };
  await page.locator(`bam-lens #tile-${order[5]}`).click();
  await chosen(5);
  assert.equal((await stateOf(page)).side, 'channel');
  const columns = await page.locator('bam-lens .tile-row').first().locator('.tile').count();
  await tileBox(page).focus();
  const last = order.length - 1;
  for (const [key, place] of /** @type {const} */ ([
    ['ArrowRight', 6],
    ['ArrowLeft', 5],
    ['ArrowDown', 5 + columns],
    ['End', last],
    ['ArrowRight', last],
    ['ArrowUp', last - columns],
    ['Home', 0],
    ['ArrowLeft', 0],
  ])) {
    await page.keyboard.press(key);
    await chosen(place);
  }
  assert.deepEqual(problems, []);
  await page.close();
});

test('in stage 4, where nothing can be chosen, the arrow keys scroll and leave the maps alone', async () => {
  const { page, problems } = await openPage(browser, '#panel=channels&tiles=stage4');
  await settled(page);
  await page.locator('bam-lens #tile-0').waitFor();
  await tileBox(page).focus();
  await page.keyboard.press('ArrowDown');
  await eventually(page, async () => assert.ok((await tileBox(page).evaluate((box) => box.scrollTop)) > 0, 'scrolled'));
  const { cell, side } = await stateOf(page);
  assert.deepEqual({ cell, side }, { cell: '', side: 'changes' });
  assert.deepEqual(problems, []);
  await page.close();
});

test('the panel of channels opens again at its beginning', async () => {
  const { page, problems } = await openPage(browser, '#panel=channels&sort=index');
  await settled(page);
  await page.locator('bam-lens #tile-0').waitFor();
  await scrollThrough(page);
  await openPanel(page, 'All channels');
  await tileBox(page).waitFor({ state: 'detached' });
  await openPanel(page, 'All channels');
  await tileBox(page).waitFor();
  await eventually(page, async () => assert.ok(await isInView(page, 0), 'its first tile is in view'));
  assert.deepEqual(problems, []);
  await page.close();
});
