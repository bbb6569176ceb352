import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Choice } from '../../www/choice.js';
import { DEFAULTS } from '../../www/state.js';

const architecture = /** @type {any} */ ({ stageChannels: [64, 128, 256, 512], classes: 200 });

test('a photo that is no sample is named, and the one before stays', () => {
  const choice = new Choice(['koala', 'cat']);
  assert.deepEqual(choice.change({ img: 'cat' }), []);
  assert.deepEqual(choice.change({ img: 'unicorn', stage: 1 }), [{ name: 'img', value: 'unicorn' }]);
  assert.deepEqual([choice.state.img, choice.state.stage], ['cat', 1]);
});

test('a reader’s own photo can be kept but not asked for: only its file brings it', () => {
  const choice = new Choice(['koala', 'cat']);
  assert.deepEqual(choice.change({ img: 'own' }), []);
  assert.equal(choice.state.img, 'koala');
  choice.assign({ img: 'own' });
  assert.deepEqual(choice.change({ img: 'own', stage: 1 }), []);
  assert.equal(choice.state.img, 'own');
  choice.change({ img: 'cat' });
  choice.change({ img: 'own' });
  assert.equal(choice.state.img, 'cat');
});

test('without the sample of the defaults it begins with the first there is', () => {
  assert.equal(new Choice(['koala']).state.img, DEFAULTS.img);
  assert.equal(new Choice(['cat', 'dog']).state.img, 'cat');
  assert.equal(new Choice([]).state.img, 'own');
});

test('a class that the network lacks gives way and leaves a hint, until something is chosen', () => {
  const choice = new Choice(['koala']);
  choice.change({ class: '300' });
  choice.fitClass(undefined);
  assert.equal(choice.state.class, '300');
  choice.fitClass(architecture);
  assert.equal(choice.state.class, 'top');
  assert.deepEqual(choice.hint, { key: 'hint.class', values: { from: 300 } });
  choice.change({ stage: 2 });
  assert.equal(choice.hint, undefined);
});

test('another card of the tour brings its state along; the same card keeps what was changed on it', () => {
  const choice = new Choice(['koala']);
  choice.change({ tour: 7 });
  assert.deepEqual([choice.state.stage, choice.state.cell], [2, '0,0']);
  choice.change({ stage: 1, tour: 7 });
  assert.equal(choice.state.stage, 1);
  choice.change({ tour: 6 });
  choice.change({ tour: 7 });
  assert.equal(choice.state.stage, 2);
});
