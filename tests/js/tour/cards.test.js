import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULTS, FORMS, MERGES, STAGES, validate } from '../../../www/state.js';
import { CARDS, cardsIn, questionOf, stateOfCard } from '../../../www/tour/cards.js';
import { TABLES } from '../../support/translator.js';

/** A card says no more than can be read while one looks at something else. */
const WORDS = 60;
const ASKING = ['channel', 'cell', 'lattice', 'gain', 'spread'];

test('every card shows a state that exists, and has its words in every language', () => {
  for (const [i, { name, region, question }] of CARDS.entries()) {
    assert.deepEqual(validate(stateOfCard(i + 1)).rejected, [], name);
    assert.match(region, /^\.[a-z-]+$/);
    for (const [lang, table] of Object.entries(TABLES)) {
      for (const part of ['title', 'text']) assert.ok(table[`tour.${part}.${name}`], `${lang} ${part} ${name}`);
      if (question) assert.ok(table[`tour.ask.${question}`], `${lang} ${question}`);
    }
    const words = TABLES.en[`tour.text.${name}`].split(/\s+/).length;
    assert.ok(words <= WORDS, `${name}: ${words} words`);
  }
  assert.deepEqual(CARDS.flatMap(({ question }) => question ?? []).sort(), [...ASKING].sort());
});

test('a card leaves the photo, r, d and the form to the reader', () => {
  for (const [i] of CARDS.entries()) {
    for (const name of ['img', 'form', 'merge', 'r', 'd', 'size', 'crop', 'lang', 'theme']) {
      assert.ok(!(name in stateOfCard(i + 1)), `${CARDS[i].name} sets ${name}`);
    }
  }
});

test('there is no card beside them', () => {
  for (const tour of [0, -1, CARDS.length + 1, NaN, 1.5]) assert.deepEqual(stateOfCard(tour), {});
});

test('an author chooses some of them', () => {
  const all = CARDS.map((_, i) => i + 1);
  assert.deepEqual(cardsIn(''), all);
  assert.deepEqual(cardsIn('3-5'), [3, 4, 5]);
  assert.deepEqual(cardsIn('5,3 4'), [3, 4, 5]);
  assert.deepEqual(cardsIn('1-2,9-99'), [1, 2, 9, 10]);
  for (const nothing of ['0', '77', 'x', '5-3', '-', '1-2-3']) assert.deepEqual(cardsIn(nothing), all, nothing);
});

test('a question is asked only where the module has what it is about', () => {
  /** @param {string} form @param {string} merge */
  const asked = (form, merge) =>
    CARDS.map((_, i) =>
      questionOf({ ...DEFAULTS, tour: i + 1, form: /** @type {any} */ (form), merge: /** @type {any} */ (merge) }),
    )
      .filter(Boolean)
      .sort();
  assert.deepEqual(asked('paper', 'sum'), [...ASKING].sort());
  assert.deepEqual(asked('official', 'sum'), [...ASKING].sort());
  assert.deepEqual(asked('paper', 'channel'), ['channel']);
  assert.deepEqual(asked('paper', 'spatial'), ['cell', 'lattice', 'spread']);
  assert.deepEqual(asked('blog', 'sum'), ['cell', 'channel', 'gain', 'spread']);
  assert.deepEqual(asked('se', 'sum'), ['channel']);
  assert.deepEqual(asked('none', 'sum'), []);
  assert.equal(questionOf({ ...DEFAULTS, tour: 0 }), undefined);
  assert.ok(
    FORMS.length === 5 && MERGES.length === 5 && STAGES.length === 3,
    'another form asks for another line here',
  );
});
