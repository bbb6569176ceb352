import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, weigh } from '../../../scripts/pack.js';

const chunk = (fileName, imports = [], more = {}) => ({ type: 'chunk', fileName, code: fileName, imports, ...more });
const asset = (fileName, source = fileName) => ({ type: 'asset', fileName, source });

test('the shell is what the page needs before it runs, with its worker and without what it loads later', () => {
  const parts = weigh([
    chunk('index.js', ['shared.js'], { isEntry: true, dynamicImports: ['tour.js'] }),
    chunk('shared.js'),
    chunk('tour.js', ['chart.js']),
    chunk('chart.js'),
    asset('worker.js'),
    asset('index.css'),
    asset('index.html'),
    asset('bam_lens_bg.wasm', new Uint8Array(9)),
  ]);
  const shell = parts.filter((part) => part.shell).map(({ name }) => name);
  assert.deepEqual(shell, ['index.js', 'shared.js', 'worker.js', 'index.css', 'index.html']);
});

test('a budget is broken by one byte too many and by nothing at all', () => {
  const part = { name: 'index.js', raw: 1, gzip: 120 * 1024, brotli: 1, shell: true };
  assert.deepEqual(kept([part]), [true, false, false, false]);
  assert.deepEqual(kept([{ ...part, gzip: part.gzip + 1 }]), [false, false, false, false]);
});

function kept(parts) {
  return judge(parts).map((verdict) => verdict.kept);
}
