/** The panel of differences: its numbers worked out once more from the taps. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { numbersOf } from '../../../www/format.js';
import { openBrowser, openPage } from '../browser.js';
import { afterRun, eventually, pointAt, set, settled, someTaps, tap, textOf } from '../lens.js';
import { channelOf, correlation, deviation, mean, meanMap, sigmoid } from '../numbers.js';

const { decimal, times } = numbersOf('en');

const browser = await openBrowser();
after(() => browser.close());

/** @typedef {import('playwright-core').Page} Page */

/** What the panel of differences should say of a bottleneck. @param {Page} page @param {number} stage @param {string} form */
async function differencesOf(page, stage, form) {
  const [before, attention, after, logits] = await someTaps(
    page,
    ['before', 'attention', 'after', 'spatial.logits'].map((name) => `bam${stage}.${name}`),
  );
  const own = form === 'se' ? 0 : 1;
  const [from, to] = [meanMap(before), meanMap(after)];
  const gain = meanMap(attention, own);
  const channels = Array.from({ length: before.shape[1] }, (_, c) => own + mean(channelOf(attention, c)));
  return {
    gain,
    places: logits && Array.from(logits.data, (logit) => own + sigmoid(logit)),
    ratio: to.map((value, i) => value / from[i]),
    added: to.map((value, i) => value - from[i]),
    spread: deviation(gain),
    channelSpread: deviation(channels),
    channels,
  };
}

test('differences: spreads, correlation and the sentence are those of the taps, a cell is read in every map', async () => {
  const { page, problems } = await openPage(browser, '#panel=differences');
  await settled(page);
  const panel = page.locator('bam-lens .differences');
  const endings = new Set();
  const cases = [
    ...[1, 2, 3].map((stage) => ({ stage, form: 'paper', merge: 'sum' })),
    ...['product', 'channel', 'spatial'].map((merge) => ({ stage: 3, form: 'paper', merge })),
    ...['official', 'blog', 'se'].map((form) => ({ stage: 3, form, merge: 'sum' })),
  ];
  for (const setting of cases) {
    const { stage, form, merge } = setting;
    const where = JSON.stringify(setting);
    await set(page, { ...setting, cell: '2,5' });
    await settled(page);
    const expected = await differencesOf(page, stage, form);
    const { gain, places, ratio, added, spread, channelSpread, channels } = expected;

    const ending = `the ${channelSpread > spread ? 'feature weighs more than the place' : 'place weighs more than the feature'}.`;
    endings.add(ending);
    const alike = places
      ? ` The two pictures of attention, averaged over channels and from Ms alone, correlate by ${decimal(correlation(gain, places))}.`
      : '';
    await eventually(page, async () =>
      assert.equal(
        await textOf(panel.locator('> p').nth(1)),
        `At BAM ${stage} the gain spreads by ${decimal(spread, 3)} from place to place and by ${decimal(channelSpread, 3)} from channel to channel: ${ending}${alike}`,
        where,
      ),
    );

    const look = await textOf(panel.locator('.look'));
    const everywhere = form === 'se' || merge === 'channel';
    const said = everywhere ? [mean(gain)] : [Math.min(...gain), Math.max(...gain)];
    for (const number of said) assert.ok(look.includes(times(number)), `${where}: ${times(number)} in "${look}"`);
    const words = everywhere
      ? /every place alike/
      : spread < 0.02
        ? /almost evenly/
        : /amplifies (most|several places)/;
    assert.match(look, words, where);

    const { shape } = await tap(page, `bam${stage}.before`);
    const at = 2 * shape[3] + 5;
    const readings = [times(gain[at]), ...(places ? [times(places[at])] : []), times(ratio[at]), decimal(added[at])];
    assert.deepEqual(await panel.locator('.small-map figcaption b').allInnerTexts(), readings, where);
    const bars = await textOf(panel.locator('.wide p'));
    for (const end of [Math.min(...channels), Math.max(...channels)]) assert.ok(bars.includes(times(end)), bars);
  }
  assert.equal(endings.size, 2, 'both sentences were seen');

  // The pointer on another map reads all of them.
  await set(page, { form: 'paper', merge: 'sum', stage: 3 });
  await settled(page);
  const { gain, places, ratio, added } = await differencesOf(page, 3, 'paper');
  await pointAt(page.locator('bam-lens .map-before .frame'), 1, 6);
  const readings = [gain, places, ratio, added].map((map, i) => (i < 3 ? times : decimal)(map[8 + 6]));
  await eventually(page, async () =>
    assert.deepEqual(await panel.locator('.small-map figcaption b').allInnerTexts(), readings),
  );
  await afterRun(page, () => set(page, { form: 'none' }));
  assert.equal(await textOf(page.locator('bam-lens .panel')), 'BAM is off: F′ = F, and there is nothing to compute.');
  assert.deepEqual(problems, []);
  await page.close();
});
