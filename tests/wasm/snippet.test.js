/** The snippets, run by others: Candle alone in Rust, PyTorch in Python. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { everything } from '../../www/everything.js';
import { safetensorsOf } from '../../www/export/safetensors.js';
import { pythonSnippet } from '../../www/export/snippet.js';
import { TOLERANCE, agrees } from '../../www/walk/check.js';
import { NAMES, SIZE, insideOf } from '../js/walk-modules.js';
import { EXAMPLES, HOSTILE, requestOf, requestsOf } from '../snippet/requests.js';
import { runPython, withoutPython } from '../support/python.js';
import { Session, bytes, shipped } from './module.js';

/** @typedef {import('../js/walk-modules.js').ModuleName} ModuleName */
/** @typedef {import('../../www/export/snippet.js').Request} Request */

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bam-lens-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {string | Uint8Array} content @returns {string} its path */
function written(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What a reader would save of a run with this module at BAM 1, as far as the snippets read it. @param {ModuleName} name */
function savedFile(name) {
  const { taps, parameters } = insideOf(name);
  const tensors = Object.values(parameters).map((tensor) => ({
    ...tensor,
    name: `bam1.parameters.${tensor.name}`,
  }));
  return written(`${name}.safetensors`, safetensorsOf([{ ...taps.before, name: 'bam1.before' }, ...tensors]));
}

/**
 * The number that a snippet computed, after a look at the one it repeats.
 *
 * @param {string} line that it printed
 * @param {Request} request
 */
function numberOf(line, { value, step }) {
  const [, computed, shown] = line.match(/^(\S+) \(on the page: (\S+)\)\r?\n$/) ?? assert.fail(`it printed "${line}"`);
  assert.ok(Math.abs(Number(shown) - value) <= 1e-6 * Math.abs(value), `${step}: ${shown} instead of ${value}`);
  return Number(computed);
}

/** @param {string} line @param {Request} request @param {string} what */
function compare(line, request, what) {
  const computed = numberOf(line, request);
  const error = Math.abs(computed - request.value) / Math.abs(request.value);
  assert.ok(computed === request.value || error <= TOLERANCE, `${what}: ${computed} instead of ${request.value}`);
}

for (const [name, step] of Object.entries(EXAMPLES)) {
  test(`Candle computes ${name}, ${step} like PyTorch`, () => {
    const module = /** @type {ModuleName} */ (name);
    const args = ['run', '--quiet', '--locked', '--example', `snippet-${name}`, '--', savedFile(module)];
    const request = requestOf(module, step);
    assert.notEqual(request.value, 0);
    compare(execFileSync('cargo', args, { cwd: root, encoding: 'utf8' }), request, name);
  });
}

/** Runs each snippet on its file and prints what they printed, all in one process: loading PyTorch takes seconds. */
const RUNNER = `
import contextlib, io, json, runpy, sys

def printed(snippet, file):
    sys.argv = [snippet, file]
    with contextlib.redirect_stdout(io.StringIO()) as output:
        runpy.run_path(snippet)
    return output.getvalue()

print(json.dumps([printed(*pair) for pair in json.load(sys.stdin)]))
`;

/** @param {{ request: Request, file: string }[]} jobs @returns {string[]} what each prints */
function runSnippets(jobs) {
  const pairs = jobs.map(({ request, file }, n) => [written(`${n}.py`, pythonSnippet(request)), file]);
  return runPython(RUNNER, pairs);
}

/** A corner, an edge, and cells from which the dilated kernels stay on the map. */
const CELLS = [
  { row: 0, column: 0 },
  { row: SIZE.heightPx - 1, column: 2 },
  { row: 4, column: 3 },
];

test('PyTorch computes every step of every form and merge', { skip: withoutPython }, () => {
  const jobs = NAMES.flatMap((name) => {
    const file = savedFile(name);
    return CELLS.flatMap((cell) => requestsOf(insideOf(name), cell)).map(({ request }) => ({ name, request, file }));
  });
  const lines = runSnippets(jobs);
  assert.equal(lines.length, 58 * CELLS.length);
  jobs.forEach(({ name, request }, n) => compare(lines[n], request, `${name}, ${request.step}`));
  const zeros = jobs.filter(({ request }) => request.value === 0).length;
  assert.equal(zeros, 0, 'a 0 would agree with much that is wrong');
});

/** Networks whose runs are saved whole: the shipped one, and a module that has fewer BatchNorms than its form. */
const NETWORKS = /** @type {const} */ ([
  ['the shipped network', shipped],
  [
    'a checkpoint of changzy00/pytorch-attention',
    () => bytes('tests/fixtures/checkpoints/changzy00_resnet18.safetensors'),
  ],
]);

for (const [what, weights] of NETWORKS) {
  test(`PyTorch computes what the page shows of ${what}`, { skip: withoutPython }, () => {
    const session = new Session(weights());
    session.loadPhoto(bytes('www/samples/koala.jpg'), 96);
    session.run();
    const file = written('everything.safetensors', everything(session, {}));
    const { setting } = session.summary;
    const jobs = [1, 2, 3].flatMap((stage) => {
      const cell = { row: 1, column: 2 };
      return requestsOf(insideOfRun(session, setting, stage), cell, { stage }).map((job) => ({ ...job, file }));
    });
    session.free();
    const lines = runSnippets(jobs);
    assert.equal(lines.length, 9 * 3);
    jobs.forEach(({ request, largest }, n) => {
      const page = numberOf(lines[n], request);
      const label = `BAM ${request.stage}, ${request.step}: ${page} instead of ${request.value}`;
      assert.ok(agrees({ page, network: request.value, largest }), label);
    });
  });
}

/**
 * @param {InstanceType<typeof Session>} session
 * @param {import('../../www/wasm/bam_lens.js').Setting} setting
 * @param {number} stage
 */
function insideOfRun(session, setting, stage) {
  const prefix = `bam${stage}.`;
  const names = session.tapNames().filter((/** @type {string} */ name) => name.startsWith(prefix));
  const taps = names.map((/** @type {string} */ name) => [name.slice(prefix.length), session.tap(name)]);
  const parameters = session.parameters(stage).map((tensor) => [tensor.name, tensor]);
  return { setting, taps: Object.fromEntries(taps), parameters: Object.fromEntries(parameters) };
}

test('Python reads every hostile file name as it was', { skip: withoutPython }, () => {
  const program = `
import ast, json, sys
print(json.dumps([ast.literal_eval(text) for text in json.load(sys.stdin)]))
`;
  const literals = HOSTILE.map(({ file }) => {
    const snippet = pythonSnippet({ ...requestOf('se', 'after'), file });
    return snippet.match(/^FILE = (.*)$/m)?.[1];
  });
  assert.deepEqual(
    runPython(program, literals),
    HOSTILE.map(({ file }) => file.replaceAll(/\p{Cs}/gu, '\ufffd')),
  );
});
