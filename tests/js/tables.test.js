import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsGrid } from '../../www/settings-grid.js';
import { DEFAULTS, settingOf } from '../../www/state.js';
import { cellTable, channelTable, costTable, predictionTable, settingsTable, worthTable } from '../../www/tables.js';

const setting = settingOf(DEFAULTS);
const prediction = (index, probability) => ({ index, label: `class ${index}`, probability });

/** Every row has a value for every column. */
function whole({ columns, rows }) {
  for (const row of rows) assert.equal(row.length, columns.length, String(row));
  return { columns, rows };
}

test('channels and cells: a row each; what a form does not have stays empty', () => {
  const numbers = { energy: [1, 2], change: [3, 4], ratio: [5, NaN] };
  const taps = /** @type {any} */ ({ 'channel.pooled': { data: [0.5, 0.25] } });
  assert.deepEqual(whole(channelTable(taps, /** @type {any} */ ({ ...numbers, mc: [7, 8] }))).rows, [
    [0, 0.5, 7, 1, 3, 5],
    [1, 0.25, 8, 2, 4, NaN],
  ]);
  assert.deepEqual(whole(channelTable(/** @type {any} */ ({}), /** @type {any} */ (numbers))).rows[0], [
    0,
    '',
    '',
    1,
    3,
    5,
  ]);
  const plane = (...data) => ({ data, widthPx: 2 });
  const detail = /** @type {any} */ ({
    before: plane(1, 2, 3, 4),
    gain: plane(5, 6, 7, 8),
    after: plane(9, 10, 11, 12),
    taps: {},
  });
  assert.deepEqual(whole(cellTable(detail)).rows[2], [1, 0, 3, 7, 11, '']);
  assert.deepEqual(whole(cellTable({ ...detail, gain: undefined })).rows[3], [1, 1, 4, '', 12, '']);
});

test('classes: the probability, and that without BAM where it is known', () => {
  const now = [prediction(4, 0.75), prediction(2, 0.25)];
  assert.deepEqual(whole(predictionTable(now, [prediction(2, 0.5)])).rows, [
    [4, 'class 4', 0.75, ''],
    [2, 'class 2', 0.25, 0.5],
  ]);
  assert.equal(whole(predictionTable(now, undefined)).rows[1][3], '');
});

test('what BAM is worth: the most probable classes of every alternative, also of one without weights', () => {
  const trial = /** @type {any} */ ({ predictions: [prediction(4, 0.5)] });
  const worth = /** @type {any} */ ([
    { name: 'off', where: 1, trial },
    { name: 'max', where: 'all', trial: undefined },
  ]);
  assert.deepEqual(whole(worthTable(worth, [prediction(4, 0.75), prediction(2, 0.25)], 1)).rows, [
    ['off', 1, 4, 'class 4', 0.75, 0.5],
    ['max', 'all', 4, 'class 4', 0.75, ''],
  ]);
});

test('settings and costs', () => {
  const grid = settingsGrid(setting);
  assert.equal(grid.length, 16);
  assert.equal(settingsGrid({ ...setting, form: 'se' }).length, 4);
  assert.equal(settingsGrid({ ...setting, merge: 'channel' }).length, 4);
  assert.deepEqual(settingsGrid({ ...setting, form: 'none' }), []);
  const fits = Array(3).fill({ kind: 'trained', variant: { accuracy: { top1: 56.5 } } });
  const trial = /** @type {any} */ ({
    fits,
    gain: { min: 1.25, max: 1.75, deviation: 0.125 },
    predictions: [prediction(4, 0.5)],
  });
  const cost = /** @type {any} */ ({ parameters: 10, multiplyAdds: 20 });
  const [found, missing] = whole(settingsTable([{ ...grid[0], trial, cost }, grid[1]], 3)).rows;
  assert.deepEqual(found, [4, 1, 'trained', 56.5, 1.25, 1.75, 0.125, 'class 4', 0.5, 10, 20]);
  assert.deepEqual(missing, [4, 2, 'untrained', '', '', '', '', '', '', '', '']);
  const architecture = { arch: 'resnet50', stem: 'imagenet', width: 64, classes: 10 };
  const row = /** @type {any} */ ({ name: 'resnet50', attended: true, architecture, setting, size: 224, cost });
  assert.deepEqual(whole(costTable([row])).rows, [['resnet50', 'imagenet', 10, 'paper', 16, 224, 10, 20]]);
});
