/** Addresses of any kind: what is understood is valid, what is not is left out, and an address brings back its state. */

import { test } from 'node:test';
import { tryAddress } from '../fuzz/address.js';
import { SHARE } from './trial.js';

const COUNT = 100_000 * SHARE;

test(`${COUNT} addresses`, (t) => {
  const started = performance.now();
  for (let seed = 0; seed < COUNT; seed++) tryAddress(seed);
  t.diagnostic(`${((performance.now() - started) / COUNT).toFixed(3)} ms each`);
});
