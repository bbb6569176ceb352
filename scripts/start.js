/** `npm start [-- --port 8000] [-- --host]`: the page, served while it is worked on. */

import { parseArgs } from 'node:util';
import { runScript } from './command.js';
import { prepare } from './prepare.js';

runScript(async () => {
  const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'boolean' } } });
  await prepare();
  const { createServer } = await import('vite');
  const server = await createServer({ server: { host: values.host, port: values.port && Number(values.port) } });
  await server.listen();
  for (const url of [...server.resolvedUrls.local, ...server.resolvedUrls.network]) console.log(`\nBAM Lens: ${url}`);
  console.log('\nCtrl+C stops it.');
});
