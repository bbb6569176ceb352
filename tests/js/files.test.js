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

test('a checkpoint is known by its name, or by a type that is none of an image', () => {
  const file = (/** @type {string} */ name, type = '') => new File([], name, { type });
  assert.equal(isCheckpoint(file('a.pth.tar')), true);
  assert.equal(isCheckpoint(file('a.bin', 'application/octet-stream')), true);
  assert.equal(isCheckpoint(file('a.jpg')), false);
  assert.equal(isCheckpoint(file('a', 'image/png')), false);
});
