/** onnxruntime-web's WebAssembly backend, one thread, SIMD. */

import * as ort from 'onnxruntime-web/wasm';
import mjsUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { onnxModel } from '../onnx.js';

/**
 * @param {import('../network.js').Network} network
 * @param {number} sizePx
 * @param {Float32Array} values the input, (1, 3, sizePx, sizePx)
 */
export async function load(network, sizePx, values) {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = { mjs: mjsUrl, wasm: wasmUrl };
  const session = await ort.InferenceSession.create(onnxModel(network, sizePx), { executionProviders: ['wasm'] });
  const input = new ort.Tensor('float32', values, [1, 3, sizePx, sizePx]);
  return {
    run: async () => (await session.run({ input }))[network.output].data,
    free: () => session.release(),
  };
}
