/** Every tap of a run and the weights of its modules, as one file. Runs in the worker. */

import { safetensorsOf } from './export/safetensors.js';

/**
 * @param {import('./wasm/bam_lens.js').Session} session
 * @param {Record<string, string>} metadata what was run
 * @returns {Uint8Array<ArrayBuffer>} safetensors: taps by their names, `bam{k}.parameters.*` beside them
 */
export function everything(session, metadata) {
  const taps = session.tapNames().map((name) => session.tap(name));
  const parameters = [1, 2, 3].flatMap((k) =>
    session.parameters(k).map((tensor) => ({ ...tensor, name: `bam${k}.parameters.${tensor.name}` })),
  );
  return safetensorsOf([...taps, ...parameters], metadata);
}
