import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'vite';
import { homeIn } from '../../../scripts/vite/home.js';

/** The built page as text by its files' names. @param {string | undefined} address */
async function built(address) {
  const before = process.env.BAM_LENS_HOME;
  if (address) process.env.BAM_LENS_HOME = address;
  else delete process.env.BAM_LENS_HOME;
  try {
    const { output } = await build({ logLevel: 'silent', build: { write: false } });
    return new Map(output.map(({ fileName, code, source }) => [fileName, code ?? source]));
  } finally {
    delete process.env.BAM_LENS_HOME;
    if (before !== undefined) process.env.BAM_LENS_HOME = before;
  }
}

/** @param {string} html @param {string} property */
const graph = (html, property) => new RegExp(`<meta property="og:${property}" content="([^"]*)"`).exec(html)?.[1];

test('with its address the page says what it is to crawlers and editors', async () => {
  const files = await built('https://owner.github.io/bam-lens');
  const home = 'https://owner.github.io/bam-lens/';
  const html = String(files.get('index.html'));
  assert.match(html, new RegExp(`<link rel="canonical" href="${home}">`));
  assert.match(html, new RegExp(`type="application/json\\+oembed" href="${home}oembed.json"`));
  assert.match(html, /<meta name="twitter:card" content="summary_large_image">/);
  assert.equal(graph(html, 'url'), home);
  assert.equal(graph(html, 'image'), `${home}og.jpg`);
  assert.match(graph(html, 'image:alt'), /BAM 3.*koala/);
  assert.ok(html.includes(`>${graph(html, 'title')}</title>`));
  assert.match(graph(html, 'description'), /Bottleneck Attention Module/);
  assert.ok(html.indexOf('charset') < 1024, 'browsers look for the charset in the first 1024 bytes');

  const answer = JSON.parse(String(files.get('oembed.json')));
  assert.equal(answer.version, '1.0');
  assert.equal(answer.type, 'rich');
  assert.match(answer.html, new RegExp(`^<iframe src="${home}embed.html".*height="${answer.height}".*</iframe>$`));
  assert.equal(answer.thumbnail_url, `${home}og.jpg`);
  assert.equal(answer.title, graph(html, 'title'));
  assert.doesNotMatch(String(files.get('embed.html')), /og:|canonical|oembed/);
});

test('without its address the page holds none', async () => {
  const files = await built(undefined);
  assert.doesNotMatch(String(files.get('index.html')), /og:|canonical|oembed|twitter/);
  assert.ok(!files.has('oembed.json'));
});

test('an address ends with a slash and has nothing behind it; what is none is refused', () => {
  assert.equal(homeIn('https://a.org'), 'https://a.org/');
  assert.equal(homeIn('https://a.org/b/?c#d'), 'https://a.org/b/');
  assert.equal(homeIn(''), undefined);
  assert.throws(() => homeIn('a.org/b'), /BAM_LENS_HOME/);
  assert.throws(() => homeIn('https://'), /BAM_LENS_HOME/);
});
