/** `npm run check [-- --fix]`: the house rules alone. They are also the first part of `npm test`. */

import { parseArgs } from 'node:util';
import { runScript } from './command.js';
import { prepare } from './prepare.js';
import { check } from './rules.js';
import { Tally } from './tally.js';

runScript(async () => {
  const { values } = parseArgs({ options: { fix: { type: 'boolean' } } });
  await prepare();
  const tally = new Tally();
  await check(tally, values);
  console.log(tally.toString());
  if (tally.counts.failed) process.exitCode = 1;
});
