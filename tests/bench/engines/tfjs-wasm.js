/** TensorFlow.js's WebAssembly backend, one thread, SIMD, with its fused convolutions. */

import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';

/**
 * @param {import('../network.js').Network} network
 * @param {number} sizePx
 * @param {Float32Array} values the input, (1, 3, sizePx, sizePx)
 */
export async function load(network, sizePx, values) {
  setThreadsCount(1);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
  });
  await tf.setBackend('wasm');
  const layers = network.ops.map(layer);
  const input = tf.tidy(() => tf.transpose(tf.tensor4d(values, [1, 3, sizePx, sizePx]), [0, 2, 3, 1]));
  return {
    run: () => {
      const logits = tf.tidy(() => {
        const tensors = { input };
        for (const { to, compute } of layers) tensors[to] = compute(tensors);
        return tensors[network.output];
      });
      const data = logits.dataSync();
      logits.dispose();
      return data;
    },
    free: () => tf.engine().disposeVariables(),
  };
}

/** @returns {{ to: string, compute: (tensors: Record<string, tf.Tensor4D>) => tf.Tensor4D }} */
function layer(op) {
  const { from, to } = op;
  switch (op.op) {
    case 'conv': {
      const { inputs, outputs, kernel, stride, dilation, relu, add } = op;
      const weight = tf.tensor4d(op.weight, [outputs, inputs, kernel, kernel]);
      const filter = tf.keep(tf.transpose(weight, [2, 3, 1, 0]));
      weight.dispose();
      const bias = tf.keep(tf.tensor1d(op.bias));
      const margin = (kernel >> 1) * dilation;
      const sides = [margin, margin];
      const options = { filter, strides: stride, dilations: dilation, pad: [[0, 0], sides, sides, [0, 0]], bias };
      const compute = (tensors) => {
        const activation = relu && !add ? 'relu' : 'linear';
        const y = tf.fused.conv2d({ x: tensors[from], ...options, activation });
        return add ? tf.relu(tf.add(y, tensors[add])) : y;
      };
      return { to, compute };
    }
    case 'maxPool':
      return { to, compute: (tensors) => tf.maxPool(tensors[from], 3, 2, 1) };
    case 'mean':
      return { to, compute: (tensors) => tf.mean(tensors[from], [1, 2], true) };
    case 'attend': {
      const compute = (tensors) => {
        const attention = tf.sigmoid(tf.add(tensors[op.channel], tensors[op.spatial]));
        return tf.add(tensors[from], tf.mul(tensors[from], attention));
      };
      return { to, compute };
    }
  }
}
