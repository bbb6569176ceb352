/** The processes of a test's browser that run pages, and what they take of the memory. Linux alone tells it. */

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const KIB = 1024;

/** @returns {string[]} process ids of the pages of every browser that this test has started */
function renderers() {
  /** @type {Map<string | undefined, string[]>} */
  const children = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = /\) \S (\d+)/.exec(read(pid, 'stat'))?.[1];
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const below = (/** @type {string} */ pid) =>
    (children.get(pid) ?? []).flatMap((/** @type {string} */ child) => [child, .../** @type {string[]} */ (below(child))]);
  return below(String(process.pid)).filter((pid) => read(pid, 'cmdline').includes('--type=renderer'));
}

/** @param {string} pid @param {string} name @returns {string} empty where the process has ended meanwhile */
function read(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} name of a file of each process @param {RegExp} line with kilobytes */
const sum = (name, line) =>
  renderers().reduce((bytes, pid) => bytes + KIB * Number(line.exec(read(pid, name))?.[1] ?? 0), 0);

/** What they take, shared parts by halves: PSS, in bytes. */
export const takenBytes = () => sum('smaps_rollup', /^Pss:\s+(\d+)/m);

/** What they take, shared parts in full, in bytes. */
export const residentBytes = () => sum('status', /^VmRSS:\s+(\d+)/m);

/** The most of it since `forgetPeak`, as the kernel keeps it: nothing between two looks is missed. */
export const peakBytes = () => sum('status', /^VmHWM:\s+(\d+)/m);

export function forgetPeak() {
  for (const pid of renderers()) writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
