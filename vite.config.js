import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: dist/ works below any path, wherever it is copied.
  base: './',
  publicDir: false,
  build: { license: { fileName: 'third-party-licences.md' } },
  worker: { format: 'es' },
  // Not every page below here: the benchmark's imports packages that only the benchmark installs.
  optimizeDeps: { entries: ['index.html'] },
  server: { port: 5173, watch: { ignored: ['**/target/**', '**/training/**'] } },
});
