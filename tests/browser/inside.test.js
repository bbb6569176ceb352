/** A cell and a channel opened up: every number recomputed by the page, reached by pointer, key and link. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { KEYS } from '../../www/keys.js';
import { openBrowser, openPage } from './browser.js';
import { afterRun, choose, hint, sentence, set, settled, stateOf, tap } from './lens.js';

const browser = await openBrowser();
after(() => browser.close());

/** Numbers in 0..1, the same in every run: mulberry32. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What the walk on screen says. @param {import('playwright-core').Page} page */
const walk = (page) =>
  page.locator('bam-lens .walk').evaluate((element) => ({
    names: [...element.querySelectorAll('.rail-name')].map((name) => name.textContent),
    values: [...element.querySelectorAll('.rail-value')].map((value) => value.textContent?.trim()),
    ticked: element.querySelectorAll('.tick.agrees').length,
    crossed: element.querySelectorAll('.differs').length,
    title: element.querySelector('h3')?.textContent ?? '',
    check: element.querySelector('.walk-check')?.textContent?.trim() ?? '',
  }));

/** @param {string} text as the page writes a number */
const numberOf = (text) => Number(text.replace('−', '-').replace('+', ''));

test('fifty cells over three stages, five forms and all d: every tick is green', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  const next = random(2018);
  const settings = [
    ...[1, 2, 3, 4, 6, 8].map((d) => ({ form: 'paper', merge: 'sum', d })),
    ...['max', 'product', 'channel', 'spatial'].map((merge) => ({ form: 'paper', merge, d: 4 })),
    ...['official', 'blog', 'se'].map((form) => ({ form, merge: 'sum', d: 4 })),
  ];
  /** Steps of each form and merge, in order. */
  const steps = {
    paper: ['1×1', '3×3', '3×3', 'Ms', 'mean', 'hidden', 'Mc', 'M', 'F′'],
    official: ['1×1', '3×3', '3×3', 'Ms', 'mean', 'hidden', 'Mc', 'M', 'F′'],
    channel: ['mean', 'hidden', 'Mc', 'M', 'F′'],
    spatial: ['1×1', '3×3', '3×3', 'Ms', 'M', 'F′'],
    blog: ['Ms', 'mean', 'hidden', 'Mc', 'M', 'F′'],
    se: ['mean', 'hidden', 'Mc', 'M', 'F′'],
  };
  let opened = 0;
  for (const setting of settings) {
    for (let i = 0; i < 4; i++) {
      const stage = 1 + ((opened + i) % 3);
      const edge = 32 / 2 ** (stage - 1);
      const [row, column, channel] = [edge, edge, 64 * 2 ** (stage - 1)].map((count) => Math.floor(next() * count));
      await set(page, { ...setting, stage, channel, cell: `${row},${column}`, side: 'cell', step: 'after' });
      await settled(page);
      const { shape, data } = await tap(page, `bam${stage}.after`);
      const expected = data[(channel * shape[2] + row) * shape[3] + column];
      await page.waitForFunction((text) => {
        const values = document.querySelector('bam-lens')?.shadowRoot?.querySelectorAll('.rail-value');
        return values?.[values.length - 1]?.textContent?.trim() === text;
      }, decimal(expected));
      const { names, ticked, crossed } = await walk(page);
      const where = JSON.stringify({ ...setting, stage, row, column, channel });
      assert.deepEqual(names, steps[setting.merge === 'sum' ? setting.form : setting.merge] ?? steps.paper, where);
      assert.equal(ticked, names.length, where);
      assert.equal(crossed, 0, where);
      opened += 1;
    }
  }
  assert.ok(opened >= 50, `${opened} cells`);
  assert.deepEqual(problems, []);
  await page.close();
});

/** @param {number} value as the page writes it */
const decimal = (value) => {
  const text = value.toFixed(2);
  return Number(text) === 0 ? '0.00' : text.replace('-', '−');
};

test('a click opens a cell; back, next and play walk through it; a link leads to a step', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  const box = await page.locator('bam-lens .map-before .frame').boundingBox();
  await page.mouse.click(box.x + box.width * (4.5 / 8), box.y + box.height * (3.5 / 8));
  await page.locator('bam-lens .walk').waitFor();
  assert.equal((await stateOf(page)).cell, '3,4');
  assert.match((await walk(page)).title, /^1 of 9/);
  await page.getByRole('button', { name: 'Next' }).click();
  assert.match((await walk(page)).title, /^2 of 9: first dilated/);
  // Nine taps at d = 4 on a map of 8 x 8: the cell's own and three more lie inside.
  assert.equal(await page.locator('bam-lens .taps li').count(), 9);
  assert.equal(await page.locator('bam-lens .taps .hatched').count(), 5);
  assert.equal(await page.locator('bam-lens .map-attention .reached').count(), 4);
  // The sum of the tiles is the sum the arithmetic starts from.
  const tiles = await page.locator('bam-lens .taps b').allInnerTexts();
  const sum = numberOf(await page.locator('bam-lens .lines td').first().innerText());
  assert.ok(Math.abs(tiles.map(numberOf).reduce((a, b) => a + b) - sum) < 0.05, `${tiles} and ${sum}`);
  const reached = page.url();
  await page.getByRole('button', { name: 'Back' }).click();
  assert.match((await walk(page)).title, /^1 of 9/);
  await page.getByRole('button', { name: 'Play' }).click();
  await page.waitForFunction(() =>
    /^3 of 9/.test(document.querySelector('bam-lens')?.shadowRoot?.querySelector('h3')?.textContent ?? ''),
  );
  await page.getByRole('button', { name: 'Pause' }).click();
  const other = await openPage(browser, new URL(reached).hash);
  await other.page.locator('bam-lens .walk').waitFor();
  assert.match((await walk(other.page)).title, /^2 of 9: first dilated/);
  assert.deepEqual([...problems, ...other.problems], []);
  await page.close();
  await other.page.close();
});

test('the cell and the channel stay when photo, r, d and stage change', async () => {
  const { page, problems } = await openPage(browser, '#cell=5,2&channel=40&side=cell&step=dilated2');
  await settled(page);
  const chosen = async () => {
    const { cell, channel, side, step } = await stateOf(page);
    return { cell, channel, side, step };
  };
  const before = await chosen();
  await afterRun(page, () => page.locator('bam-lens .samples button').nth(3).click());
  await afterRun(page, () => choose(page, 'Reduction r', '8'));
  await afterRun(page, () => choose(page, 'Dilation d', '1'));
  assert.deepEqual(await chosen(), before);
  // The same place of the photo on a map of 16 x 16.
  await afterRun(page, () => page.locator('bam-lens button.stop').nth(1).click());
  assert.deepEqual(await chosen(), { ...before, cell: '11,5' });
  assert.equal(await page.locator('bam-lens .hint.shown').count(), 0);
  assert.deepEqual(problems, []);
  await page.close();
});

test('a cell or channel that does not exist moves to the nearest one and says so', async () => {
  const { page, problems } = await openPage(browser, '#cell=40,3&stage=3&side=cell');
  await settled(page);
  assert.equal(await hint(page), 'Row 41, column 4 does not exist on this map; the nearest cell is row 8, column 4.');
  assert.equal((await stateOf(page)).cell, '7,3');
  await afterRun(page, () => set(page, { channel: 255 }));
  await afterRun(page, () => page.locator('bam-lens button.stop').nth(0).click());
  assert.equal(await hint(page), 'Channel 255 does not exist here; the nearest is channel 63.');
  assert.deepEqual(
    await page.evaluate(() => /** @type {any} */ (document.querySelector('bam-lens')).predictions.length),
    5,
  );
  // On a smaller map the last row is gone.
  await afterRun(page, () => set(page, { stage: 3, size: 224, cell: '13,13' }));
  await afterRun(page, () => choose(page, 'Input, px', '96'));
  assert.equal((await stateOf(page)).cell, '5,5');
  assert.match(await hint(page), /^Row 14, column 14 does not exist/);
  await set(page, { class: 900 });
  assert.match(await hint(page), /^Class 900 does not exist/);
  assert.equal((await stateOf(page)).class, 'top');
  assert.deepEqual(problems, []);
  await page.close();
});

test('an address with nonsense falls back and names what it dropped', async () => {
  const { page, problems } = await openPage(
    browser,
    '#cell=a,b&side=cellar&step=dilated9&unit=-1&panel=attic&kept=img:nobody&class=x&sort=best',
  );
  await settled(page);
  const said = await sentence(page);
  for (const name of ['cell', 'side', 'step', 'unit', 'panel', 'class', 'sort']) {
    assert.ok(said.includes(`${name} = "`) || said.includes('kept'), `${name}: ${said}`);
  }
  const { side, step, unit, panel, kept } = await stateOf(page);
  assert.deepEqual(
    { side, step, unit, panel, kept },
    { side: 'changes', step: 'reduced', unit: 'auto', panel: '', kept: '' },
  );
  assert.deepEqual(problems, []);
  await page.close();
});

test('keys alone reach everything', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  const press = (/** @type {string} */ key) => page.keyboard.press(key);
  await afterRun(page, () => press('2'));
  assert.equal((await stateOf(page)).stage, 2);
  await afterRun(page, () => press('3'));
  await press('ArrowRight');
  await page.locator('bam-lens .walk').waitFor();
  assert.equal((await stateOf(page)).cell, '4,4');
  await press('ArrowUp');
  assert.equal((await stateOf(page)).cell, '3,4');
  await press(' ');
  assert.match((await walk(page)).title, /^2 of 9/);
  await afterRun(page, () => press(']'));
  const first = (await stateOf(page)).channel;
  await afterRun(page, () => press(']'));
  await afterRun(page, () => press('['));
  assert.equal((await stateOf(page)).channel, first);
  assert.equal((await stateOf(page)).side, 'cell', 'the walk stays open');
  await press('c');
  await page.locator('bam-lens .compare').waitFor();
  await press('Escape');
  assert.equal((await stateOf(page)).side, 'changes');
  await press('Escape');
  assert.equal((await stateOf(page)).panel, '');
  await press('Escape');
  assert.equal((await stateOf(page)).cell, '');
  await press('?');
  await page.getByRole('dialog').waitFor();
  assert.equal(await page.getByRole('dialog').locator('dt').count(), KEYS.length);
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  // Enter pins what the pointer is on.
  const box = await page.locator('bam-lens .map-after .frame').boundingBox();
  await page.mouse.move(box.x + 5, box.y + 5);
  await page.locator('bam-lens .map-after .cursor').waitFor();
  await press('Enter');
  assert.equal((await stateOf(page)).cell, '0,0');
  // In a field a key is a letter.
  await page.locator('bam-lens').getByRole('radio', { name: 'Channel', exact: true }).nth(0).click();
  await page.locator('bam-lens .channel-number').fill('3');
  await page.locator('bam-lens .channel-number').press('1');
  assert.equal((await stateOf(page)).stage, 3);
  assert.deepEqual(problems, []);
  await page.close();
});

test('a channel: its map, its mean and the units that drove it', async () => {
  const { page, problems } = await openPage(browser);
  await settled(page);
  await page.getByRole('radiogroup', { name: 'Beside the maps' }).getByRole('radio', { name: 'Channel' }).click();
  await page.locator('bam-lens .one-channel').waitFor();
  const logits = await tap(page, 'bam3.channel.logits');
  const strongest = logits.data.indexOf(Math.max(...logits.data));
  assert.equal((await stateOf(page)).channel, String(strongest));
  const lines = await page.locator('bam-lens .one-channel .lines td').allInnerTexts();
  assert.equal(lines.at(-1), logits.data[strongest].toFixed(4).replace('-', '−'));
  // Sorted or in order: the second bar is the second strongest, or channel 1.
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  const ranked = Array.from(logits.data.keys()).sort((a, b) => logits.data[b] - logits.data[a]);
  assert.equal((await stateOf(page)).channel, String(ranked[1]));
  await page.getByRole('button', { name: 'sorted' }).click();
  assert.equal((await stateOf(page)).order, 'index');
  await set(page, { channel: 0 });
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  assert.equal((await stateOf(page)).channel, '1');
  assert.deepEqual(problems, []);
  await page.close();
});
