/** Stock Candle: `candle-transformers`' ResNet without BAM, on Candle's own operators. `scripts/bench.js` builds it. */

import wasmUrl from '../../../target/bench-candle/wasm32-unknown-unknown/release/bench_candle.wasm?url';

/** @param {import('../network.js').Network} network @param {number} sizePx */
export async function load({ arch }, sizePx) {
  const module = await WebAssembly.compileStreaming(fetch(wasmUrl));
  const imports = {};
  // What wasm-bindgen's crates import without its glue: randomness for the initial weights, and descriptions nobody reads.
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0;
  const { exports } = await WebAssembly.instantiate(module, imports);
  exports.load(Number(arch.slice('resnet'.length)), sizePx);
  return { run: () => exports.run(), free: () => {} };
}
