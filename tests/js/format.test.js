import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { numbersOf, shapeText, shortLabel } from '../../www/format.js';
import { translatorOf } from '../../www/strings.js';

for (const lang of ['en', 'ko']) {
  const { count, decimal, fileSize, percent, points, signedDecimal, times, whole } = numbersOf(lang);

  test(`${lang}: figures keep their width and carry real minus signs`, () => {
    assert.equal(decimal(-1.005), '−1.00');
    assert.equal(decimal(-0.001), '0.00');
    assert.equal(decimal(1234.5), '1234.50');
    assert.equal(decimal(0.12345, 4), '0.1235');
    assert.equal(signedDecimal(0.5), '+0.50');
    assert.equal(signedDecimal(-0.5), '−0.50');
    assert.equal(signedDecimal(0.001), '0.00');
    assert.equal(times(1.3149), '×1.31');
  });

  test(`${lang}: what is no usual number`, () => {
    assert.deepEqual(
      [NaN, Infinity, -Infinity].map((value) => decimal(value)),
      ['NaN', '∞', '−∞'],
    );
    assert.deepEqual(
      [NaN, Infinity, -Infinity].map((value) => signedDecimal(value)),
      ['NaN', '+∞', '−∞'],
    );
    assert.deepEqual(
      [1e5, -123_456, 3e38].map((value) => decimal(value, 3)),
      ['1.0e+5', '−1.2e+5', '3.0e+38'],
    );
    assert.equal(points(NaN), 'NaN');
    assert.equal(percent(NaN), 'NaN %');
  });

  test(`${lang}: shares and their changes`, () => {
    assert.equal(percent(0.4884), '48.8 %');
    assert.equal(points(0.0351), '+3.5');
    assert.equal(points(-0.0351), '−3.5');
    assert.equal(points(-0.00004), '±0.0');
  });

  test(`${lang}: sizes and counts`, () => {
    assert.equal(fileSize(14_527_104), '14.5 MB');
    assert.equal(fileSize(8_308), '9 KB');
    assert.equal(fileSize(999_500), '1000 KB');
    assert.deepEqual([0, 999, 17_361, 1_719_040, 1_819_224_000].map(count), ['0', '999', '17.4 k', '1.72 M', '1.82 G']);
    assert.deepEqual([999_999, 123_456, 1.5e12].map(count), ['1.00 M', '123 k', '1500 G']);
    assert.deepEqual([999, 10_000, 11_689_512, -1_000].map(whole), ['999', '10,000', '11,689,512', '−1,000']);
  });
}

test('a language that groups and points its own way', () => {
  const { count, decimal, fileSize, percent, points, signedDecimal, times, whole } = numbersOf('de');
  assert.equal(decimal(-1234.5), '−1234,50');
  assert.equal(decimal(-123_456), '−1,2e+5');
  assert.deepEqual(
    [NaN, Infinity, -Infinity].map((value) => decimal(value)),
    ['NaN', '∞', '−∞'],
  );
  assert.equal(signedDecimal(0.5, 3), '+0,500');
  assert.equal(times(1.3149), '×1,31');
  assert.equal(percent(0.4884), '48,8 %');
  assert.deepEqual([0.0351, -0.0351, 0].map(points), ['+3,5', '−3,5', '±0,0']);
  assert.equal(fileSize(14_527_104), '14,5 MB');
  assert.equal(count(1_719_040), '1,72 M');
  assert.equal(whole(-10_000), '−10.000');
});

test('figures are rounded in every language as `toFixed` rounds them', () => {
  const { decimal } = numbersOf('en');
  for (let i = 0; i < 2000; i += 1) {
    const value = (i - 1000) / 200 + 0.0025;
    const digits = i % 5;
    const fixed = value.toFixed(digits);
    assert.equal(decimal(value, digits), Number(fixed) === 0 ? fixed.replace('-', '') : fixed.replace('-', '−'));
  }
});

test('a tag that nobody knows is written as English, and a known one is remembered', () => {
  const text = numbersOf('en').decimal(0.5);
  for (const lang of ['xx', 'x_y', '', 'de_DE', '../en', 'constructor']) {
    assert.equal(numbersOf(lang).lang, 'en', lang);
    assert.equal(numbersOf(lang).decimal(0.5), text, lang);
  }
  assert.equal(numbersOf('de'), numbersOf('de'));
  assert.ok(Object.isFrozen(numbersOf('de')));
});

test('a translator writes numbers as the language it speaks does', () => {
  const tables = { en: { half: '{value} of {count}' }, de: { half: '{value} von {count}' } };
  const german = translatorOf(tables, 'de-AT');
  assert.deepEqual([german.lang, german.numbers], ['de', numbersOf('de')]);
  assert.equal(german('half', { value: german.numbers.decimal(0.5), count: 1024 }), '0,50 von 1024');
  // What speaks English counts in English.
  const french = translatorOf(tables, 'fr');
  assert.deepEqual([french.lang, french.numbers], ['en', numbersOf('en')]);
  assert.throws(() => Object.assign(german, { lang: 'en' }), TypeError);
});

/** Files that write a number themselves, and why. @type {Record<string, string>} */
const WRITE_THEMSELVES = {
  'views/cell.js': 'an order of magnitude, such as 1e−7: one digit, which has no point',
  'results/counts.js': 'whether a count rounds to what the paper prints: compared, not shown',
  'results/deviations.js': 'the same',
  'tour/questions.js': 'the value of an option, which an answer is compared with',
  'worksheet/ruled.js': 'a coordinate',
  'worksheet/worksheet.js': 'a date, which is no number',
};

test('what readers see is written by `numbersOf` alone', () => {
  const www = new URL('../../www/', import.meta.url);
  const files = ['views', 'panels', 'results', 'embed', 'article', 'forms', 'share', 'tour', 'worksheet'].flatMap(
    (folder) =>
      readdirSync(new URL(folder, www))
        .filter((name) => name.endsWith('.js'))
        .map((name) => `${folder}/${name}`),
  );
  assert.ok(files.length > 30, `only ${files.length} files: the search is broken`);
  const found = files.filter((path) =>
    /\.(toFixed|toPrecision|toExponential)\(|toLocaleString|Intl\./.test(readFileSync(new URL(path, www), 'utf8')),
  );
  assert.deepEqual(found, Object.keys(WRITE_THEMSELVES));
});

test('a class goes by its first name', () => {
  assert.equal(shortLabel('koala, koala bear'), 'koala');
  assert.equal(shortLabel('Egyptian cat'), 'Egyptian cat');
});

test('a shape', () => assert.equal(shapeText([64, 32, 32]), '64 × 32 × 32'));
