/** The house rules: every tool that `npm run check` runs, and what it is told. */

import { join } from 'node:path';
import { read, watch } from './command.js';
import { rustup } from './prepare.js';

const DENY = ['--', '--deny', 'warnings'];

/** @type {{ name: string, command: string, args: string[], fix?: string[], env?: NodeJS.ProcessEnv }[]} */
const CHECKS = [
  { name: 'rustfmt', command: 'cargo', args: ['fmt', '--all', '--check'], fix: ['fmt', '--all'] },
  { name: 'clippy', command: 'cargo', args: ['clippy', '--locked', '--workspace', '--all-targets', ...DENY] },
  {
    name: 'clippy for wasm32',
    command: 'cargo',
    args: ['clippy', '--locked', '--lib', '--target', 'wasm32-unknown-unknown', ...DENY],
  },
  {
    name: 'rustdoc',
    command: 'cargo',
    args: ['doc', '--locked', '--no-deps', '--lib'],
    env: { RUSTDOCFLAGS: '--deny warnings' },
  },
  npmTool('prettier', 'prettier/bin/prettier.cjs', ['--check', '.'], ['--write', '.']),
  npmTool('eslint', 'eslint/bin/eslint.js', ['--max-warnings', '0'], ['--fix']),
  npmTool('types of the page', 'typescript/bin/tsc', ['--project', 'tsconfig.json']),
  npmTool('types of the worker', 'typescript/bin/tsc', ['--project', 'tsconfig.worker.json']),
];

function npmTool(name, script, args, fix) {
  const path = join('node_modules', script);
  return { name, command: process.execPath, args: [path, ...args], fix: fix && [path, ...fix] };
}

/**
 * Each check counts as one test.
 *
 * @param {import('./tally.js').Tally} tally
 * @param {{ fix?: boolean }} [options] let the tools put right what they can
 * @returns {Promise<number>} 0: what failed is in the tally
 */
export async function check(tally, { fix = false } = {}) {
  await requireComponents();
  for (const { name, command, args, fix: fixing, env } of CHECKS) {
    const status = await watch(command, fix && fixing ? fixing : args, () => {}, { env });
    console.log(`${status === 0 ? '✔' : '✖'} ${name}`);
    tally.add(status === 0 ? { passed: 1 } : { failed: 1 });
  }
  return 0;
}

async function requireComponents() {
  for (const component of ['rustfmt', 'clippy']) {
    const tool = component === 'clippy' ? 'cargo-clippy' : component;
    if ((await read(tool, ['--version'], { quiet: true })) !== undefined) continue;
    await rustup(['component', 'add', component], `the Rust component ${component}`);
  }
}
