import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: dist/ works below any path, wherever it is copied.
  base: './',
  publicDir: false,
  build: { license: { fileName: 'third-party-licences.md' } },
  worker: { format: 'es' },
  server: { port: 5173, watch: { ignored: ['**/target/**', '**/training/**'] } },
});
