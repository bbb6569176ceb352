import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { safeName, save } from '../../../www/export/save.js';

test('what a file system or a shell could take amiss becomes an underscore or goes', () => {
  assert.equal(safeName('bam3 gain: r=16/d=4.svg'), 'bam3_gain_r_16_d_4.svg');
  assert.equal(safeName('../../etc/passwd'), 'etc_passwd');
  assert.equal(safeName('-rf~ .npy'), 'rf.npy');
  assert.equal(safeName('koala\u202egpj.svg'), 'koala_gpj.svg');
  assert.equal(safeName('Köln, кот, 写真.png'), 'Köln_кот_写真.png');
  assert.equal(safeName('two\nlines.csv'), 'two_lines.csv');
});

test('80 characters at most, and the ending stays', () => {
  const name = safeName(`${'x'.repeat(300)}.safetensors`);
  assert.equal(name, `${'x'.repeat(68)}.safetensors`);
  assert.equal(safeName('y'.repeat(300)).length, 80);
});

test('a name of which nothing is left gets one', () => {
  assert.equal(safeName('???.png'), 'bam-lens.png');
  assert.equal(safeName('..'), 'bam-lens');
  assert.equal(safeName(''), 'bam-lens');
});

test('the file is offered under the safe name, and let go of later', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const link = { href: '', download: '', click: mock.fn() };
  const create = t.mock.method(URL, 'createObjectURL', () => 'blob:1');
  const revoke = t.mock.method(URL, 'revokeObjectURL', () => {});
  Object.assign(globalThis, { document: { createElement: () => link } });
  t.after(() => Reflect.deleteProperty(globalThis, 'document'));
  const blob = new Blob(['x']);
  save('a b.csv', blob);
  assert.equal(create.mock.calls[0].arguments[0], blob);
  assert.deepEqual([link.href, link.download, link.click.mock.callCount()], ['blob:1', 'a_b.csv', 1]);
  assert.equal(revoke.mock.callCount(), 0);
  t.mock.timers.tick(60_000);
  assert.deepEqual(revoke.mock.calls[0].arguments, ['blob:1']);
});
