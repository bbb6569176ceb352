/**
 * The text of the snippets; tests/wasm/snippet.test.js runs them. `BAM_LENS_WRITE=1` writes those of tests/snippet/ anew,
 * and fails, since it compares nothing.
 */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { pythonSnippet, rustSnippet } from '../../../www/export/snippet.js';
import { EXAMPLES, HOSTILE, requestOf, requestsOf } from '../../snippet/requests.js';
import { NAMES, insideOf } from '../walk-modules.js';

/**
 * @typedef {import('../../../www/export/snippet.js').Request} Request
 * @typedef {import('../walk-modules.js').ModuleName} ModuleName
 */

const root = new URL('../../../', import.meta.url);
const read = (/** @type {string} */ path) => readFileSync(new URL(path, root), 'utf8');

/** Every step of every module. */
const REQUESTS = NAMES.flatMap((name) => requestsOf(insideOf(name), { row: 2, column: 5 })).map(
  ({ request }) => request,
);
const whatOf = (/** @type {Request} */ { setting, step }) => `${setting.form} ${setting.merge}, ${step}`;

for (const [name, step] of Object.entries(EXAMPLES)) {
  for (const [ending, snippetOf] of /** @type {const} */ ([
    ['py', pythonSnippet],
    ['rs', rustSnippet],
  ])) {
    const path = `tests/snippet/${name}.${ending}`;
    test(`${path} is what is generated`, () => {
      const snippet = snippetOf(requestOf(/** @type {ModuleName} */ (name), step));
      if (process.env.BAM_LENS_WRITE) {
        writeFileSync(new URL(path, root), snippet);
        assert.fail(`${path} is written anew: read it, and run this without BAM_LENS_WRITE`);
      }
      assert.equal(snippet, read(path));
    });
  }
}

/** Module -> M(F) in Python and in Rust. */
const ATTENTION = /** @type {Record<ModuleName, [string, string]>} */ ({
  paper: ['torch.sigmoid(mc + ms)', 'sigmoid(&mc.broadcast_add(&ms)?)?'],
  paper_max: ['torch.sigmoid(torch.maximum(mc, ms))', 'sigmoid(&mc.broadcast_maximum(&ms)?)?'],
  paper_product: ['torch.sigmoid(mc * ms)', 'sigmoid(&mc.broadcast_mul(&ms)?)?'],
  paper_channel: ['torch.sigmoid(mc)', 'sigmoid(&mc)?'],
  paper_spatial: ['torch.sigmoid(ms)', 'sigmoid(&ms)?'],
  official: ['torch.sigmoid(mc * ms)', 'sigmoid(&mc.broadcast_mul(&ms)?)?'],
  blog: ['torch.sigmoid(mc) * torch.sigmoid(ms)', 'sigmoid(&mc)?.broadcast_mul(&sigmoid(&ms)?)?'],
  se: ['torch.sigmoid(mc)', 'sigmoid(&mc)?'],
});

for (const name of NAMES) {
  test(`${name}: M and F' are computed as its formula says`, () => {
    const [python, rust] = ATTENTION[name];
    const isSe = name === 'se';
    const request = requestOf(name, 'after');
    const lines = [...pythonSnippet(request).split('\n'), ...rustSnippet(request).split('\n')];
    assert.deepEqual(
      lines.filter((line) => /^\s*(let )?(attention|after) =/.test(line)),
      [
        `attention = ${python}  # M(F)`,
        `after = ${isSe ? 'f * attention' : 'f + f * attention'}  # F'`,
        `    let attention = ${rust}; // M(F)`,
        `    let after = ${isSe ? 'f.broadcast_mul(&attention)?' : '(&f + f.broadcast_mul(&attention)?)?'}; // F'`,
      ],
    );
  });
}

/** The layers on the way to the number of a step, BatchNorms included. The other steps take all there are. */
const WAY = /** @type {Partial<Record<Request['step'], RegExp>>} */ ({
  reduced: /^spatial\.(reduce|bn0)$/,
  dilated1: /^spatial\.(reduce|bn0|dilated1|bn1)$/,
  dilated2: /^spatial\.(reduce|bn0|dilated1|bn1|dilated2|bn2)$/,
  spatial: /^spatial\./,
  pooled: /^$/,
  hidden: /^channel\.(fc0|bn0)$/,
  channel: /^channel\./,
});

test('the layers on the way to a number are named, and no others', () => {
  for (const request of REQUESTS) {
    const layers = [...new Set(request.names.map((name) => name.replace(/\.\w+$/, '')))];
    const needed = layers.filter((name) => WAY[request.step]?.test(name) ?? true).sort();
    for (const snippet of [pythonSnippet(request), rustSnippet(request)]) {
      const named = [...snippet.matchAll(/"((?:channel|spatial)\.\w+)"/g)].map(([, name]) => name);
      assert.deepEqual(named.sort(), needed, whatOf(request));
    }
  }
});

test('whatever is imported or defined is used', () => {
  for (const request of REQUESTS) {
    const python = pythonSnippet(request).replaceAll(/ *#.*/g, '');
    const rust = rustSnippet(request).replaceAll(/ *\/\/.*/g, '');
    const imported = [...rust.matchAll(/^use \w+::(.*);$/gm)].flatMap(([, list]) => list.match(/\w+/g) ?? []);
    const [defined, bound] = [/^(?:from \S+ )?import (\w+)|^def (\w+)|^(\w+) =/gm, /^const (\w+)|\blet (\w+)/gm].map(
      (pattern, n) => [...[python, rust][n].matchAll(pattern)].map((found) => found.slice(1).find(Boolean) ?? ''),
    );
    // A trait is used by its methods, a module by what is in it.
    const named = imported.filter((name) => !['IndexOp', 'ops'].includes(name));
    assert.ok(defined.length >= 5 && named.length >= 3 && bound.length >= 5, 'the search is broken');
    for (const name of defined) assert.ok(count(python, name) >= 2, `${whatOf(request)}: ${name} in Python`);
    for (const name of [...named, ...bound]) assert.ok(count(rust, name) >= 2, `${whatOf(request)}: ${name} in Rust`);
    // A dilation is asked for where one is given.
    assert.equal(/\bd=1\b/.test(python), / d=2\b/.test(python), whatOf(request));
    assert.equal(/\bd: usize/.test(rust), /, 2\)\?/.test(rust), whatOf(request));
  }
});

/** @param {string} code @param {string} name */
const count = (code, name) => code.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0;

test('a module without some of its BatchNorms is computed as it is', () => {
  // As changzy00/pytorch-attention has it (src/checkpoint/scheme/modules.rs).
  const whole = requestOf('paper', 'after');
  const without = { ...whole, names: whole.names.filter((name) => !name.includes('bn0')) };
  assert.deepEqual(linesOf(pythonSnippet(without), 'hidden', 'mc', 'reduced', 'ms'), [
    'hidden = linear(pooled, "channel.fc0").relu()',
    'mc = norm(linear(hidden, "channel.fc1"), "channel.bn1")',
    'reduced = conv(f, "spatial.reduce")',
    'ms = norm(conv(dilated2, "spatial.project"), "spatial.bn3")',
  ]);
  assert.deepEqual(linesOf(rustSnippet(without), 'hidden', 'reduced'), [
    'let hidden = linear(&pooled, "channel.fc0")?.relu()?;',
    'let reduced = conv(&f, "spatial.reduce", 1)?;',
  ]);
  const ends = { ...whole, names: whole.names.filter((name) => !/channel\.bn1|spatial\.bn3/.test(name)) };
  assert.deepEqual(linesOf(pythonSnippet(ends), 'hidden', 'mc', 'reduced', 'ms'), [
    'hidden = norm(linear(pooled, "channel.fc0"), "channel.bn0").relu()',
    'mc = linear(hidden, "channel.fc1")',
    'reduced = norm(conv(f, "spatial.reduce"), "spatial.bn0").relu()',
    'ms = conv(dilated2, "spatial.project")',
  ]);
});

/** The first line that gives each variable its value. @param {string} snippet @param {string[]} variables */
const linesOf = (snippet, ...variables) =>
  variables.map((variable) => snippet.match(new RegExp(`^ *((let )?${variable} = .*)$`, 'm'))?.[1]);

test('the first lines say what it is and what it needs', () => {
  const head = (/** @type {Request} */ request) => rustSnippet(request).split('\n').slice(0, 2);
  const paper = (/** @type {Request['step']} */ step) => head(requestOf('paper', step))[0];
  assert.match(
    paper('after'),
    /^\/\/! BAM 1, form paper \(sum\), r = 6, d = 2: F' of channel \d+ at row 2, column 5, counted from 0$/,
  );
  assert.match(paper('dilated2'), /: dilated2 of unit \d at row 2, column 5, counted from 0$/);
  assert.match(paper('spatial'), /: Ms at row 2, column 5, counted from 0$/);
  assert.match(paper('pooled'), /: pooled of channel \d+, counted from 0$/);
  assert.match(paper('hidden'), /: hidden of unit \d, counted from 0$/);
  assert.match(paper('channel'), /: Mc of channel \d+, counted from 0$/);
  assert.match(paper('attention'), /: M of channel \d+ at row 2, column 5, counted from 0$/);
  assert.match(head(requestOf('paper_max', 'after'))[0], /BAM 1, form paper \(max\), r = 6, d = 2: /);
  assert.match(head(requestOf('official', 'after'))[0], /BAM 1, form official, r = 6, d = 2: /);
  assert.match(head(requestOf('se', 'after'))[0], /BAM 1, form se, r = 6: /);
  for (const request of REQUESTS) {
    assert.deepEqual(
      pythonSnippet(request).split('\n')[0].replace('#', '//!'),
      rustSnippet(request).split('\n')[0],
      whatOf(request),
    );
  }
});

test('the packages are those that we build and test with', () => {
  const lock = read('Cargo.lock');
  const requirements = read('training/requirements.txt').split('\n');
  const request = requestOf('paper', 'after');
  const [, crates] = rustSnippet(request).match(/^\/\/! cargo add (.*)$/m) ?? [];
  assert.deepEqual(
    crates.split(' '),
    ['candle-core', 'candle-nn'].map((name) => {
      const version = lock.match(new RegExp(`^name = "${name}"\nversion = "(.*)"$`, 'm'))?.[1];
      return `${name}@${version}`;
    }),
  );
  const [, packages] = pythonSnippet(request).match(/^# pip install (.*)$/m) ?? [];
  assert.deepEqual(
    packages.split(' '),
    ['torch', 'safetensors'].map((name) => requirements.find((line) => line.startsWith(`${name}==`))),
  );
});

test('the module, the cell, the unit and the dilation are those of the request', () => {
  const request = { ...requestOf('paper', 'dilated1'), unit: 3, cell: { row: 7, column: 1 } };
  const other = { ...request, stage: 3, setting: { ...request.setting, d: 12 } };
  const [python, rust] = [pythonSnippet(other), rustSnippet(other)];
  for (const snippet of [python, rust]) {
    assert.match(snippet, /BAM 3, form paper \(sum\), r = 6, d = 12: dilated1 of unit 3 at row 7, column 1,/);
    assert.match(snippet, /"bam3\.before"/);
    assert.match(snippet, /"bam3\.parameters/);
    assert.doesNotMatch(snippet, /bam1/);
  }
  assert.match(python, /"spatial\.dilated1", d=12\)/);
  assert.match(python, /dilated1\[0, 3, 7, 1\]/);
  assert.match(rust, /"spatial\.dilated1", 12\)/);
  assert.match(rust, /dilated1\.i\(\(0, 3, 7, 1\)\)/);
});

test('M of one branch alone has the shape of that branch', () => {
  const at = { cell: { row: 7, column: 1 }, channel: 9 };
  const index = (/** @type {ModuleName} */ name) =>
    rustSnippet({ ...requestOf(name, 'attention'), ...at }).match(/attention\.i\((.*?)\)\?/)?.[1];
  assert.equal(index('paper'), '(0, 9, 7, 1)');
  assert.equal(index('paper_channel'), '(0, 9, 0, 0)');
  assert.equal(index('paper_spatial'), '(0, 0, 7, 1)');
});

test("the page's number is written with a float32's digits", () => {
  for (const [value, text] of /** @type {const} */ ([
    [Math.fround(0.1), '0.1'],
    [-12.3456789, '-12.34568'],
    [Math.fround(1.5e-9), '1.5e-9'],
    [0, '0'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])) {
    const request = { ...requestOf('se', 'after'), value };
    for (const snippet of [pythonSnippet(request), rustSnippet(request)]) {
      assert.ok(snippet.includes(` (on the page: ${text})"`), text);
    }
  }
});

test('a hostile file name stays inside its quotes', () => {
  const request = requestOf('se', 'after');
  /** @param {string} snippet */
  const fileLine = (snippet) => snippet.split('\n').find((line) => /^(const )?FILE\b/.test(line)) ?? '';
  const rest = (/** @type {string} */ snippet) => snippet.replace(fileLine(snippet), '');
  for (const { file, python, rust } of HOSTILE) {
    const hostile = { ...request, file };
    assert.equal(fileLine(pythonSnippet(hostile)), `FILE = "${python}"`);
    assert.equal(fileLine(rustSnippet(hostile)), `const FILE: &str = "${rust}";`);
    assert.equal(rest(pythonSnippet(hostile)), rest(pythonSnippet(request)));
    assert.equal(rest(rustSnippet(hostile)), rest(rustSnippet(request)));
  }
});

test('a snippet fits on a screen', () => {
  for (const request of REQUESTS) {
    for (const [snippet, width] of /** @type {const} */ ([
      [pythonSnippet(request), 88],
      [rustSnippet(request), 100],
    ])) {
      const [title, ...lines] = snippet.trimEnd().split('\n');
      assert.ok(lines.length < 46, `${whatOf(request)}: ${lines.length + 1} lines`);
      assert.ok(title.length <= 100, title);
      for (const line of lines) assert.ok(line.length <= width, line);
    }
  }
});

test('a step that the form lacks is refused', () => {
  for (const [name, step] of /** @type {const} */ ([
    ['se', 'spatial'],
    ['blog', 'reduced'],
    ['paper_channel', 'dilated1'],
    ['paper_spatial', 'pooled'],
  ])) {
    const request = { ...requestOf(name, 'after'), step };
    const message = `form ${request.setting.form} has no step "${step}"`;
    assert.throws(() => pythonSnippet(request), { message });
    assert.throws(() => rustSnippet(request), { message });
  }
  const plain = requestOf('se', 'after');
  assert.throws(() => pythonSnippet({ ...plain, setting: { ...plain.setting, form: 'none' }, names: [] }), {
    message: 'form none has no step "after"',
  });
});
