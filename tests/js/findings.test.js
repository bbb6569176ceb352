import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networksOf } from '../../www/cost.js';
import { Findings } from '../../www/findings.js';
import { Lens } from '../../www/lens.js';
import { settingsGrid } from '../../www/settings-grid.js';
import { DEFAULTS, settingOf } from '../../www/state.js';
import { alternatives } from '../../www/worth.js';

/** Stands where the worker would: every call waits until the test answers it. */
class FakeEngine {
  /** @type {{ action: string, args: any, resolve: (answer: any) => void, reject: (error: Error) => void }[]} */
  calls = [];
  /** How many of them are answered. */
  answered = 0;
  /** What the answers say they are about. */
  about = 'first';

  call(action, args) {
    return new Promise((resolve, reject) => this.calls.push({ action, args, resolve, reject }));
  }

  get waiting() {
    return this.calls[this.answered];
  }

  /** Answers the oldest call that waits. */
  async answer(result = this.#answerTo(this.waiting)) {
    this.calls[this.answered++].resolve(result);
    await settled();
  }

  /** As the worker does when it has run again since. */
  async answerNothing() {
    this.calls[this.answered++].resolve(undefined);
    await settled();
  }

  async refuse() {
    this.calls[this.answered++].reject(new Error('refused'));
    await settled();
  }

  async answerAll() {
    while (this.waiting) await this.answer();
  }

  #answerTo({ action, args }) {
    const { about } = this;
    if (action === 'trial') return { predictions: [{ index: 0, label: about, probability: 1 }], fits: [about] };
    if (action === 'costs') return args.networks.map((_, i) => `${about} ${i}`);
    return { about };
  }
}

/** Everything that follows an answer is done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const architecture = { arch: 'resnet18', stem: 'imagenet', width: 64, classes: 200 };

/** @param {number} number @param {object} [state] what it ran under */
const runOf = (number, state) => {
  const { stage, form, merge, r, d } = { ...DEFAULTS, ...state };
  const predictions = [7, 3].map((index) => ({ index, label: `class ${index}`, probability: 0.5 }));
  return { number, stage, setting: { form, merge, r, d }, predictions };
};

/** Findings about run 1. @param {object} [state] */
function scene(state) {
  const engine = new FakeEngine();
  const subject = /** @type {any} */ ({
    state: { ...DEFAULTS, ...state },
    run: runOf(1, state),
    architecture,
    seen: 'a photo',
  });
  const scene = { engine, subject, changes: 0, findings: /** @type {Findings} */ (/** @type {unknown} */ (undefined)) };
  scene.findings = new Findings(
    /** @type {any} */ (engine),
    () => subject,
    () => (scene.changes += 1),
  );
  return scene;
}

/** Follows until nothing is left to ask. @param {ReturnType<typeof scene>} scene */
async function followAll({ findings, engine }) {
  const followed = findings.follow();
  await settled();
  await engine.answerAll();
  await followed;
}

/** What each finding needs to be asked for, what it asks last, and what it is about once it is there. */
const FINDINGS = /** @type {Record<string, { open: object, action: string, about: (findings: any) => unknown }>} */ ({
  baseline: { open: {}, action: 'trial', about: ({ baseline }) => baseline?.[0].label },
  inside: { open: { side: 'cell' }, action: 'inside', about: ({ inside }) => inside?.about },
  classMap: { open: { panel: 'worth' }, action: 'classMap', about: ({ classMap }) => classMap?.plane.about },
  costs: { open: { panel: 'cost' }, action: 'costs', about: ({ costs }) => costs[0]?.cost.split(' ')[0] },
  worth: { open: { panel: 'worth' }, action: 'trial', about: ({ worth }) => worth[0]?.trial.fits[0] },
  grid: { open: { panel: 'grid' }, action: 'trial', about: ({ grid }) => grid[0]?.trial.fits[0] },
});

/** A scene in which a finding has been asked for and is not answered yet. @param {string} name */
async function asked(name) {
  const { open, action } = FINDINGS[name];
  const waiting = scene();
  if (name !== 'baseline') await followAll(waiting);
  waiting.subject.state = { ...waiting.subject.state, ...open };
  waiting.findings.follow();
  await settled();
  while (waiting.engine.waiting.action !== action) await waiting.engine.answer();
  return waiting;
}

/** As the lens does when the worker has run again. @param {ReturnType<typeof scene>} scene @param {object} state */
function replaceRun({ subject, findings }, state) {
  subject.run = runOf(2, state);
  findings.follow();
}

for (const [name, { open, about }] of Object.entries(FINDINGS)) {
  test(`${name}: found, told, and not asked for again`, async () => {
    const found = await asked(name);
    assert.equal(about(found.findings), undefined);
    const { changes } = found;
    await found.engine.answerAll();
    assert.equal(about(found.findings), 'first');
    assert.ok(found.changes > changes);
    // Neither without a reason nor for a choice that it does not depend on.
    for (const cell of ['', '1,1']) {
      found.subject.state = { ...found.subject.state, cell };
      found.findings.follow();
      await settled();
      assert.equal(found.engine.waiting, undefined);
    }
  });

  test(`${name}: an answer about a run that was replaced meanwhile is dropped, and the new run is asked about`, async () => {
    const found = await asked(name);
    replaceRun(found, open);
    await found.engine.answer();
    assert.equal(about(found.findings), undefined);
    found.engine.about = 'second';
    await found.engine.answerAll();
    assert.equal(about(found.findings), 'second');
  });

  test(`${name}: forgotten when another network is open, and asked for again`, async () => {
    const found = await asked(name);
    await found.engine.answerAll();
    found.findings.clear();
    assert.equal(about(found.findings), undefined);
    found.engine.about = 'second';
    await followAll(found);
    assert.equal(about(found.findings), 'second');
  });

  test(`${name}: the worker dies, and the next run is asked about`, async () => {
    const found = await asked(name);
    replaceRun(found, open);
    await found.engine.refuse();
    found.engine.about = 'second';
    await found.engine.answerAll();
    assert.equal(about(found.findings), 'second');
  });

  test(`${name}: a new worker counts its runs from 1 again, and is asked about each`, async () => {
    const found = await asked(name);
    await found.engine.answerAll();
    found.subject.state = { ...found.subject.state, r: 8 };
    found.subject.run = runOf(1, found.subject.state);
    found.subject.seen = 'another photo';
    found.engine.about = 'second';
    await followAll(found);
    assert.equal(about(found.findings), 'second');
  });
}

for (const name of ['baseline', 'inside', 'classMap', 'costs']) {
  test(`${name}: refused, it is absent, and the next change asks again`, async () => {
    const found = await asked(name);
    await found.engine.refuse();
    await found.engine.answerAll();
    const { about } = FINDINGS[name];
    assert.equal(about(found.findings), undefined);
    await followAll(found);
    assert.equal(about(found.findings), 'first');
  });
}

test('with nothing open only the prediction without BAM is asked for', async () => {
  const found = scene({ form: 'official', r: 8 });
  await followAll(found);
  const off = { form: 'none', merge: 'sum', r: 8, d: 4 };
  assert.equal(found.engine.calls.length, 1);
  assert.deepEqual(found.engine.calls[0].args.settings, [off, off, off]);
  assert.deepEqual(found.findings.baseline, [{ index: 0, label: 'first', probability: 1 }]);
});

test('without BAM the same photo predicts the same, whatever was chosen for the BAMs', async () => {
  const found = scene();
  await followAll(found);
  found.subject.run = runOf(2, { r: 8, form: 'official' });
  await followAll(found);
  assert.equal(found.engine.calls.length, 1);
  assert.equal(found.findings.baseline?.[0].label, 'first');
});

test('of another photo the prediction without BAM is gone at once, before the new one is there', async () => {
  const found = scene();
  await followAll(found);
  found.subject.run = runOf(2);
  found.subject.seen = 'another photo';
  found.engine.about = 'second';
  found.findings.follow();
  await settled();
  assert.equal(found.findings.baseline, undefined);
  await found.engine.answerAll();
  assert.equal(found.findings.baseline?.[0].label, 'second');
});

test('before a run, and of one without weights, nothing is asked', async () => {
  for (const run of [undefined, { ...runOf(1), predictions: undefined }]) {
    const found = scene({ side: 'cell', panel: 'worth' });
    found.subject.run = run;
    await followAll(found);
    assert.deepEqual(found.engine.calls, []);
  }
});

test('a bottleneck is opened for the views that read it, and for no other', async () => {
  /** @type {[object, boolean][]} */
  const cases = [
    [{}, false],
    [{ panel: 'worth' }, false],
    [{ panel: 'cost' }, false],
    [{ panel: 'grid' }, false],
    [{ side: 'cell' }, true],
    [{ side: 'channel' }, true],
    [{ panel: 'channels' }, true],
    [{ panel: 'differences' }, true],
    [{ side: 'channel', panel: 'cost' }, true],
  ];
  for (const [state, wanted] of cases) {
    const found = scene(state);
    await followAll(found);
    assert.equal(found.findings.inside !== undefined, wanted, JSON.stringify(state));
  }
});

test('a bottleneck is opened as it was run, again for another run or stage, and stays until the new one is there', async () => {
  const found = await asked('inside');
  const { setting } = runOf(1);
  assert.deepEqual(found.engine.waiting.args, { number: 1, stage: 3, setting });
  await found.engine.answer();
  found.subject.run = runOf(2, { stage: 1, r: 8 });
  found.engine.about = 'second';
  found.findings.follow();
  await settled();
  assert.deepEqual(found.engine.waiting.args, { number: 2, stage: 1, setting: { ...setting, r: 8 } });
  assert.equal(FINDINGS.inside.about(found.findings), 'first');
  await found.engine.answer();
  assert.equal(FINDINGS.inside.about(found.findings), 'second');
});

test('a bottleneck whose run the worker no longer has leaves the one on screen', async () => {
  const found = await asked('inside');
  await found.engine.answer();
  replaceRun(found, {});
  await settled();
  await found.engine.answerNothing();
  assert.equal(FINDINGS.inside.about(found.findings), 'first');
});

test('the class map is that of the most probable class, or of the one chosen', async () => {
  const found = await asked('classMap');
  assert.deepEqual(found.engine.waiting.args, { index: 7 });
  await found.engine.answerAll();
  found.subject.state = { ...found.subject.state, class: '3' };
  found.engine.about = 'second';
  await followAll(found);
  const maps = found.engine.calls.filter(({ action }) => action === 'classMap');
  assert.deepEqual(
    maps.map(({ args }) => args.index),
    [7, 3],
  );
  assert.deepEqual(found.findings.classMap, { plane: { about: 'second' }, index: 3 });
});

test('costs are those of the networks compared, each with its own, and asked again for other classes', async () => {
  const found = await asked('costs');
  const { setting } = runOf(1);
  const networks = networksOf(/** @type {any} */ (architecture), setting, 128, 1000);
  assert.deepEqual(found.engine.waiting.args.networks, networks);
  await found.engine.answerAll();
  assert.deepEqual(
    found.findings.costs,
    networks.map((network, i) => ({ ...network, cost: `first ${i}` })),
  );
  found.subject.state = { ...found.subject.state, classes: 10 };
  await followAll(found);
  assert.equal(found.findings.costs[2].architecture.classes, 10);
});

test('without an open network no costs are asked', async () => {
  const found = scene({ panel: 'cost' });
  found.subject.architecture = undefined;
  await followAll(found);
  assert.deepEqual(
    found.engine.calls.map(({ action }) => action),
    ['trial'],
  );
});

test('what BAM is worth fills up alternative by alternative; one that is refused stands without a trial', async () => {
  const found = await asked('worth');
  const list = alternatives(runOf(1).setting);
  for (const [i, { settings }] of list.entries()) {
    assert.deepEqual(found.engine.waiting.args.settings, settings);
    if (i === 2) await found.engine.refuse();
    else await found.engine.answer();
    assert.equal(found.findings.worth.length, i + 1);
  }
  assert.deepEqual(
    found.findings.worth.map(({ name, where, trial }) => [name, where, trial !== undefined]),
    list.map(({ name, where }, i) => [name, where, i !== 2]),
  );
  // A setting without weights stays without them: another choice does not try it again.
  found.findings.follow();
  await settled();
  assert.equal(found.engine.waiting, undefined);
});

test('the settings of r and d fill up one by one, each with the cost of its r', async () => {
  const found = await asked('grid');
  const list = settingsGrid(runOf(1).setting);
  await found.engine.answerAll();
  assert.deepEqual(
    found.findings.grid.map(({ settings }) => settings),
    list.map(({ settings }) => settings),
  );
  assert.deepEqual(
    found.findings.grid.map(({ cost }) => cost),
    list.map(({ settings: [{ r }] }) => `first ${[4, 8, 16, 32].indexOf(r)}`),
  );
});

/** A choice after which all has to be tried anew. */
const OTHER = { worth: { r: 8 }, grid: { form: 'official' } };

for (const name of /** @type {const} */ (['worth', 'grid'])) {
  test(`${name}: another setting is tried from its own start`, async () => {
    const found = await asked(name);
    await found.engine.answerAll();
    found.subject.state = { ...found.subject.state, ...OTHER[name] };
    found.subject.run = runOf(2, found.subject.state);
    found.engine.about = 'second';
    await followAll(found);
    const list =
      name === 'worth' ? alternatives(settingOf(found.subject.state)) : settingsGrid(found.subject.run.setting);
    assert.equal(found.findings[name].length, list.length);
    for (const { trial } of found.findings[name]) assert.equal(trial?.fits[0], 'second');
  });

  test(`${name}: what was tried for another setting is gone before anything new is found`, async () => {
    const found = await asked(name);
    await found.engine.answerAll();
    found.subject.state = { ...found.subject.state, ...OTHER[name] };
    found.subject.run = runOf(2, found.subject.state);
    // Beside the new prediction its numbers would be wrong.
    found.findings.follow();
    assert.deepEqual(found.findings[name], []);
  });

  test(`${name}: another choice meanwhile waits for one trial, and nothing is tried twice`, async () => {
    const found = await asked(name);
    await found.engine.answer();
    await found.engine.answer();
    const shown = found.findings[name].length;
    found.subject.state = { ...found.subject.state, cell: '1,1', side: 'cell' };
    found.findings.follow();
    await found.engine.answer();
    assert.equal(found.engine.waiting.action, 'inside');
    assert.ok(found.findings[name].length >= shown, 'what is on screen stays there');
    await found.engine.answerAll();
    const tried = found.engine.calls.slice(1).filter(({ action }) => action === 'trial');
    const list = name === 'worth' ? alternatives(runOf(1).setting) : settingsGrid(runOf(1).setting);
    assert.equal(found.findings[name].length, list.length);
    // The trial that the choice came into may be asked for once more, those before it not.
    assert.ok(tried.length <= list.length + 1, `${tried.length} trials for ${list.length}`);
  });
}

test('every r and d is tried once: choosing one of them tries none again', async () => {
  const found = await asked('grid');
  await found.engine.answerAll();
  const { calls } = found.engine;
  const asking = calls.length;
  found.subject.state = { ...found.subject.state, r: 8, d: 2 };
  found.subject.run = runOf(2, found.subject.state);
  await followAll(found);
  assert.equal(found.findings.grid.length, 16);
  assert.equal(calls.length, asking);
});

test('one thing is asked after another, and a choice made meanwhile is followed as well', async () => {
  const found = scene();
  const followed = found.findings.follow();
  found.subject.state = { ...found.subject.state, side: 'cell' };
  found.findings.follow();
  assert.equal(found.engine.calls.length, 1);
  await found.engine.answer();
  assert.deepEqual(
    found.engine.calls.map(({ action }) => action),
    ['trial', 'inside'],
  );
  await found.engine.answerAll();
  await followed;
  assert.equal(FINDINGS.inside.about(found.findings), 'first');
});

test('the prediction without BAM is that of the photo on screen, also when something was chosen as the photo came', async (t) => {
  /** @type {Record<string, (response: Response) => void>} photos on their way, by their address */
  const coming = {};
  t.mock.method(globalThis, 'fetch', (/** @type {string} */ url) => new Promise((resolve) => (coming[url] = resolve)));
  const arrive = async (/** @type {string} */ url) => {
    coming[url](new Response(new Blob([url], { type: 'image/jpeg' })));
    for (let i = 0; i < 5; i++) await settled();
  };
  let [photo, runs] = ['', 0];
  const worker = {
    open: () => ({ summary: { architecture }, report: undefined, fileBytes: 1 }),
    photo: async ({ blob }) => ((photo = await blob.text()), {}),
    run: ({ stage, setting }) => ({ ...runOf(++runs), stage, setting, fit: { kind: 'trained' }, detail: { stage } }),
    trial: () => ({ predictions: [{ index: 7, label: `${photo} without BAM`, probability: 1 }] }),
    inside: () => ({}),
  };
  const samples = ['koala', 'cat'].map((id) => ({ id, url: id, title: id, alt: id, credit: '' }));
  const engine = { call: async (action, args) => worker[action](args) };
  const lens = new Lens(/** @type {any} */ (engine), samples, { url: 'weights' }, () => undefined);
  lens.start();
  const loading = lens.load();
  await settled();
  await arrive('koala');
  await loading;
  await settled();
  assert.equal(lens.findings.baseline?.[0].label, 'koala without BAM');

  lens.set({ img: 'cat' });
  lens.set({ side: 'cell' });
  await settled();
  await arrive('cat');
  assert.equal(lens.run?.number, 2);
  assert.equal(lens.findings.baseline?.[0].label, 'cat without BAM');
});
