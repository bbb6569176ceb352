import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { findChromium, findFirefox } from '../../../scripts/browsers.js';

const skip = process.platform === 'win32' && 'the programs of these tests are shell scripts';
const before = { ...process.env };
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bam-lens-'));
  // Nothing but what a test puts there: no browser, and no package manager that would install one.
  process.env = { PATH: folder };
});
afterEach(() => {
  process.env = { ...before };
  rmSync(folder, { recursive: true });
});

function program(name, status) {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\nexit ${status}\n`, { mode: 0o755 });
  return path;
}

test('a program that only says how to get the browser is passed over', { skip }, async () => {
  program('firefox-esr', 1);
  program('chromium', 1);
  const [firefox, chrome] = [program('firefox', 0), program('google-chrome', 0)];
  assert.equal(await findFirefox(), firefox);
  assert.equal(await findChromium(), chrome);
});

test('what the environment names is taken, or refused in one sentence', { skip }, async () => {
  program('firefox', 0);
  process.env.FIREFOX = program('mine', 0);
  assert.equal(await findFirefox(), process.env.FIREFOX);
  process.env.FIREFOX = program('broken', 1);
  await assert.rejects(findFirefox(), {
    message: `the Firefox named in the environment does not start: ${folder}/broken`,
  });
});

test('Chromium is required and Firefox is not', { skip: process.platform !== 'linux' }, async () => {
  await assert.rejects(findChromium(), { message: /^no Chromium was found: / });
  assert.equal(await findFirefox(), undefined);
});

test('in CI Firefox is required where apt offers it', { skip: process.platform !== 'linux' }, async () => {
  program('sudo', 0);
  program('env', 1);
  process.env.CI = 'true';
  assert.equal(await findFirefox(), undefined);
  program('apt-get', 0);
  assert.equal(await findFirefox(), undefined);
  program('apt-cache', 0);
  await assert.rejects(findFirefox(), { message: /^no Firefox was found: / });
});
