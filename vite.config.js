import { defineConfig } from 'vite';
import { bakedColors } from './scripts/vite/baked-colors.js';
import { crateLicences } from './scripts/vite/crate-licences.js';
import { gzipSize } from './scripts/vite/gzip-size.js';
import { home } from './scripts/vite/home.js';
import { jsonPart } from './scripts/vite/json-part.js';
import { offline } from './scripts/vite/offline.js';
import { workerText } from './scripts/vite/worker-text.js';

const LICENCES = 'third-party-licences.md';
/** Others ask for it by its name, which stays. */
const ELEMENT = 'element';

export default defineConfig({
  // Relative addresses: dist/ works below any path, wherever it is copied.
  base: './',
  publicDir: false,
  plugins: [bakedColors(), workerText(), gzipSize(), jsonPart(), home(), offline(), crateLicences(LICENCES)],
  build: {
    target: 'es2022',
    license: { fileName: LICENCES },
    // For who needs a file under the name that it has among the sources, such as the module.
    manifest: 'files.json',
    rolldownOptions: {
      input: { index: 'index.html', embed: 'embed.html', [ELEMENT]: 'www/element.js' },
      output: {
        entryFileNames: ({ name }) => (name === ELEMENT ? '[name].js' : 'assets/[name]-[hash].js'),
      },
      // Whoever imports the element wants its class as well.
      preserveEntrySignatures: 'exports-only',
    },
  },
  // Not every page below here: the benchmark's imports packages that only the benchmark installs.
  optimizeDeps: { entries: ['index.html', 'embed.html'] },
  server: { port: 5173, watch: { ignored: ['**/target/**', '**/training/**'] } },
});
