/** Exported tensors, opened by others: Candle's readers in the command line, NumPy and safetensors in Python. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { npyOf } from '../../www/export/npy.js';
import { safetensorsOf } from '../../www/export/safetensors.js';
import { runNative, shippedWeights } from '../support/native.js';
import { relativeError } from '../support/safetensors.js';
import { Session, bytes, shipped } from './module.js';

const folder = mkdtempSync(join(tmpdir(), 'bam-lens-'));
const session = new Session(shipped());
session.loadPhoto(bytes('www/samples/koala.jpg'), 96);
session.configure({ form: 'paper', merge: 'sum', r: 8, d: 2 });
session.run();
const taps = session.tapNames().map((/** @type {string} */ name) => session.tap(name));
const tap = (/** @type {string} */ wanted) => taps.find(({ name }) => name === wanted);
after(() => {
  session.free();
  rmSync(folder, { recursive: true });
});

/** @param {string} name @param {Uint8Array} file @returns {string} its path */
function written(name, file) {
  const path = join(folder, name);
  writeFileSync(path, file);
  return path;
}

const bits = (/** @type {Float32Array} */ data) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

for (const [name, file] of /** @type {const} */ ([
  ['input.npy', npyOf(tap('input'))],
  ['input.safetensors', safetensorsOf([tap('input')])],
  // Of several tensors the command line takes the one of this name.
  ['taps.safetensors', safetensorsOf(taps, { variant: 'r8_d2' })],
])) {
  test(`the native build runs ${name} and ends with the same logits`, () => {
    const input = written(name, file);
    const native = runNative(['--weights', shippedWeights, '--variant', 'r8_d2', '--input', input]).taps;
    assert.deepEqual(native.input.shape, tap('input').shape);
    assert.ok(bits(native.input.data).equals(bits(tap('input').data)), 'the input, bit by bit');
    assert.deepEqual(native.logits.shape, tap('logits').shape);
    const error = relativeError(native.logits.data, tap('logits').data);
    assert.ok(error <= 1e-4, `logits: ${error}`);
  });
}

/** Values that a detour through text or through double would change. */
const AWKWARD = new Float32Array(
  Uint32Array.of(0x3f800000, 0x80000000, 0x7fc00000, 0x7fc12345, 0x7f800000, 0xff800000, 0x00000001, 0x3dcccccd).buffer,
);
const awkward = [[], [1], [8], [2, 4], [1, 2, 2, 2]].map((shape) => {
  const count = shape.reduce((product, edge) => product * edge, 1);
  return { name: `awkward (${shape})`, shape, data: AWKWARD.subarray(8 - count) };
});

/** Prints of every array what it is, and of an .npy file also whether NumPy would have written the same bytes. */
const READER = `
import io, json, sys
import numpy as np
from safetensors import safe_open

def told(array):
    return {"dtype": array.dtype.str, "shape": list(array.shape), "hex": array.tobytes().hex()}

def of_npy(path):
    array = np.load(path)
    again = io.BytesIO()
    np.save(again, array)
    return told(array) | {"same_bytes": again.getvalue() == open(path, "rb").read()}

with safe_open(sys.argv[1], framework="numpy") as file:
    tensors = {name: told(file.get_tensor(name)) for name in file.keys()}
    metadata = file.metadata()
print(json.dumps({"tensors": tensors, "metadata": metadata, "npy": [of_npy(path) for path in sys.argv[2:]]}))
`;

/** @returns {string | undefined} the first Python here that has both packages */
function findPython() {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const own = join(root, process.platform === 'win32' ? '.venv/Scripts/python.exe' : '.venv/bin/python');
  return [own, 'python3'].find((python) => {
    try {
      execFileSync(python, ['-c', 'import numpy, safetensors'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

const python = findPython();
const skip = python ? false : 'neither .venv nor python3 has numpy and safetensors';

test('NumPy and safetensors open what is exported, bit by bit', { skip }, () => {
  const tensors = [...awkward, tap('input'), tap('bam3.attention'), tap('logits')];
  const metadata = { variant: 'r8_d2', photo: 'кот "1"' };
  const paths = [
    written('all.safetensors', safetensorsOf(tensors, metadata)),
    ...tensors.map((tensor, n) => written(`${n}.npy`, npyOf(tensor))),
  ];
  const output = execFileSync(python ?? '', ['-c', READER, ...paths], { encoding: 'utf8', maxBuffer: 64 << 20 });
  const read = JSON.parse(output);
  const told = ({ shape, data }) => ({ dtype: '<f4', shape, hex: bits(data).toString('hex') });
  assert.deepEqual(read.tensors, Object.fromEntries(tensors.map((tensor) => [tensor.name, told(tensor)])));
  assert.deepEqual(read.metadata, metadata);
  assert.deepEqual(
    read.npy,
    tensors.map((tensor) => ({ ...told(tensor), same_bytes: true })),
  );
});
