/**
 * The most multiplications and additions that one thread of this browser does in a second: the scale for every other
 * figure of the benchmark. Without fused multiply-add, which only relaxed SIMD has. Measured with a module of a few
 * hundred bytes, written here instruction by instruction.
 */

// Binary format: https://webassembly.github.io/spec/core/binary/, and its SIMD instructions under 0xfd.
const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
const SPLAT = [0xfd, 0x13];
const MULTIPLY = [0xfd, 0xe6, 0x01];
const ADD = [0xfd, 0xe4, 0x01];
const LANE = [0xfd, 0x1f, 0x00];

/** Enough chains that none waits for its last result, few enough for the 15 vector registers V8 uses on x86-64. */
const CHAINS = 13;
const LANES = 4;
const STEPS = 4_000_000;
const ROUNDS = 10;

/** @returns {number} 10^9 single-precision operations in a second; a multiplication and an addition are two */
export function simdPeakGflops() {
  const { chains } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes())).exports;
  let shortestMs = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    chains(STEPS);
    shortestMs = Math.min(shortestMs, performance.now() - started);
  }
  return (STEPS * CHAINS * LANES * 2) / (shortestMs * 1e6);
}

/** @returns {Uint8Array} a module that exports `chains(steps: i32) -> f32` */
function moduleBytes() {
  const functionType = [0x60, ...vector([[I32]]), ...vector([[F32]])];
  const exported = [...vector([...'chains'].map((letter) => [letter.charCodeAt(0)])), 0x00, 0x00];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector([functionType])),
    ...section(3, vector([[0x00]])),
    ...section(7, vector([exported])),
    ...section(10, vector([body()])),
  ]);
}

/** Each step sets every chain x to 0.5 x + 1: it settles at 2, so no number ever becomes infinite, subnormal or NaN. */
function body() {
  const steps = 0;
  const chain = (index) => 1 + index;
  const indices = Array.from({ length: CHAINS }, (_, index) => index);
  const get = (local) => [0x20, local];
  const set = (local) => [0x21, local];
  const f32 = (value) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];
  const factor = 1 + CHAINS;
  const term = 2 + CHAINS;
  const code = [
    ...[...f32(0.5), ...SPLAT, ...set(factor)],
    ...[...f32(1), ...SPLAT, ...set(term)],
    ...indices.flatMap((index) => [...f32(index), ...SPLAT, ...set(chain(index))]),
    ...[0x03, 0x40], // loop
    ...indices.flatMap((index) => [
      ...[...get(chain(index)), ...get(factor), ...MULTIPLY],
      ...[...get(term), ...ADD, ...set(chain(index))],
    ]),
    ...[...get(steps), 0x41, 0x01, 0x6b, 0x22, steps, 0x0d, 0x00, 0x0b], // steps -= 1; while it is not 0; end
    ...indices.flatMap((index) => [...get(chain(index)), ...(index === 0 ? [] : ADD)]),
    ...[...LANE, 0x0b],
  ];
  const locals = vector([[CHAINS + 2, V128]]);
  return [...unsigned(locals.length + code.length), ...locals, ...code];
}

function section(id, content) {
  return [id, ...unsigned(content.length), ...content];
}

/** @param {number[][]} items @returns {number[]} their count, then their bytes */
function vector(items) {
  return [...unsigned(items.length), ...items.flat()];
}

/** LEB128. @param {number} value @returns {number[]} */
function unsigned(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}
