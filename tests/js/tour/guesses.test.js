import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Guesses } from '../../../www/tour/guesses.js';
import { fingerprint } from '../../../www/tour/held.js';

/** What a browser keeps. @param {Record<string, string>} [kept] */
function withStorage(kept = {}) {
  const storage = {
    getItem: (/** @type {string} */ name) => kept[name] ?? null,
    setItem: (name, text) => (kept[name] = text),
  };
  Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true });
  return kept;
}
afterEach(() => Reflect.deleteProperty(globalThis, 'localStorage'));

const RIGHT = { answer: '1,2', right: true };
const WRONG = { answer: '3,4', right: false };

test('the first guess counts, once for each question and photo', () => {
  withStorage();
  const guesses = new Guesses();
  guesses.make('cell', 'koala', WRONG);
  guesses.make('cell', 'koala', RIGHT);
  guesses.make('cell', 'cat', RIGHT);
  assert.deepEqual(guesses.of('cell', 'koala'), WRONG);
  assert.equal(guesses.of('gain', 'koala'), undefined);
  assert.deepEqual(guesses.score, { right: 1, made: 2 });
  guesses.clear();
  assert.deepEqual(guesses.score, { right: 0, made: 0 });
});

test('they outlast a visit, all but those about an own photo', () => {
  const kept = withStorage();
  const guesses = new Guesses();
  guesses.make('cell', 'koala', RIGHT);
  guesses.make('cell', 'own 3', RIGHT);
  assert.deepEqual(new Guesses().score, { right: 1, made: 1 });
  assert.ok(!Object.values(kept).join().includes('own'));
});

test('who looked without guessing has not guessed', () => {
  withStorage();
  const guesses = new Guesses();
  guesses.make('cell', 'koala', { answer: '', right: false });
  assert.deepEqual(guesses.score, { right: 0, made: 0 });
  assert.ok(guesses.of('cell', 'koala'), 'and it stays open');
});

test('without a storage, or with nonsense in it, there is a tour all the same', () => {
  assert.deepEqual(new Guesses().score, { right: 0, made: 0 });
  new Guesses().make('cell', 'koala', RIGHT);
  for (const text of [
    '',
    '{',
    '{}',
    'null',
    '7',
    '[1]',
    '[["a"]]',
    '[["a",null]]',
    '[["a",{"answer":5}]]',
    '[[{}, {"answer":""}]]',
  ]) {
    withStorage({ 'bam-lens.guesses': text });
    assert.deepEqual(new Guesses().score, { right: 0, made: 0 }, text);
  }
});

test('answers are held back until the word is entered', () => {
  withStorage();
  const guesses = new Guesses();
  assert.equal(guesses.mayShow(''), true);
  const held = fingerprint('apple');
  assert.equal(guesses.mayShow(held), false);
  guesses.release(held);
  assert.equal(guesses.mayShow(held), true);
  assert.equal(guesses.mayShow(fingerprint('pear')), false);
});

test('the fingerprint is FNV-1a, of a word as it is said', () => {
  // Vectors of the FNV reference code.
  assert.equal(fingerprint('a'), 'e40c292c');
  assert.equal(fingerprint('foobar'), 'bf9cf968');
  assert.equal(fingerprint(' FooBar\n'), fingerprint('foobar'));
  // The same syllables, composed and not.
  assert.equal(fingerprint('사과'.normalize('NFD')), fingerprint('사과'));
  assert.match(fingerprint('사과'), /^[0-9a-f]{8}$/);
  assert.equal(fingerprint('  '), '');
});
