/** `npm run preview [-- --port 8000] [-- --host]`: serves what `npm run build` wrote. */

import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SetupError, runScript } from './command.js';
import { serveBuilt } from './serve.js';

runScript(async () => {
  const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'boolean' } } });
  if (!existsSync('dist/index.html')) throw new SetupError('there is no dist/: run `npm run build` first');
  const { url } = await serveBuilt({ host: values.host, port: values.port && Number(values.port) });
  console.log(`\nBAM Lens: ${url}\n\nCtrl+C stops it.`);
});
