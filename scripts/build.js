/** `npm run build`: the page and the package as static files in dist/, what they weigh, and pictures of them. */

import { findChromium } from './browsers.js';
import { runScript } from './command.js';
import { describe } from './describe.js';
import { pack } from './pack.js';
import { drawPosters } from './posters.js';
import { prepare } from './prepare.js';
import { serveBuilt } from './serve.js';

runScript(async () => {
  await prepare();
  const verdicts = await pack();
  await describe('dist');
  if (!verdicts.every(({ kept }) => kept)) process.exitCode = 1;
  if (!process.env.BAM_LENS_HOME) {
    console.log(
      'BAM_LENS_HOME is not set: no canonical address, Open Graph and oEmbed, which need the address of the page',
    );
  }
  await pictures();
});

async function pictures() {
  const chromium = await findChromium();
  const { url, close } = await serveBuilt();
  try {
    const drawn = await drawPosters(url, 'dist', chromium);
    const kilobytes = drawn.reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
    console.log(`${drawn.length} pictures of the page: ${kilobytes.toFixed(0)} KB`);
  } finally {
    await close();
  }
}
