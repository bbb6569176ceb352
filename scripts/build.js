/** `npm run build`: the page and the package as static files in dist/, and what they weigh. */

import { runScript } from './command.js';
import { describe } from './describe.js';
import { pack } from './pack.js';
import { prepare } from './prepare.js';

runScript(async () => {
  await prepare();
  const verdicts = await pack();
  await describe('dist');
  if (!verdicts.every(({ kept }) => kept)) process.exitCode = 1;
});
