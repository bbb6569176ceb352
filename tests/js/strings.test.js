import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { FORMS, MERGES } from '../../www/state.js';
import { translator } from '../../www/languages.js';

const www = new URL('../../www/', import.meta.url);
const table = JSON.parse(readFileSync(new URL('locales/en.json', www), 'utf8'));
const sources = readdirSync(www, { recursive: true })
  .filter((name) => name.endsWith('.js') && !name.startsWith('wasm'))
  .map((name) => readFileSync(new URL(name.replaceAll('\\', '/'), www), 'utf8'))
  .join('\n');

test('every phrase the sources name is in the table', () => {
  const named = [...sources.matchAll(/\bt\('([^']+)'/g)].map(([, key]) => key);
  assert.ok(named.length > 50, `only ${named.length} found: the search is broken`);
  assert.deepEqual(
    named.filter((key) => !(key in table)),
    [],
  );
});

test('every phrase of the table is named by the sources, whole or by its beginning', () => {
  const built = [...sources.matchAll(/`([a-z]+(?:\.[a-z]+)*\.)\$\{/gi)].map(([, start]) => start);
  const unused = Object.keys(table).filter(
    (key) => !sources.includes(`'${key}'`) && !built.some((start) => key.startsWith(start)),
  );
  assert.deepEqual(unused, []);
});

test('every form and merge has its words', () => {
  for (const form of FORMS) {
    assert.ok(table[`form.${form}`] && table[`form.${form}.hint`], form);
    assert.ok(form === 'paper' || table[`formula.${form}`], form);
  }
  for (const merge of MERGES) assert.ok(table[`merge.${merge}`] && table[`formula.paper.${merge}`], merge);
});

test('values are filled in; an unknown key and language still speak', () => {
  const t = translator('xx');
  assert.equal(t('place.stage', { k: 3 }), 'stage 3');
  assert.equal(t('no.such.key'), 'no.such.key');
});

test('errors speak Korean too: the same keys, the same values in them', () => {
  const korean = JSON.parse(readFileSync(new URL('locales/ko.json', www), 'utf8'));
  const placeholders = (/** @type {string} */ phrase) => [...new Set(phrase.match(/\{\w+\}/g))].sort();
  const errors = Object.keys(table).filter((key) => /^(cause|error)\./.test(key));
  assert.ok(errors.length > 60, `only ${errors.length}`);
  for (const key of errors) {
    assert.ok(korean[key], `${key} is missing`);
    assert.deepEqual(placeholders(korean[key]), placeholders(table[key]), key);
  }
});
