/** The WebAssembly module in Node, loaded once for all tests of a file. */

import { readFileSync } from 'node:fs';
import { initSync } from '../../www/wasm/bam_lens.js';

const module = readFileSync(new URL('../../www/wasm/bam_lens_bg.wasm', import.meta.url));

/** All that the module's sessions hold. It never shrinks. */
export const { memory } = initSync({ module });

export * from '../../www/wasm/bam_lens.js';

/** The bytes of a file of this repository. @param {string} path */
export const bytes = (path) => new Uint8Array(readFileSync(new URL(`../../${path}`, import.meta.url)));

export const shipped = () => bytes('www/models/resnet18-bam-tiny200.safetensors.gzip');
