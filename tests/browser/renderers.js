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
    (children.get(pid) ?? []).flatMap((/** @type {string} */ child) => [
      child,
      .../** @type {string[]} */ (below(child)),
    ]);
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

/** @param {string} name of a file of each process @param {(text: string) => number} kib */
const sum = (name, kib) => renderers().reduce((bytes, pid) => bytes + KIB * kib(read(pid, name)), 0);

/** @param {string} text @param {string} name of a line with kilobytes */
const line = (text, name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);

/** What they take, shared parts by halves: PSS, in bytes. */
export const sharedOutBytes = () => sum('smaps_rollup', (text) => line(text, 'Pss'));

/** What they take beside the pages of the browser's own program, which all of its processes share, in bytes. */
export const takenBytes = () => sum('status', (text) => line(text, 'VmRSS') - line(text, 'RssFile'));

/** The most of it since `forgetPeak`, as the kernel keeps it: nothing between two looks is missed. */
export const peakBytes = () => sum('status', (text) => line(text, 'VmHWM') - line(text, 'RssFile'));

export function forgetPeak() {
  for (const pid of renderers()) writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
