/** Our engine, all taps kept. */

import init, { Session } from '../../../www/wasm/bam_lens.js';
import wasmUrl from '../../../www/wasm/bam_lens_bg.wasm?url';
import { weightsFile } from '../weights-file.js';

const SETTING = { form: 'paper', merge: 'sum', r: 16, d: 4 };

/**
 * @param {import('../network.js').Network} network
 * @param {number} sizePx
 * @param {ImageData} photo
 */
export async function load(network, sizePx, photo) {
  await init({ module_or_path: wasmUrl });
  const session = new Session(weightsFile(network));
  session.configure(SETTING);
  session.loadPixels(photo.width, photo.height, new Uint8Array(photo.data.buffer), sizePx);
  session.run();
  return {
    input: session.tap('input').data,
    run() {
      session.forget();
      session.run();
      return session.tap('logits').data;
    },
    free: () => session.free(),
  };
}
