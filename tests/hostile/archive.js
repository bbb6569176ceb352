/** The smallest zip archive that `torch.save` could have written around a pickle: as `tests/fuzz/targets/archive.rs`. */

import { crc32 } from 'node:zlib';

/** @param {Uint8Array} pickle @returns {Uint8Array} */
export function around(pickle) {
  /** @type {[string, Uint8Array][]} */
  const entries = [
    ['archive/data.pkl', pickle],
    ['archive/data/0', new Uint8Array(256)],
    ['archive/version', Buffer.from('3\n')],
  ];
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const [name, data] of entries) {
    // Flags, method, time and date; checksum; both sizes; lengths of the name and of what follows it.
    const common = Buffer.alloc(24);
    common.writeUInt32LE(crc32(data), 8);
    common.writeUInt32LE(data.length, 12);
    common.writeUInt32LE(data.length, 16);
    common.writeUInt16LE(name.length, 20);
    const local = Buffer.concat([Buffer.from('PK\x03\x04\x14\0', 'latin1'), common, Buffer.from(name), data]);
    // Comment, disk, attributes; where the entry begins.
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0\x14\0', 'latin1'), common, rest, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, listed, end]));
}
