/** Addresses that nobody meant: the page and the frame show something, and throw nothing. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser } from '../browser.js';
import { drawn, startBlog } from './blog.js';

const browser = await openBrowser();
const { host, close } = await startBlog();
after(() => Promise.all([browser.close(), close()]));

const LONG = 200_000;
const pairs = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => `k${i}=${i}`).join('&');
const NONSENSE = [
  '=',
  '&&&&',
  '%',
  '%E0%A4%A',
  '%00',
  'stage',
  'stage=',
  'stage=4&r=-1&d=1e9&size=0&crop=NaN',
  'stage=1&stage=2&stage=9',
  'stage[]=1&stage[a]=1',
  '__proto__=1&__proto__[stage]=1&constructor=1&prototype=1&hasOwnProperty=1&toString=1',
  'cell=999,999&side=cell&step=after&unit=9999&channel=9999&class=99999',
  'cell=-1,-1&cell=1',
  'img=own',
  'img=../../../etc/passwd',
  'kept=own&panel=compare',
  'kept=img:nobody,r:0&panel=compare&mode=swipe',
  'kept=__proto__:1',
  'lang=xx-Latn&theme=<script>alert(1)</script>',
  'panel=nowhere&hide=' + 'a,'.repeat(500),
  'hide=%00,<b>,..&lock=%25&steps=a,b&caption=<img%20src=x%20onerror=alert(1)>&origin=*',
  'form=blog&merge=spatial&r=64&d=8&size=512&stage=1',
];
/** Too long for a server, and for what may be read of them. */
const HASHES = [...NONSENSE, `r=${'x'.repeat(LONG)}`, 'x'.repeat(LONG), pairs(20_000), `caption=${'y'.repeat(LONG)}`];

for (const [name, shown] of /** @type {const} */ ([
  ['embed.html', '.poster'],
  ['index.html', 'bam-lens .lens'],
])) {
  for (const [mark, addresses] of /** @type {const} */ ([
    ['#', HASHES],
    ['?', NONSENSE],
  ])) {
    test(`${name}: nonsense behind ${mark} throws nothing`, async () => {
      const page = await (await browser.newContext()).newPage();
      /** @type {string[]} */
      const problems = [];
      let at = '';
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`${at}: ${message.text()}`);
      });
      page.on('pageerror', (error) => problems.push(`${at}: ${error}`));
      // The network is not what is asked here.
      await page.route('**/*.gzip', (route) => route.abort());
      for (const address of addresses) {
        at = address.slice(0, 60);
        await page.goto('about:blank');
        await page.goto(`${host.url}${name}${mark}${address}`);
        await page.locator(shown).waitFor();
        const chars = await page.evaluate((shown) => {
          const [host] = shown.split(' ');
          const element = document.querySelector(host === '.poster' ? '#poster' : host);
          return element?.shadowRoot?.textContent?.length ?? 0;
        }, shown);
        assert.ok(chars > 100 && chars < 20_000, `${at}: ${chars} characters`);
        if (mark === '?') continue;
        // The same in a page that is open.
        await page.evaluate(() => (location.hash = ''));
        await page.evaluate((hash) => (location.hash = hash), address);
      }
      at = 'a plain address';
      await page.goto('about:blank');
      await page.goto(host.url + name);
      if (name === 'embed.html') await drawn(page.mainFrame());
      // Aborted by this test.
      assert.deepEqual(
        problems.filter((problem) => !problem.includes('ERR_FAILED')),
        [],
      );
      await page.context().close();
    });
  }
}
