/** Every trained r and d on one photo: accuracy, cost, and a click that chooses. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { numbersOf } from '../../../www/format.js';
import { costNative, inspectShipped, runNative, sample, shippedWeights } from '../../support/native.js';
import { openBrowser, openPage } from '../browser.js';
import { afterRun, choose, eventually, isPoints, pixelsOf, set, settled, stateOf, tap, textOf } from '../lens.js';
import { TABLES, colours, deviation, meanMap } from '../numbers.js';

const { count, decimal, times } = numbersOf('en');

const browser = await openBrowser();
after(() => browser.close());

const BAM_COSTS = { arch: 'resnet18', classes: 200, size: 128 };

test('r × d: sixteen settings with their accuracy, their cost and what they do to the photo; a click chooses one', async () => {
  const { page, problems } = await openPage(browser, '#panel=grid&cell=3,4');
  await settled(page);
  const { variants } = inspectShipped();
  const cells = page.locator('bam-lens .setting-cell');
  // They come one by one.
  await page.locator('bam-lens .setting-cell .skeleton').first().waitFor({ state: 'detached' });
  assert.equal(await cells.count(), 16);
  for (const [i, [r, d]] of [4, 8, 16, 32].flatMap((r) => [1, 2, 4, 6].map((d) => [r, d])).entries()) {
    const text = await textOf(cells.nth(i));
    const { accuracy } = variants.find(({ name }) => name === `r${r}_d${d}`);
    const { bam } = costNative({ ...BAM_COSTS, r });
    const sum = (/** @type {'parameters' | 'multiplyAdds'} */ what) =>
      count(bam.reduce((all, one) => all + one[what], 0));
    for (const part of [
      `r = ${r}, d = ${d} ${decimal(accuracy.top1, 1)} %`,
      `${sum('parameters')} parameters`,
      `${sum('multiplyAdds')} multiply-adds`,
    ]) {
      assert.ok(text.includes(part), `${part} in "${text}"`);
    }
  }
  for (const { name, place } of [
    { name: 'r4_d1', place: 0 },
    { name: 'r32_d6', place: 15 },
  ]) {
    const run = runNative(['--weights', shippedWeights, '--image', sample('koala'), '--variant', name]);
    const gain = meanMap(run.taps['bam3.attention'], 1);
    const text = await textOf(cells.nth(place));
    assert.ok(text.includes(`spread ${decimal(deviation(gain), 3)} · ${times(gain[3 * 8 + 4])}`), `${name}: ${text}`);
    const [{ label, probability }] = run.line.top;
    const [, shown] = text.match(new RegExp(`${label.split(',')[0]} ([0-9.]+) %`)) ?? [];
    isPoints(shown ?? '', probability, text);
  }
  await afterRun(page, () => cells.nth(5).click());
  const { r, d } = await stateOf(page);
  assert.deepEqual([r, d], [8, 2]);
  assert.equal(await cells.nth(5).getAttribute('aria-pressed'), 'true');
  assert.equal(await page.locator('bam-lens .setting-cell[aria-pressed=true]').count(), 1);
  const gain = meanMap(await tap(page, 'bam3.attention'), 1);
  await eventually(page, async () =>
    assert.deepEqual(await pixelsOf(cells.nth(5).locator('canvas')), colours(gain, TABLES.gain, { low: 1, high: 2 })),
  );

  await afterRun(page, () => set(page, { form: 'se', r: 16, d: 4 }));
  assert.equal(await cells.count(), 4);
  const lefts = await Promise.all([0, 1, 2, 3].map(async (i) => (await cells.nth(i).boundingBox()).x));
  assert.equal(new Set(lefts).size, 1, 'one column');
  await page.locator('bam-lens .setting-cell .skeleton').first().waitFor({ state: 'detached' });
  assert.match(await textOf(cells.nth(0)), /This network has no weights for it/);
  await afterRun(page, () => choose(page, 'Form', 'Off'));
  assert.equal(await textOf(page.locator('bam-lens .panel')), 'BAM is off: F′ = F, and there is nothing to compute.');
  assert.deepEqual(problems, []);
  await page.close();
});
