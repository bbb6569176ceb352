/** What the page and the command line do with a checkpoint: it is opened, and what it holds is run. */

const SIZE_PX = 32;

/** @typedef {typeof import('../../www/wasm/bam_lens.js')} Glue */

/**
 * @param {Glue} glue
 * @param {Uint8Array} file
 * @returns {string} the network's name; what was opened has run
 */
export function open({ Session, LoneModule }, file) {
  let session;
  try {
    session = new Session(file);
  } catch (error) {
    if (/** @type {any} */ (error).code !== 'network.loneModule') throw error;
    new LoneModule(file).free();
    return 'a lone module';
  }
  try {
    const { metadata } = session.summary;
    const { keys, architecture } = session.report;
    if (!metadata || !keys || !architecture) throw new Error('a network without a summary');
    session.loadInput(new Float32Array(3 * SIZE_PX ** 2), Uint32Array.of(1, 3, SIZE_PX, SIZE_PX));
    session.run();
    return architecture.arch;
  } finally {
    session.free();
  }
}
