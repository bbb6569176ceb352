/** Changes inside a checkpoint's own structures, which the rest of the file is made to agree with: those get furthest. */

import { crc32 } from 'node:zlib';

/** @typedef {import('./random.js').Random} Random */

/** What a number of a JSON header becomes. */
const NUMBERS = [
  '0',
  '-1',
  '1',
  '1e9',
  '4294967295',
  '4294967296',
  '9007199254740993',
  '18446744073709551615',
  '1e400',
  'null',
];
/** What a text becomes. */
const TEXTS = ['""', '"F32"', '"I8"', '"BOOL"', '"__metadata__"', '"\\u0000"', '"\\ud800"', '[]', '{}', '[[[[]]]]'];

/** One to three values of a safetensors header; its length is made to fit. @param {Uint8Array} bytes @param {Random} random */
export function inHeader(bytes, random) {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  let header = Buffer.from(bytes.subarray(8, 8 + length)).toString('latin1');
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    const [pattern, values] = random.pick(
      /** @type {[RegExp, string[]][]} */ ([
        [/\d+/g, NUMBERS],
        [/"[^"]*"/g, TEXTS],
        [/[[\]{},:]/g, ['', ',', '{', '[', ']', '}', ':']],
      ]),
    );
    const found = [...header.matchAll(pattern)];
    if (found.length === 0) break;
    const { 0: text, index } = random.pick(found);
    header = header.slice(0, index) + random.pick(values) + header.slice(index + text.length);
  }
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(header.length));
  return new Uint8Array(Buffer.concat([start, Buffer.from(header, 'latin1'), bytes.subarray(8 + length)]));
}

/** A few bytes of a zip's directory and end records. @param {Uint8Array} bytes @param {Random} random */
export function inDirectory(bytes, random) {
  const copy = bytes.slice();
  const start = Buffer.from(copy.buffer).indexOf('PK\x01\x02', 0, 'latin1');
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const at = start + random.below(copy.length - start);
    copy.fill(random.pick([0, 1, 0x7f, 0xff, random.byte()]), at, at + random.pick([1, 2, 4, 8]));
  }
  return copy;
}

/** Opcodes that build, repeat, call and count. */
const OPCODES = Buffer.from(
  '().]}0123NabcdehgijlopqrstuRKMJGX\x80\x81\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x90\x91\x92\x93\x94\x95',
  'latin1',
);

/** Bytes of the pickle in a zip that was stored, whose checksum is put right again. @param {Uint8Array} bytes @param {Random} random */
export function inPickle(bytes, random) {
  const copy = Buffer.from(bytes);
  const name = copy.indexOf('data.pkl');
  const local = copy.lastIndexOf('PK\x03\x04', name, 'latin1');
  const start = local + 30 + copy.readUInt16LE(local + 26) + copy.readUInt16LE(local + 28);
  // Sizes stand in the directory: `torch.save` writes the local ones behind the data.
  const entry = copy.lastIndexOf('PK\x01\x02', copy.indexOf('data.pkl', name + 8), 'latin1');
  const size = copy.readUInt32LE(entry + 20);
  for (let changes = 1 + random.below(6); changes > 0; changes--) {
    const at = start + random.below(size);
    const kind = random.below(4);
    if (kind === 0) copy[at] = random.byte();
    else if (kind === 1) copy[at] = random.pick([...OPCODES]);
    else if (kind === 2) copy.fill(random.pick([0, 0x7f, 0xff]), at, Math.min(at + 4, start + size));
    else copy.copyWithin(at, start + random.below(size), Math.min(start + size, start + random.below(size)));
  }
  const sum = crc32(copy.subarray(start, start + size));
  copy.writeUInt32LE(sum, entry + 16);
  const descriptor = start + size;
  if (copy.readUInt32LE(local + 14) !== 0) copy.writeUInt32LE(sum, local + 14);
  else if (copy.readUInt32LE(descriptor) === 0x08074b50) copy.writeUInt32LE(sum, descriptor + 4);
  return new Uint8Array(copy);
}
