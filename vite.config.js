import { defineConfig } from 'vite';
import { gzipSize } from './scripts/vite/gzip-size.js';
import { workerText } from './scripts/vite/worker-text.js';

export default defineConfig({
  // Relative addresses: dist/ works below any path, wherever it is copied.
  base: './',
  publicDir: false,
  build: { license: { fileName: 'third-party-licences.md' } },
  plugins: [workerText(), gzipSize()],
  // Not every page below here: the benchmark's imports packages that only the benchmark installs.
  optimizeDeps: { entries: ['index.html'] },
  server: { port: 5173, watch: { ignored: ['**/target/**', '**/training/**'] } },
});
