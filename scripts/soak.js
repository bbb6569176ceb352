/** `npm run test:soak`: a lesson of 1,000 photos and 50 checkpoints, where `npm test` takes a few. The figures are in docs/RELIABILITY.md. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './browsers.js';
import { run, runScript } from './command.js';
import { pack } from './pack.js';
import { prepare } from './prepare.js';
import { serveBuilt } from './serve.js';

const FOLDER = 'tests/browser/soak';

runScript(async () => {
  await prepare();
  await pack();
  const { url, close } = await serveBuilt();
  try {
    const files = readdirSync(FOLDER)
      .filter((name) => name.endsWith('.test.js'))
      .map((name) => join(FOLDER, name));
    // One after the other: they tell what a page takes.
    await run(process.execPath, ['--test', '--test-reporter=spec', '--test-concurrency=1', ...files], {
      env: { SOAK: 'full', BAM_LENS_URL: url, CHROMIUM: await findChromium() },
    });
  } finally {
    await close();
  }
});
