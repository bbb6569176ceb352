import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['dist/', 'target/', 'www/wasm/', '.venv/'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['www/**/*.js'],
    ignores: ['www/worker.js', 'www/offline/sw.js'],
    languageOptions: { globals: globals.browser },
    rules: { 'no-console': 'error' },
  },
  {
    files: ['www/worker.js', 'www/offline/sw.js'],
    languageOptions: { globals: { ...globals.worker, ...globals.serviceworker } },
    rules: { 'no-console': 'error' },
  },
  {
    // A view knows its props and its events, not the other views.
    files: ['www/views/**/*.js'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['./*', '!../*'] }] },
  },
  {
    files: ['*.js', 'scripts/**/*.js', 'tests/**/*.js'],
    languageOptions: { globals: globals.node },
  },
  {
    // Parts of these run in the page.
    files: [
      'tests/browser/**/*.js',
      'tests/bench/**/*.js',
      'tests/package/**/*.js',
      'scripts/bench-load.js',
      'scripts/thumbnails.js',
    ],
    languageOptions: { globals: globals.browser },
  },
];
