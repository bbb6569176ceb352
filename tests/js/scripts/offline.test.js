import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesOf } from '../../../scripts/vite/offline.js';

const chunk = (fileName, { imports = [], dynamicImports = [], assets = [], css = [], ...more } = {}) => ({
  type: 'chunk',
  fileName,
  code: `// ${fileName}`,
  imports,
  dynamicImports,
  viteMetadata: { importedAssets: new Set(assets), importedCss: new Set(css) },
  ...more,
});
const asset = (fileName, original, source = fileName) => ({
  type: 'asset',
  fileName,
  source,
  originalFileNames: original ? [original] : [],
});

/** A build in which files may be others. @param {Record<string, object>} [others] */
const bundle = (others = {}) => ({
  'index.html': asset('index.html'),
  'embed.html': asset('embed.html'),
  'a/index.js': chunk('a/index.js', {
    isEntry: true,
    facadeModuleId: '/home/somebody/index.html',
    imports: ['a/lens.js'],
    css: ['a/index.css'],
    assets: ['a/LICENSES.md'],
  }),
  'a/lens.js': chunk('a/lens.js', {
    imports: ['a/lens.js'],
    dynamicImports: ['a/tour.js'],
    assets: ['a/net.gzip', 'a/net.wasm', 'a/cat.jpg', 'a/cat.r16.safetensors', 'a/cat.r4.safetensors'],
  }),
  'a/tour.js': chunk('a/tour.js'),
  'a/embed.js': chunk('a/embed.js', {
    isEntry: true,
    facadeModuleId: '/home/somebody/embed.html',
    assets: ['a/poster.png'],
  }),
  'element.js': chunk('element.js', { isEntry: true, facadeModuleId: '/home/somebody/www/element.js' }),
  'a/index.css': asset('a/index.css'),
  'a/LICENSES.md': asset('a/LICENSES.md', 'www/samples/LICENSES.md'),
  'a/net.gzip': asset('a/net.gzip', 'www/models/net.gzip'),
  'a/net.wasm': asset('a/net.wasm', 'www/wasm/net.wasm'),
  'a/cat.jpg': asset('a/cat.jpg', 'www/samples/cat.jpg'),
  'a/cat.r16.safetensors': asset('a/cat.r16.safetensors', 'www/precomputed/cat.r16.safetensors'),
  'a/cat.r4.safetensors': asset('a/cat.r4.safetensors', 'www/precomputed/cat.r4.safetensors'),
  'a/poster.png': asset('a/poster.png', 'www/posters/poster.png'),
  ...others,
});

test('the page with all its scripts is kept first, the weights never, the rest of its files later', () => {
  const { first, later } = filesOf(/** @type {any} */ (bundle()));
  assert.deepEqual(Object.keys(first).sort(), [
    'a/cat.jpg',
    'a/cat.r16.safetensors',
    'a/index.css',
    'a/index.js',
    'a/lens.js',
    'a/net.wasm',
    'a/tour.js',
    'index.html',
  ]);
  assert.deepEqual(Object.keys(later).sort(), ['a/LICENSES.md', 'a/cat.r4.safetensors']);
  // openssl dgst -sha256 -binary of the name, in base64.
  assert.equal(first['a/net.wasm'], 'sha256-T3T9CdNZI03hO3DjQ1rpWjD7pr+6GrYexDncvXUgvxI=');
});

test('a version is another when a byte of the page is, and only then', () => {
  const versionWith = (others) => filesOf(/** @type {any} */ (bundle(others))).version;
  const version = versionWith({});
  assert.match(version, /^[0-9a-f]{12}$/);
  assert.equal(versionWith({ 'embed.html': asset('embed.html', '', 'other') }), version);
  assert.equal(versionWith({ 'a/embed.js': chunk('a/embed.js', { code: 'other' }) }), version);
  assert.notEqual(versionWith({ 'index.html': asset('index.html', '', 'other') }), version);
  assert.notEqual(versionWith({ 'a/cat.r4.safetensors': asset('a/cat.r4.safetensors', '', 'other') }), version);
  const reversed = Object.fromEntries(Object.entries(bundle()).reverse());
  assert.equal(filesOf(/** @type {any} */ (reversed)).version, version, 'the order is no change');
});

test('a build without the page is refused', () => {
  const without = /** @type {any} */ (bundle());
  delete without['a/index.js'];
  assert.throws(() => filesOf(without), /no script/);
});
