/** What is in the tarball, what others' tools say of it, and a new project that installs nothing else. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { read, run } from '../../scripts/command.js';
import { root } from '../../scripts/prepare.js';
import { installed, project, tarball } from './project.js';

const MB = 1024 * 1024;
const folder = await project(['types.ts']);
const home = join(folder, 'node_modules/bam-lens');
const files = (await readdir(home, { recursive: true })).map((name) => name.replaceAll('\\', '/'));

test('everything that the package needs is in it, and nothing of this machine', async () => {
  for (const name of [
    'README.md',
    'LICENSE-MIT',
    'LICENSE-APACHE',
    'dist/third-party-licences.md',
    'docs/ELEMENT.md',
  ]) {
    assert.ok(files.includes(name), name);
  }
  const unwanted = /^dist\/(bam-lens.*\.html|posters|sw\.js)|\.map$|\.test\.js$|^(src|scripts|tests|training|www)\//;
  assert.deepEqual(
    files.filter((name) => unwanted.test(name)),
    [],
  );
  for (const name of files.filter((name) => /\.(js|json|html|css|md|ts)$/.test(name))) {
    assert.ok(!readFileSync(join(home, name), 'utf8').includes(root), `${name} names a folder of this machine`);
  }
  // The shipped weights have 10 MB, the maps computed in advance 7, and nothing of it can be packed smaller.
  assert.ok(readFileSync(tarball).length < 20 * MB);
});

test('a project that installs it has no other package', async () => {
  const packages = await readdir(join(folder, 'node_modules'));
  assert.deepEqual(
    packages.filter((name) => !name.startsWith('.')),
    ['bam-lens'],
  );
});

test('every name of `exports` leads to a file', async () => {
  const { resolve } = createRequire(join(folder, 'index.js'));
  const list = JSON.parse(await installed(folder, 'dist/files.json'));
  const module = basename(list['www/wasm/bam_lens_bg.wasm'].file);
  const { exports } = JSON.parse(await installed(folder, 'package.json'));
  for (const name of Object.keys(exports)) {
    const path = resolve(join('bam-lens', name).replace('*.wasm', module).replaceAll('\\', '/'));
    assert.ok(existsSync(path), name);
  }
});

test('the page for frames has all its parts', async () => {
  const page = await installed(folder, 'dist/embed.html');
  const parts = [...page.matchAll(/"\.\/(assets\/[^"]+)"/g)].map(([, path]) => `dist/${path}`);
  assert.ok(parts.length >= 2);
  assert.deepEqual(
    parts.filter((path) => !files.includes(path)),
    [],
  );
});

test('publint finds nothing', async () => {
  const { buffer } = new Uint8Array(readFileSync(tarball));
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg, { color: false })),
    [],
  );
});

test('@arethetypeswrong finds nothing', async () => {
  // A browser's module: no `require`, and no resolver that does not know `exports`.
  const args = ['--profile', 'esm-only', '--format', 'json', '--exclude-entrypoints', './embed.html'];
  const script = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  const answer = await read(process.execPath, [script, tarball, ...args]);
  assert.ok(answer, 'it found something');
  const { analysis } = JSON.parse(answer);
  for (const name of ['.', './element']) assert.equal(analysis.entrypoints[name].hasTypes, true, name);
});

test('TypeScript knows the element, its events and what they carry', async () => {
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--target', 'es2024', '--lib', 'es2024,dom'];
  for (const module of [
    ['--module', 'esnext', '--moduleResolution', 'bundler'],
    ['--module', 'nodenext', '--moduleResolution', 'nodenext'],
  ]) {
    await run(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...options,
      ...module,
      join(folder, 'types.ts'),
    ]);
  }
});

test('the manifest lists the interface as it is', async () => {
  const { modules } = JSON.parse(await installed(folder, 'dist/custom-elements.json'));
  assert.equal(modules[0].path, 'dist/element.js');
  const [declaration] = modules[0].declarations;
  const names = (/** @type {{ name: string }[]} */ list) => list.map(({ name }) => name).sort();
  assert.equal(declaration.tagName, 'bam-lens');
  assert.deepEqual(
    names(declaration.attributes),
    'autoload d form hide lang lock merge r src stage state steps theme view weights'.split(' '),
  );
  assert.deepEqual(
    names(declaration.members),
    'autoload checkpointName hide loadImage loadWeights lock predictions report set shortcut src state steps take tap tapNames weights'.split(
      ' ',
    ),
  );
  assert.deepEqual(names(declaration.events), ['bamlens-error', 'bamlens-ready', 'bamlens-run', 'bamlens-statechange']);
  assert.deepEqual(names(declaration.cssParts), [
    'branches',
    'controls',
    'maps',
    'panels',
    'photos',
    'side',
    'status',
    'strip',
    'tour',
  ]);
  const tokens = readFileSync(join(root, 'www/tokens.css'), 'utf8');
  for (const { name } of declaration.cssProperties) assert.ok(tokens.includes(`  ${name}:`), name);
});
