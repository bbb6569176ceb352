/** The table of costs against the native build. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { numbersOf } from '../../../www/format.js';
import { costNative } from '../../support/native.js';
import { openBrowser, openPage } from '../browser.js';
import { eventually, set, settled, stateOf, textOf } from '../lens.js';

const { count, fileSize, percent } = numbersOf('en');

const browser = await openBrowser();
after(() => browser.close());

test('cost: every network with and without its modules is what the native build counts', async () => {
  const { page, problems } = await openPage(browser, '#panel=cost');
  await settled(page);
  const rows = page.locator('bam-lens .cost tbody tr');
  const field = page.getByRole('spinbutton', { name: 'Classes' });
  for (const { size, classes, r, form } of [
    { size: 128, classes: 1000, r: 16, form: 'paper' },
    { size: 224, classes: 10, r: 16, form: 'paper' },
    { size: 224, classes: 1000, r: 16, form: 'official' },
    { size: 128, classes: 10, r: 4, form: 'paper' },
  ]) {
    await set(page, { size, r, form });
    await settled(page);
    await field.fill(String(classes));
    await field.press('Tab');
    assert.equal((await stateOf(page)).classes, classes);
    const expected = ['resnet18', 'resnet18', 'resnet34', 'resnet50', 'resnet101'].flatMap((arch, i) => {
      // The first is the network that is open, with classes of its own.
      const options = { arch, size, r, classes: i === 0 ? 200 : classes };
      const [plain, whole] = [costNative({ ...options, form: 'none' }), costNative({ ...options, form })];
      const name = arch.replace('resnet', 'ResNet-');
      const more = (/** @type {'parameters' | 'multiplyAdds'} */ what) => `+${percent(whole[what] / plain[what] - 1)}`;
      const numbers = (/** @type {typeof plain} */ cost, added = ['', '']) => [
        cost.parameters.toLocaleString('en'),
        added[0],
        count(cost.multiplyAdds),
        added[1],
        fileSize(cost.parameters * 4),
      ];
      return [
        [i === 0 ? `This network: ${name}, 200 classes` : name, ...numbers(plain), '', '', ''],
        [
          'with its modules',
          ...numbers(whole, [more('parameters'), more('multiplyAdds')]),
          ...whole.bam.map(({ parameters }) => parameters.toLocaleString('en')),
        ],
      ];
    });
    await eventually(page, async () => {
      const found = await rows.evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim())),
      );
      assert.deepEqual(found, expected);
    });
    assert.match(
      await textOf(page.locator('bam-lens .cost p').first()),
      new RegExp(` r = ${r}, input ${size} × ${size} px`),
    );
  }
  assert.deepEqual(problems, []);
  await page.close();
});
