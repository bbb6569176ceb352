/** Programs for PyTorch, where it is installed. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @returns {string | undefined} the first Python here that has both packages */
function findPython() {
  const own = join(root, process.platform === 'win32' ? '.venv/Scripts/python.exe' : '.venv/bin/python');
  return [own, 'python3'].find((python) => {
    try {
      execFileSync(python, ['-c', 'import torch, safetensors.torch'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

const python = findPython();

/** Why a test that needs it is left out; false where it need not be. */
export const withoutPython = python ? false : 'neither .venv nor python3 has torch and safetensors';

/** @param {string} program @param {unknown} input @returns {any} what it prints, both as JSON */
export function runPython(program, input) {
  const options = { input: JSON.stringify(input), encoding: /** @type {const} */ ('utf8'), maxBuffer: 64 << 20 };
  return JSON.parse(execFileSync(python ?? '', ['-X', 'utf8', '-c', program], options));
}
