import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULTS, baseOf, validate } from '../../www/state.js';
import { CARDS } from '../../www/tour/cards.js';
import { OWN_PHOTO, fromHash, toHash } from '../../www/url.js';

test('the defaults have an empty hash', () => {
  assert.equal(toHash({ ...DEFAULTS }), '');
});

test('every field goes into the hash and comes back', () => {
  const state = validate({
    img: 'cat',
    stage: 1,
    view: 'spatial',
    cell: '5,7',
    side: 'cell',
    step: 'dilated2',
    unit: '3',
    channel: '12',
    form: 'official',
    merge: 'max',
    r: 4,
    d: 6,
    classes: 10,
    size: 224,
    crop: 0.35,
    scale: 'stretch',
    order: 'index',
    panel: 'compare',
    sort: 'mc',
    tiles: 'stage4',
    class: '7',
    kept: 'img:cat,r:8',
    compared: 'after',
    mode: 'swipe',
    code: 'rust',
    tour: 3,
    held: '0e709d1f',
    lang: 'ko',
    theme: 'dark',
  }).state;
  for (const name of /** @type {(keyof typeof state)[]} */ (Object.keys(DEFAULTS))) {
    assert.notEqual(state[name], DEFAULTS[name], `${name} is tried at its default only`);
  }
  const restored = validate(fromHash(toHash(state)), baseOf(state.tour));
  assert.deepEqual(restored, { state, rejected: [] });
});

test('only what differs is written, readably', () => {
  assert.equal(toHash({ ...DEFAULTS, stage: 2, cell: '5,7' }), '#stage=2&cell=5,7');
  assert.equal(toHash({ ...DEFAULTS, kept: 'img:cat,r:8' }), '#kept=img:cat,r:8');
});

test("the reader's own photo is never in the hash", () => {
  assert.equal(toHash({ ...DEFAULTS, img: OWN_PHOTO, r: 8 }), '#r=8');
  assert.equal(toHash({ ...DEFAULTS, kept: OWN_PHOTO, r: 8 }), '#r=8');
});

test('with a card of the tour, what the card shows is left unsaid, and what differs from it is written', () => {
  for (const [i] of CARDS.entries()) {
    const state = baseOf(i + 1);
    assert.equal(toHash({ ...state, tour: i + 1 }), `#tour=${i + 1}`);
  }
  // Card 1 is about BAM 1: another one is written, be it the default or not.
  assert.equal(toHash({ ...baseOf(1), tour: 1, stage: 3 }), '#stage=3&tour=1');
});

test('a broken hash is read without throwing', () => {
  for (const hash of ['', '#', '#&&', '#=x', '#%', '#r', '#r=%ff', '#a=b=c']) {
    assert.doesNotThrow(() => validate(fromHash(hash)), hash);
  }
});
