import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOne } from '../../../scripts/one-file.js';

const PAGE = `<html><head>
  <link rel="icon" href="data:," />
  <script type="module" crossorigin src="./assets/a.js"></script>
  <link rel="stylesheet" crossorigin href="./assets/a.css">
</head><body><footer><a id="photo-licences" href="x.md" data-words="page.a">authors</a></footer></body></html>`;

const output = (code) => [
  { type: 'chunk', fileName: 'a.js', code },
  { type: 'asset', fileName: 'a.css', source: 'a > b {}' },
  { type: 'asset', fileName: 'l.md', source: 'MIT & others' },
  { type: 'asset', fileName: 'index.html', source: PAGE },
];

test('what the page linked to stands in it, and nothing else changes', () => {
  assert.equal(
    inOne(output('f("$&")'), '<b>'),
    `<html><head>
  <link rel="icon" href="data:," />
<style>a > b {}</style></head><body><footer><span data-words="page.a">authors</span>` +
      '<details><summary data-words="page.photoLicences">Authors and licences of the sample photos</summary><pre>&lt;b></pre></details>' +
      '<details><summary data-words="page.libraryLicences">Licences of the libraries</summary><pre>MIT &amp; others</pre></details>' +
      '</footer><script type="module">f("$&")</script></body></html>',
  );
});

test('a string of the script does not end it', () => {
  const html = inOne(output('a("</script><!-- ")'), '');
  assert.ok(html.includes(String.raw`a("\x3C/script>\x3C!-- ")`), html);
});

test('a second script would be left behind', () => {
  assert.throws(() => inOne([...output(''), { type: 'chunk', fileName: 'b.js', code: '' }], ''), /2 scripts/);
});
