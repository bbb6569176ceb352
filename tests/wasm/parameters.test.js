/** What a module of the shipped weights is made of, as the page can read it. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { readTensors, relativeError } from '../support/safetensors.js';
import { Session, bytes, shipped } from './module.js';

const paper = { form: 'paper', merge: 'sum', r: 16, d: 4 };
const session = new Session(shipped());
after(() => session.free());

/** @param {number} k */
const shapes = (k) => Object.fromEntries(session.parameters(k).map(({ name, shape }) => [name, shape]));

/** File of `fixtures/walk`, and a setting of that form and merge. */
const FORMS = /** @type {const} */ ([
  ['paper', {}],
  ['paper_max', { merge: 'max' }],
  ['paper_product', { merge: 'product' }],
  ['paper_channel', { merge: 'channel' }],
  ['paper_spatial', { merge: 'spatial' }],
  ['official', { form: 'official' }],
  ['blog', { form: 'blog' }],
  ['se', { form: 'se' }],
]);

for (const [file, change] of FORMS) {
  test(`${file} reads what PyTorch's module has, in its sizes`, () => {
    const expected = readTensors(new URL(`../fixtures/walk/${file}.safetensors`, import.meta.url));
    session.configure({ ...paper, ...change });
    for (const k of [1, 2, 3]) {
      // PyTorch's module there has C = 24 and m = 4; no other edge of a tensor is as long.
      const size = { 24: 32 << k, 4: (32 << k) / 16 };
      const own = Object.entries(expected)
        .filter(([name]) => name.startsWith('parameters.'))
        .map(([name, { shape }]) => [name.slice(11), shape.map((edge) => size[edge] ?? edge)]);
      assert.deepEqual(shapes(k), Object.fromEntries(own), `BAM ${k}`);
    }
  });
}

test('the plain network has none', () => {
  session.configure({ ...paper, form: 'none' });
  assert.deepEqual(session.parameters(1), []);
});

test("every variant's parameters are those the checkpoint reader found", () => {
  const used = session.report.keys.flatMap((key) =>
    key.fate === 'used' ? [{ name: key.name, shape: key.shape }] : [],
  );
  for (const { name: variant, setting } of session.summary.variants) {
    session.configure(setting);
    for (const k of [1, 2, 3]) {
      const prefix = `attention.${variant}.bam${k}.`;
      const own = used.filter(({ name }) => name.startsWith(prefix));
      const expected = Object.fromEntries(own.map(({ name, shape }) => [name.slice(prefix.length), shape]));
      assert.deepEqual(shapes(k), expected, prefix);
    }
  }
});

test('the channel logits follow from the parameters', () => {
  session.configure(paper);
  session.loadPhoto(bytes('www/samples/koala.jpg'), 128);
  session.run();
  for (const k of [1, 2, 3]) {
    const parameters = Object.fromEntries(session.parameters(k).map(({ name, data }) => [name, data]));
    /** @param {string} layer @param {string} norm @param {Float32Array} x */
    const normed = (layer, norm, x) => {
      const [weight, bias] = ['weight', 'bias'].map((part) => parameters[`${layer}.${part}`]);
      const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(
        (part) => parameters[`${norm}.${part}`],
      );
      return bias.map((b, row) => {
        const sum = x.reduce((total, value, column) => total + value * weight[row * x.length + column], b);
        return ((sum - mean[row]) / Math.sqrt(variance[row] + 1e-5)) * gamma[row] + beta[row];
      });
    };
    const pooled = session.tap(`bam${k}.channel.pooled`).data;
    const hidden = normed('channel.fc0', 'channel.bn0', pooled).map((value) => Math.max(value, 0));
    const logits = normed('channel.fc1', 'channel.bn1', hidden);
    const error = relativeError(logits, session.tap(`bam${k}.channel.logits`).data);
    assert.ok(error <= 1e-5, `BAM ${k}: ${error}`);
  }
});

test('what has no parameters says why', () => {
  session.configure({ ...paper, r: 5 });
  assert.throws(() => session.parameters(1), /no weights for form paper, merge sum, r = 5/);
  for (const k of [0, 4]) {
    assert.throws(() => session.parameters(k), { message: `BAM is ${k}, expected 1 to 3` });
  }
});
