/** Four formulas: their words and code, which setting each has, when the network is asked, what is said, and the warning's sizes. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CODE, linesOf, moduleOf } from '../../www/forms/code.js';
import { FORMULAS } from '../../www/forms/formulas.js';
import { FOUR, settingFor } from '../../www/forms/four.js';
import { COPIED, EXAMPLE_EDGE, MENDED, chainOf, outcomeOf } from '../../www/forms/shrink.js';
import { Trials } from '../../www/forms/trials.js';
import { besideThePaper, placeOf } from '../../www/forms/verdict.js';
import { translator } from '../../www/languages.js';
import { partsOf } from '../../www/rich.js';
import { planeOf } from '../../www/scale.js';
import { SIZE } from './walk-modules.js';
import { runPython, withoutPython } from '../support/python.js';

const tables = ['en', 'ko'].map((lang) =>
  JSON.parse(readFileSync(new URL(`../../www/locales/${lang}.json`, import.meta.url), 'utf8')),
);
const edges = [7, 8, 14, 16, 28, 32, 56];

test('every form has a name, a source, a formula, code and words, in both languages', () => {
  for (const form of FOUR) {
    assert.ok(FORMULAS[form].length >= 2, form);
    assert.ok(CODE[form].forward && CODE[form].layers, form);
    for (const table of tables) {
      for (const what of ['name', 'source', 'differs']) assert.ok(table[`forms.${what}.${form}`], `${what} ${form}`);
      const links = partsOf(table[`forms.source.${form}`]).filter(({ kind }) => kind === 'away');
      // The article has no address that this project knows of.
      assert.equal(links.length, form === 'blog' ? 0 : 1, form);
    }
  }
});

test('lines of code differ where the paper’s has none like them', () => {
  const marked = (/** @type {import('../../www/forms/four.js').Form} */ form) =>
    linesOf(form)
      .filter(({ differs }) => differs)
      .map(({ text }) => text.trim());
  assert.deepEqual(marked('paper'), []);
  assert.deepEqual(marked('official'), ['c = self.w1(c)', 's = self.f3(s)', 'return f + f * sigmoid(c * s)']);
  assert.deepEqual(marked('se'), ['c = relu(self.w0(c))', 'c = self.w1(c)', 'return f * sigmoid(c)']);
  // A column at 1280 px has room for so many characters.
  for (const form of FOUR) assert.ok(linesOf(form).every(({ text }) => text.length <= 36, form));
});

/** Names in the code -> in the weights file. */
const NAMES = {
  w0: 'channel.fc0',
  bn0: 'channel.bn0',
  w1: 'channel.fc1',
  bn1: 'channel.bn1',
  f0: 'spatial.reduce',
  bn2: 'spatial.bn0',
  f1: 'spatial.dilated1',
  bn3: 'spatial.bn1',
  f2: 'spatial.dilated2',
  bn4: 'spatial.bn2',
  f3: 'spatial.project',
  bn5: 'spatial.bn3',
  f: 'spatial.conv',
};

/** Runs each module on the reference weights; prints the largest error of F', relative to its largest value, and its parameters. */
const MODULES = `
import inspect, json, sys
import torch
from safetensors.torch import load_file

given = json.load(sys.stdin)
answers = {}
for form, source in given["sources"].items():
    namespace = {}
    exec(source, namespace)
    [module] = [c for c in namespace.values() if inspect.isclass(c) and issubclass(c, torch.nn.Module)]
    options = {"r": given["r"], "d": given["d"]}
    known = inspect.signature(module).parameters
    module = module(given["channels"], **{k: v for k, v in options.items() if k in known}).eval()
    tensors = load_file(given["files"][form])
    state = {
        key: torch.tensor(0) if key.endswith("num_batches_tracked") else
        tensors["parameters." + given["names"][key.split(".")[0]] + "." + key.split(".")[1]]
        for key in module.state_dict()
    }
    module.load_state_dict(state)
    with torch.no_grad():
        after = module(tensors["before"])
    error = (after - tensors["after"]).abs().max() / tensors["after"].abs().max()
    used = {name for name in tensors if name.startswith("parameters.")}
    answers[form] = {
        "error": error.item(),
        "parameters": sum(p.numel() for p in module.parameters()),
        "left": len(used) - sum(not key.endswith("num_batches_tracked") for key in state),
        "defaults": [known[name].default for name in options if name in known],
    }
print(json.dumps(answers))
`;

test('PyTorch computes with the code on the page what the network computes', { skip: withoutPython }, () => {
  const file = (/** @type {string} */ form) =>
    fileURLToPath(new URL(`../fixtures/walk/${form}.safetensors`, import.meta.url));
  const answers = runPython(MODULES, {
    sources: Object.fromEntries(FOUR.map((form) => [form, moduleOf(form)])),
    files: Object.fromEntries(FOUR.map((form) => [form, file(form)])),
    names: NAMES,
    channels: SIZE.channels,
    r: SIZE.channels / SIZE.hidden,
    d: SIZE.d,
  });
  for (const form of FOUR) {
    const { error, left, defaults } = answers[form];
    assert.ok(error <= 1e-6, `${form}: ${error}`);
    assert.equal(left, 0, `${form} leaves tensors of the module unread`);
    assert.deepEqual(defaults, form === 'paper' || form === 'official' ? [16, 4] : [16], form);
  }
});

/** What PyTorch makes of maps of these edges: the edge at the end, and whether the last step is refused. */
const SIZES = `
import json, sys
from torch import nn, zeros

def answer(edge, count, d, padding):
    x = zeros(1, 1, edge, edge)
    last = edge
    try:
        y = nn.Sequential(*(nn.Conv2d(1, 1, 3, padding=padding, dilation=d) for _ in range(count)))(x)
        last = y.shape[2]
        return [last, y.expand_as(x).shape[2] == edge]
    except RuntimeError:
        return [last, False]

print(json.dumps([answer(**each) for each in json.load(sys.stdin)]))
`;

test('padding 1 and d = 2 lose two cells with each convolution, padding 2 none', () => {
  for (const edge of edges) {
    assert.deepEqual(chainOf(edge, COPIED), [edge, edge - 2, edge - 4, edge - 6]);
    assert.deepEqual(chainOf(edge, MENDED), [edge, edge, edge, edge]);
    assert.equal(outcomeOf(chainOf(edge, MENDED)), 'same');
    // FACTS.md, section 5: 7 x 7 becomes one number, 14 x 14 and 56 x 56 raise.
    assert.equal(outcomeOf(chainOf(edge, COPIED)), edge === EXAMPLE_EDGE ? 'constant' : 'raises', String(edge));
  }
  assert.deepEqual(chainOf(7, COPIED), [7, 5, 3, 1]);
  assert.deepEqual(chainOf(6, COPIED), [6, 4, 2, 0]);
  assert.deepEqual(chainOf(3, COPIED), [3, 1, -1]);
  for (const edge of [1, 2, 3, 4, 5, 6]) assert.equal(outcomeOf(chainOf(edge, COPIED)), 'empty', String(edge));
});

test('PyTorch ends with the same sizes', { skip: withoutPython }, () => {
  const jobs = [...edges, 1, 5, 6].flatMap((edge) =>
    [COPIED, MENDED].map((convolutions) => ({ edge, ...convolutions })),
  );
  const answers = runPython(SIZES, jobs);
  jobs.forEach(({ edge, ...convolutions }, i) => {
    const chain = chainOf(edge, convolutions);
    const outcome = outcomeOf(chain);
    const runs = outcome === 'same' || outcome === 'constant';
    assert.equal(answers[i][1], runs, `${edge}: ${outcome}`);
    if (outcome !== 'empty') assert.equal(answers[i][0], chain.at(-1), String(edge));
  });
});

test('a form is shown at the chosen r, or at the nearest that it was trained with', () => {
  const variant = (/** @type {string} */ form, /** @type {number} */ r) => ({
    setting: /** @type {any} */ ({ form, merge: 'sum', r, d: 4 }),
  });
  const variants = [variant('paper', 4), variant('paper', 16), variant('official', 16)];
  const rOf = (/** @type {import('../../www/forms/four.js').Form} */ form, /** @type {number} */ r) =>
    settingFor(form, variants, { r, d: 2 }).r;
  assert.deepEqual([rOf('paper', 4), rOf('paper', 6), rOf('paper', 32)], [4, 4, 16]);
  assert.equal(rOf('official', 4), 16);
  assert.equal(rOf('blog', 8), 8, 'without weights it keeps the chosen one');
  assert.deepEqual(settingFor('se', variants, { r: 16, d: 2 }), { form: 'se', merge: 'sum', r: 16, d: 2 });
});

const t = translator('en');
const map = (/** @type {number[]} */ values) => planeOf({ shape: [2, 2], data: Float32Array.from(values) });
const outcome = (/** @type {number[]} */ values, index = 0) => ({
  gain: map(values),
  predictions: [{ index, label: '', probability: 1 }],
});
const paper = outcome([1, 1.2, 1.4, 1.8]);

for (const [what, other, alike, keys] of /** @type {const} */ ([
  ['the same', paper, 1, ['spread.similar', 'places.same', 'class.same']],
  ['a faint one', outcome([1.4, 1.41, 1.42, 1.45], 3), 0.97, ['spread.less', 'places.same', 'class.other']],
  ['one upside down', outcome([2, 1.7, 1.4, 1]), -0.98, ['spread.more', 'places.opposite', 'class.same']],
  ['one elsewhere', outcome([1.5, 1.2, 1.8, 1.3]), 0.1, ['spread.less', 'places.unrelated', 'class.same']],
  ['one partly there', outcome([1.3, 1, 1.4, 1.6]), 0.6, ['spread.less', 'places.partly', 'class.same']],
  ['squeeze and excitation', outcome([0.4, 0.4, 0.4, 0.4]), undefined, ['here.lowersAlike', 'class.same']],
  ['the same everywhere', outcome([1.4, 1.4, 1.4, 1.4]), undefined, ['here.raisesAlike', 'class.same']],
  ['one with a hole', outcome([1.4, NaN, 1.4, 1.4]), NaN, ['here.notFinite']],
])) {
  test(`beside the paper’s map: ${what}`, () => {
    const phrases = besideThePaper(other, paper, alike, t);
    assert.deepEqual(
      phrases.map(({ key }) => key),
      keys.map((key) => `forms.${key}`),
    );
    for (const { key, values } of phrases) {
      for (const table of tables) {
        for (const [, name] of table[key].matchAll(/\{(\w+)\}/g)) assert.ok(name in values, `${key} wants ${name}`);
      }
    }
  });
}

test('the paper’s own map is said by its place', () => {
  assert.equal(placeOf(map([1, 1.01, 1, 1]), t).key, 'forms.here.even');
  assert.equal(placeOf(map([1, NaN, 1, 1]), t).key, 'forms.here.notFinite');
  const { key, values } = placeOf(map([1.9, 1.1, 1.1, 1.1]), t);
  assert.deepEqual([key, values.high, values.low], ['forms.here.region', '×1.90', '×1.10']);
});

/** A lens as far as the trials read it; every question waits for `answer`. */
function fakeLens() {
  /** @type {{ form: string, settle: (trial?: object) => void, refuse: () => void }[]} */
  const questions = [];
  const lens = {
    summary: { variants: FOUR.map((form) => ({ setting: { form, merge: 'sum', r: 16, d: 4 } })) },
    network: { number: 1, checkpointName: undefined },
    photoName: 'koala',
    settled: true,
    run: { number: 1 },
    state: { size: 128, crop: 0.5, stage: 3, r: 16, d: 4 },
    inquiry: {
      cost: async () => ({ bam: [] }),
      trial: (/** @type {{ form: string }} */ { form }) =>
        new Promise((settle, reject) => questions.push({ form, settle, refuse: () => reject(new Error('refused')) })),
    },
  };
  return { lens, questions };
}

/** Lets what has been answered arrive. */
const arrive = () => new Promise((resolve) => setTimeout(resolve));

/** @param {ReturnType<typeof fakeLens>['lens']} lens */
const trialsOf = (lens) => {
  let changes = 0;
  const trials = new Trials(/** @type {any} */ (lens), () => (changes += 1));
  return { trials, changes: () => changes };
};

test('nothing is asked for before a reader is near, then one after another, once', async () => {
  const { lens, questions } = fakeLens();
  const { trials, changes } = trialsOf(lens);
  trials.follow();
  await arrive();
  assert.equal(questions.length, 0);
  trials.near = true;
  for (const [i, form] of FOUR.entries()) {
    await arrive();
    trials.follow();
    assert.deepEqual(
      questions.map((question) => question.form),
      FOUR.slice(0, i + 1),
    );
    assert.equal(trials.answer(form), undefined);
    questions[i].settle({ form });
    await arrive();
    assert.equal(changes(), i + 1);
    assert.deepEqual(trials.answer(form)?.trial, { form });
  }
  // Another form in the tool is another run, but nothing new for this one.
  lens.run = { number: 2 };
  trials.follow();
  await arrive();
  assert.equal(questions.length, FOUR.length);
});

for (const [what, change] of /** @type {[string, (lens: any) => void][]} */ ([
  ['photo', (lens) => (lens.photoName = 'own 2')],
  ['stage', (lens) => (lens.state = { ...lens.state, stage: 1 })],
  ['size', (lens) => (lens.state = { ...lens.state, size: 224 })],
  ['crop', (lens) => (lens.state = { ...lens.state, crop: 0 })],
  ['r', (lens) => (lens.state = { ...lens.state, r: 8 })],
  ['d', (lens) => (lens.state = { ...lens.state, d: 2 })],
  ['network', (lens) => (lens.network = { number: 2, checkpointName: 'own.pth' })],
])) {
  test(`an answer about another ${what} is dropped, and asked for after the next run`, async () => {
    const { lens, questions } = fakeLens();
    const { trials } = trialsOf(lens);
    trials.near = true;
    await arrive();
    questions[0].settle({});
    await arrive();
    assert.ok(trials.answer('paper'));
    change(lens);
    lens.settled = false;
    assert.equal(trials.answer('paper'), undefined);
    questions[1].settle({});
    await arrive();
    assert.equal(trials.answer('official'), undefined);
    assert.equal(questions.length, 2, 'the network is not asked while it runs');
    Object.assign(lens, { settled: true, run: { number: 2 } });
    trials.follow();
    await arrive();
    assert.deepEqual(
      questions.map(({ form }) => form),
      ['paper', 'official', 'paper'],
    );
  });
}

test('what was refused is absent, and asked for again after the next run only', async () => {
  const { lens, questions } = fakeLens();
  const { trials } = trialsOf(lens);
  trials.near = true;
  for (let i = 0; i < FOUR.length; i++) {
    await arrive();
    if (i === 1) questions[i].refuse();
    else questions[i].settle({});
    await arrive();
  }
  assert.equal(trials.answer('official')?.trial, undefined);
  assert.ok(trials.answer('official')?.cost);
  trials.follow();
  await arrive();
  assert.equal(questions.length, 4);
  lens.run = { number: 2 };
  trials.follow();
  await arrive();
  assert.equal(questions.length, 5);
  assert.equal(questions[4].form, 'official');
});

test('a form without weights costs something, and is not run', async () => {
  const { lens, questions } = fakeLens();
  lens.summary.variants = [{ setting: { form: 'official', merge: 'sum', r: 16, d: 4 } }];
  const { trials } = trialsOf(lens);
  trials.near = true;
  await arrive();
  assert.deepEqual(
    questions.map(({ form }) => form),
    ['official'],
  );
  questions[0].settle({});
  await arrive();
  assert.deepEqual(trials.answer('paper'), { cost: { bam: [] }, trial: undefined });
  assert.deepEqual(
    FOUR.map((form) => trials.hasWeights(form)),
    [false, true, false, false],
  );
});

test('what was computed in advance stays when the network comes', async () => {
  const { lens, questions } = fakeLens();
  const { summary } = lens;
  Object.assign(lens, { summary: undefined, settled: false, run: { number: 0 } });
  const { trials } = trialsOf(lens);
  trials.near = true;
  for (let i = 0; i < FOUR.length; i++) {
    await arrive();
    questions[i].settle(i === 2 ? undefined : {});
    await arrive();
  }
  Object.assign(lens, { summary, settled: true, run: { number: 1 } });
  assert.ok(trials.answer('paper')?.trial);
  trials.follow();
  await arrive();
  assert.equal(questions.length, 5);
  assert.equal(questions[4].form, 'blog');
});
