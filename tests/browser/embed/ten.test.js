/** An article with ten frames: what it costs its reader before any network is asked for. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser } from '../browser.js';
import { sharedOutBytes } from '../renderers.js';
import { drawn, startBlog } from './blog.js';

const MOST_MB = 1000;

const browser = await openBrowser();
const blog = await startBlog();
after(() => Promise.all([browser.close(), blog.close()]));

const IMAGES = ['koala', 'arch', 'red-panda', 'dog', 'coffee', 'cat', 'duck', 'dahlia', 'pagoda', 'raccoon'];

for (const sandbox of ['', 'sandbox="allow-scripts"']) {
  test(`ten frames ${sandbox || 'as they are'} are drawn without a network`, async () => {
    const earlier = blog.host.requests.length;
    const frames = IMAGES.map(
      (img, i) =>
        `<iframe ${sandbox} src="{host}embed.html#img=${img}&stage=${1 + (i % 3)}" width="340" height="300"></iframe>`,
    );
    // All in sight, which is the most there can be to do at once.
    const started = performance.now();
    const { page, problems } = await blog.open(
      browser,
      `<style>body { display: flex; flex-wrap: wrap } iframe { max-height: 300px }</style>${frames.join('')}`,
      { viewport: { width: 1800, height: 1000 } },
    );
    const inside = page.frames().slice(1);
    assert.equal(inside.length, 10);
    await Promise.all(inside.map(drawn));
    const took = performance.now() - started;
    const asked = blog.host.requests.slice(earlier);
    assert.deepEqual(
      asked.filter((path) => /\.(gzip|wasm)$|element/.test(path)),
      [],
    );
    const mb = process.platform === 'linux' ? sharedOutBytes() / 2 ** 20 : undefined;
    console.log(
      `ten frames ${sandbox}: ${Math.round(took)} ms, ${mb === undefined ? 'memory not measured' : `${Math.round(mb)} MB`}`,
    );
    if (mb !== undefined) assert.ok(mb > 20 && mb < MOST_MB, `${mb} MB`);
    assert.deepEqual(problems, []);
    await page.context().close();
  });
}
