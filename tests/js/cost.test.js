import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networksOf } from '../../www/cost.js';

const open = /** @type {const} */ ({ arch: 'resnet34', stem: 'cifar', width: 16, classes: 200, strideOn: '1x1' });
const setting = /** @type {const} */ ({ form: 'official', merge: 'sum', r: 8, d: 2 });
const networks = networksOf(open, setting, 160, 1000);

test('the one that is open comes first, then the usual ones, each without its modules and then with them', () => {
  assert.deepEqual(
    networks.map(({ name, attended }) => `${name} ${attended ? 'with' : 'without'}`),
    ['open', 'resnet18', 'resnet34', 'resnet50', 'resnet101'].flatMap((name) => [`${name} without`, `${name} with`]),
  );
});

test('without its modules a network has the form none, with them the setting asked about', () => {
  for (const { attended, setting: its } of networks) {
    assert.deepEqual(its, attended ? setting : { ...setting, form: 'none' });
  }
});

test('the open network is as it is; the usual ones are as published, with the classes asked about', () => {
  for (const { name, architecture, size } of networks) {
    const published = { arch: name, stem: 'imagenet', width: 64, classes: 1000 };
    assert.deepEqual(architecture, name === 'open' ? open : published);
    assert.equal(size, 160);
  }
});
