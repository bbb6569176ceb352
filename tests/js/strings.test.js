import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { FORMS, MERGES } from '../../www/state.js';
import { TABLES, translator } from '../support/translator.js';

const www = new URL('../../www/', import.meta.url);
const { en: table, ...others } = TABLES;
const pages = ['index.html', 'embed.html'].map((name) => readFileSync(new URL(`../${name}`, www), 'utf8')).join('\n');
const scripts = readdirSync(www, { recursive: true })
  .filter((name) => name.endsWith('.js') && !name.startsWith('wasm'))
  .map((name) => readFileSync(new URL(name.replaceAll('\\', '/'), www), 'utf8'))
  .join('\n');
/** What the pages say before a script has run, by the key of its phrase. */
const said = [...pages.matchAll(/data-words="([^"]+)"\s*>([^<]+)</g)].map(([, key, words]) => ({
  key,
  words: words.replace(/\s+/g, ' ').trim(),
}));

test('every phrase the sources name is in the table', () => {
  const named = [...scripts.matchAll(/\bt\('([^']+)'/g)].map(([, key]) => key);
  assert.ok(named.length > 50, `only ${named.length} found: the search is broken`);
  assert.deepEqual(
    named.filter((key) => !(key in table)),
    [],
  );
});

test('every phrase of the table is named by the sources, whole or by its beginning', () => {
  const built = [...scripts.matchAll(/`([a-z]+(?:\.[a-z]+)*\.)\$\{/gi)].map(([, start]) => start);
  const unused = Object.keys(table).filter(
    (key) =>
      !scripts.includes(`'${key}'`) &&
      !said.some((one) => one.key === key) &&
      !built.some((start) => key.startsWith(start)),
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

test('the pages say in English what the table says', () => {
  assert.ok(said.length > 20, `only ${said.length} found: the search is broken`);
  assert.equal(said.length, pages.match(/data-words=/g)?.length);
  for (const { key, words } of said) assert.equal(words, table[key], key);
});

const placeholders = (/** @type {string} */ phrase) => [...new Set(phrase.match(/\{\w+\}/g))].sort();

for (const [lang, phrases] of Object.entries(others)) {
  test(`${lang} says everything, with the same values in it`, () => {
    // Words from the Rust side are themselves in English.
    const keys = Object.keys(phrases).filter((key) => !key.startsWith('word.'));
    assert.deepEqual(keys.sort(), Object.keys(table).sort());
    for (const key of keys) assert.deepEqual(placeholders(phrases[key]), placeholders(table[key]), key);
  });

  test(`${lang} leaves no sentence in English`, () => {
    // Symbols, formulas and names of formats are the same in every language: they have no two words side by side.
    const same = Object.keys(phrases).filter(
      (key) => phrases[key] === table[key] && /[a-z]{3,} [a-z]{3,}/.test(table[key]),
    );
    assert.deepEqual(same, []);
  });
}
