import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cratesOf } from '../../../scripts/vite/crate-licences.js';

const needs = (pkg, ...kinds) => ({ pkg, dep_kinds: kinds.map((kind) => ({ kind })) });

test('what is compiled in is named, and not what builds or tests it', () => {
  const nodes = [
    { id: 'ours', deps: [needs('zip', null), needs('mock', 'dev'), needs('cc', 'build'), needs('both', 'dev', null)] },
    { id: 'zip', deps: [needs('adler', null), needs('both', null)] },
    ...['mock', 'cc', 'adler', 'both', 'stranger'].map((id) => ({ id, deps: [] })),
  ];
  const packages = nodes.map(({ id }) => ({ id, name: id }));
  const names = cratesOf({ packages, resolve: { root: 'ours', nodes } }).map(({ name }) => name);
  assert.deepEqual(names, ['adler', 'both', 'zip']);
});
