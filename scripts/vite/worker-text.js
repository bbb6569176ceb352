/**
 * `import code from './worker.js?text'`: a worker and everything it imports as one classic script. Only a script that comes
 * as text starts everywhere: from another origin, in a sandboxed frame and from a disk a browser refuses to load one from
 * an address, and module workers do not start from a blob.
 */

import { build } from 'vite';

const SUFFIX = '?text';

/** @returns {import('vite').Plugin} */
export function workerText() {
  let minify = true;
  return {
    name: 'worker-text',
    configResolved({ command }) {
      minify = command === 'build';
    },
    async load(id) {
      if (!id.endsWith(SUFFIX)) return undefined;
      const [{ output }] = await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        build: {
          write: false,
          minify,
          target: 'es2022',
          rolldownOptions: { input: id.slice(0, -SUFFIX.length), output: { format: 'iife' } },
          lib: { entry: id.slice(0, -SUFFIX.length), formats: ['iife'], name: 'worker' },
        },
      });
      const [{ code, moduleIds }] = output;
      for (const path of moduleIds) this.addWatchFile(path);
      return { code: `export default ${JSON.stringify(code)}`, moduleType: 'js' };
    },
  };
}
