import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure, causeOf, sentence } from '../../www/failure.js';
import { translator } from '../support/translator.js';

const [en, ko] = [translator('en'), translator('ko')];

test('a cause is said in the language of whoever reads it', () => {
  const error = new Failure('image.tooSmall', { width: 1, height: 2 });
  assert.equal(
    sentence(en, 'error.photo', { message: error }),
    'The photo could not be used: 1 x 2 px, at least 16 px a side is needed.',
  );
  assert.match(sentence(ko, 'error.photo', { message: error }), /^사진을 사용할 수 없습니다: 1 x 2 px/);
});

test('what a file seems to be has words too, and shapes are written as lists', () => {
  const pdf = new Failure('image.notAnImage', { content: 'a PDF' });
  assert.match(sentence(ko, 'error.photo', { message: pdf }), /PDF 파일/);
  const shape = new Failure('misfit.shape', { key: 'fc.bias', got: [2, 3], expected: [5] });
  assert.match(sentence(en, 'error.run', { message: shape }), /"fc\.bias" has shape \[2, 3\], expected \[5\]/);
});

test('a cause within a cause, and what crosses threads of one', () => {
  const inner = new Failure('answer', { status: 404 });
  const outer = structuredClone(causeOf(new Failure('module', { cause: causeOf(inner) })));
  assert.equal(
    sentence(en, 'error.weights', { message: outer }),
    'The network could not be loaded: the WebAssembly module: the server answered 404.',
  );
});

test('what only the browser knows is in its own words, and nothing is longer than 200 characters', () => {
  assert.equal(
    sentence(en, 'error.run', { message: new Error('unreachable') }),
    'The network could not run: unreachable.',
  );
  assert.deepEqual(causeOf('gone'), { message: 'gone' });
  const long = sentence(en, 'error.run', { message: new Failure('photo.format', { format: 'x'.repeat(5000) }) });
  assert.equal(long.match(/x+/)?.[0].length, 200);
});
