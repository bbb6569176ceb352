/** `npm run test:hostile`: every damaged file, where `npm test` takes a part of them. The figures are in docs/RELIABILITY.md. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, runScript } from './command.js';
import { prepare } from './prepare.js';

const FOLDER = 'tests/hostile';

runScript(async () => {
  await prepare();
  // It writes the named files.
  await run('cargo', ['build', '--locked', '--example', 'hostile-checkpoints']);
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join(FOLDER, name));
  // One after the other: they tell how long a file takes.
  await run(process.execPath, ['--test', '--test-reporter=spec', '--test-concurrency=1', ...files], {
    env: { HOSTILE: 'full' },
  });
});
