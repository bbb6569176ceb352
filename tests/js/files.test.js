import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCheckpoint, refuseLarge } from '../../www/files.js';
import { Network } from '../../www/network.js';
import { Photo } from '../../www/photo.js';

/** A file that must not be read. @param {number} size */
const unread = (size) =>
  /** @type {Blob} */ (
    /** @type {unknown} */ ({
      size,
      type: '',
      arrayBuffer: () => assert.fail('it was read'),
      slice: () => assert.fail('a part of it was read'),
    })
  );
/** @type {any} */
const engine = { call: () => assert.fail('it was sent') };

test('a file that cannot fit is refused by its size, before a byte of it is read', async () => {
  const huge = unread(2 ** 31);
  const refused = { code: 'file.large', values: { bytes: 2 ** 31, limit: 320_000_000 } };
  await assert.rejects(new Photo(engine).take(huge, 'huge.png', 128), refused);
  const network = new Network(engine, { url: 'w' }, () => {});
  await assert.rejects(network.open(huge, 'huge.pth'), { code: 'file.large' });
  refuseLarge(unread(320_000_000), 'photo');
  refuseLarge(unread(400_000_000), 'checkpoint');
});

test('a file is what it holds, whatever it is called', async () => {
  const file = (/** @type {string} */ start, /** @type {string} */ name, type = '') =>
    new File([Uint8Array.from(start, (letter) => letter.charCodeAt(0)), new Uint8Array(64)], name, { type });
  const jpeg = '\xff\xd8\xff\xe0';
  for (const photo of [
    file(jpeg, 'photo.bin'),
    file(jpeg, 'x.pth', 'application/octet-stream'),
    file('\x89PNG\r\n', 'notes.txt', 'text/plain'),
    file('RIFF\x10\0\0\0WEBPVP8 ', '', ''),
    file('\0\0\0\x20ftypheic', 'x.gz'),
    file('<svg xmlns', 'x', 'text/plain'),
  ])
    assert.equal(await isCheckpoint(photo), false, photo.name);
  // The length of this header looks like the beginning of a BMP, and this one like a JPEG's.
  for (const length of ['BM', '\xff\xd8']) {
    assert.equal(await isCheckpoint(file(`${length}\0\0\0\0\0\0{"a":`, 'x.jpg', 'image/jpeg')), true);
  }
  assert.equal(await isCheckpoint(file('PK\x03\x04', 'x.jpg', 'image/jpeg')), true);
  assert.equal(await isCheckpoint(file('\x80\x02\x8a\x0a', '')), true);
});

test('what begins like nothing known is judged by its name, or by a type that is none of an image', async () => {
  const file = (/** @type {string} */ name, type = '') => new File(['what is this'], name, { type });
  assert.equal(await isCheckpoint(file('a.pth.tar')), true);
  assert.equal(await isCheckpoint(file('a.bin', 'application/octet-stream')), true);
  assert.equal(await isCheckpoint(file('a.jpg')), false);
  assert.equal(await isCheckpoint(file('a', 'image/png')), false);
  assert.equal(await isCheckpoint(new File([], '')), false);
});
