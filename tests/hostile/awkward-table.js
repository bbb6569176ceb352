/** `node tests/hostile/awkward-table.js`: writes the rows of docs/PHOTOS.md again, below what stands there by hand. */

import { readFileSync, writeFileSync } from 'node:fs';
import { document } from './awkward.js';

const path = new URL('../../docs/PHOTOS.md', import.meta.url);
const text = readFileSync(path, 'utf8');
writeFileSync(path, `${text.slice(0, text.indexOf('\n## ') + 1)}${document()}\n`);
