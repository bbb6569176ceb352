import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsOf } from '../../www/embed/settings.js';
import { translator } from '../support/translator.js';
import {
  PLAIN,
  elementCode,
  frame,
  frameAddress,
  frameCode,
  frameHeightPx,
  homeOf,
  linkTo,
} from '../../www/share/code.js';
import { leftOut, wordsOf } from '../../www/share/words.js';
import { DEFAULTS, validate } from '../../www/state.js';
import { fromHash } from '../../www/url.js';

const HOME = 'https://example.org/bam-lens/';
const WORDS = { title: 'A title', alt: 'What is seen', open: 'Open it' };
const t = translator('en');
const photo = { title: 'Cat', alt: 'A cat.' };
const state = validate({ img: 'cat', stage: 2, r: 8, cell: '3,4', kept: 'img:duck,r:4', theme: 'dark' }).state;

/** @param {string} code @param {string} tag @param {string} name of an attribute, as a browser would read it */
function attribute(code, tag, name) {
  const [, value] = new RegExp(`<${tag}[^>]* ${name}="([^"]*)"`).exec(code) ?? [];
  return value?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

test('a page is at home in the folder it is served from', () => {
  assert.equal(homeOf('https://example.org/bam-lens/index.html?a=1#stage=2'), HOME);
  assert.equal(homeOf('http://localhost:4173/'), 'http://localhost:4173/');
  for (const address of ['file:///home/a/dist/index.html', 'about:srcdoc', 'blob:https://a.org/1', 'data:text/html,']) {
    assert.equal(homeOf(address), undefined, address);
  }
});

test('a link and both codes bring the state back', () => {
  const options = { ...PLAIN, theme: state.theme };
  assert.deepEqual(validate(fromHash(new URL(linkTo(HOME, state)).hash)).state, state);
  const element = elementCode(HOME, state, options, WORDS);
  assert.deepEqual(validate(fromHash(attribute(element, 'bam-lens', 'state'))).state, state);
  const code = frameCode(HOME, state, options, WORDS);
  const address = new URL(attribute(code, 'iframe', 'src'));
  assert.equal(address.href, frameAddress(HOME, state, options));
  assert.deepEqual(settingsOf(address.search, '').state, state);
  assert.equal(attribute(code, 'a', 'href'), linkTo(HOME, state));
});

test('an untouched page has plain addresses', () => {
  assert.equal(linkTo(HOME, DEFAULTS), HOME);
  assert.equal(frameAddress(HOME, DEFAULTS, PLAIN), `${HOME}embed.html`);
  assert.ok(!elementCode(HOME, DEFAULTS, PLAIN, WORDS).includes('state='));
});

test("what the author leaves out and fixes comes on top of a column's own list", () => {
  const options = { ...PLAIN, hide: ['samples', 'status'], lock: ['r', 'd'] };
  const usual = settingsOf('', '');
  const { hide, lock, rejected } = settingsOf(new URL(frameAddress(HOME, state, options)).search, '');
  assert.equal(hide, `${usual.hide} samples status`);
  assert.equal(lock, 'r d');
  assert.deepEqual(rejected, []);
  const code = elementCode(HOME, state, options, WORDS);
  assert.equal(attribute(code, 'bam-lens', 'hide'), hide);
  assert.equal(attribute(code, 'bam-lens', 'lock'), lock);
});

test('a frame is lower by the parts that are left out', () => {
  const height = (/** @type {string[]} */ ...hide) => frameHeightPx({ hide });
  const whole = height();
  assert.ok(height('samples') < whole && height('strip') < whole && height('status') < whole);
  assert.equal(height('controls'), whole, 'the settings stand beside the status');
  assert.ok(height('controls', 'status') < height('status'));
});

test("a reader's own photo, checkpoint and kept run are in no text, and named", () => {
  const own = { ...state, img: 'own', kept: 'own' };
  for (const text of [
    linkTo(HOME, own),
    frameCode(HOME, own, PLAIN, WORDS),
    elementCode(HOME, own, PLAIN, WORDS),
    frame(HOME, own, PLAIN, WORDS),
  ]) {
    assert.ok(!text.includes('own') && !text.includes('kept'), text);
  }
  assert.ok(frameCode(HOME, own, PLAIN, WORDS).includes(`posters/${DEFAULTS.img}-2.webp`));
  const sentences = leftOut(t, own, 'mine.pth', photo);
  assert.equal(sentences.length, 3);
  assert.match(sentences[0], /“Cat”/);
  assert.match(sentences[1], /mine\.pth/);
  assert.deepEqual(leftOut(t, state, '', photo), []);
});

const HOSTILE = [
  `"><script>alert(1)</script>`,
  `' onload='alert(1)`,
  '</figcaption></figure><img src=x onerror=alert(1)>',
  '&lt;b&gt; &amp; &#60;',
  'a\n\n    code\r\n\tb\u2028c\0',
  '[gallery ids="1"] {{ site }} {% raw %} `x` \\[y\\] ${z}',
  '-->]]>',
];

for (const text of HOSTILE) {
  test(`nothing but text: ${JSON.stringify(text)}`, () => {
    for (const code of [frameCode, elementCode]) {
      const plain = code(HOME, state, { ...PLAIN, caption: 'CAPTION' }, { title: 'TITLE', alt: 'ALT', open: 'OPEN' });
      const hostile = code(HOME, state, { ...PLAIN, caption: text }, { title: text, alt: text, open: text });
      const [, escaped] = /<figcaption>(.*) <a/.exec(hostile) ?? [];
      assert.doesNotMatch(escaped, /[<>"'`[\]{}\\\n]|&(?!(amp|lt|gt|quot|#\d+);)/);
      // With the text out of the way nothing has changed.
      const names = plain.match(/CAPTION|TITLE|ALT|OPEN/g) ?? [];
      assert.equal(
        hostile,
        names.reduce((rest, name) => rest.replace(name, () => escaped), plain),
      );
    }
  });
}

test('no line of a code is empty: Markdown would end the block there', () => {
  for (const code of [frameCode, elementCode]) {
    const text = code(HOME, state, { ...PLAIN, caption: '\n\n', follow: true }, WORDS);
    assert.ok(text.startsWith('<figure') && !/\n\s*\n/.test(text), text);
  }
});

test('a poster is described by its photo and by its own maps', () => {
  const { alt, title } = wordsOf(t, 2, photo, undefined);
  assert.match(alt, /BAM 2.*r = 16 and d = 4\. The photo: A cat\.$/);
  assert.match(title, /BAM 2.*“Cat”/);
  const gain = {
    data: new Float32Array([1, 1.9, 1, 1]),
    widthPx: 2,
    heightPx: 2,
    min: 1,
    max: 1.9,
    mean: 1.2,
    deviation: 0.4,
  };
  const run = /** @type {any} */ ({ setting: { form: 'paper', merge: 'sum' }, stage: 2, detail: { gain } });
  assert.match(wordsOf(t, 2, photo, run).alt, /A cat\. BAM 2 amplifies most at the upper right: ×1\.90/);
});
