/**
 * Writes into dist/ what others read about the element, all of it from its JSDoc: declarations for TypeScript, and the
 * manifest that editors and catalogues of custom elements know.
 */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { run } from './command.js';

const SOURCES = 'www';
const ENTRY = 'bam-lens.d.ts';
const COMMENT = /\/\*[^]*?\*\//g;
const IMPORTED = /(?:from|import\() ?['"](\.[^'"]+)\.js['"]/g;
/** tsc declares a field that JSDoc calls private like any other, but without its type. */
const PRIVATE = / *\/\*\* @private .*\*\/\n *\w+;\n/g;
/** What follows the interfaces of the WebAssembly module: its classes stay inside, and ask for a newer library of TypeScript. */
const CLASSES = /\/\*\*(?:(?!\*\/)[^])*\*\/\nexport class [^]*/;

/** @param {string} dist folder of the build */
export async function describe(dist) {
  await writeTypes(join(dist, 'types'));
  await writeFile(join(dist, 'custom-elements.json'), `${JSON.stringify(await manifest(), null, 2)}\n`);
}

/** Of everything that tsc declares, only what the entry leads to. @param {string} folder */
async function writeTypes(folder) {
  const emitted = await mkdtemp(join(tmpdir(), 'bam-lens-types-'));
  const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
  try {
    await run(process.execPath, [tsc, '--project', 'tsconfig.types.json', '--outDir', emitted]);
    const wanted = [ENTRY];
    // Grows while it is walked.
    for (const name of wanted) {
      const text = await declaration(emitted, name);
      const next = [...text.replace(COMMENT, '').matchAll(IMPORTED)].map(([, path]) =>
        posix.join(posix.dirname(name), `${path}.d.ts`),
      );
      wanted.push(...next.filter((path) => !wanted.includes(path)));
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  } finally {
    await rm(emitted, { recursive: true });
  }
}

/**
 * @param {string} emitted folder of what tsc declared; what is written as a declaration stays among the sources
 * @param {string} name
 */
async function declaration(emitted, name) {
  const from = (await exists(join(emitted, name))) ? emitted : SOURCES;
  const text = await readFile(join(from, name), 'utf8');
  // Lit is inside the bundle: whoever installs the package does not have it, and need not know of it.
  const own = text
    .replace("import { LitElement } from 'lit';\n", '')
    .replace('class BamLens extends LitElement', 'class BamLens extends HTMLElement')
    .replace(PRIVATE, '')
    .replace(CLASSES, '');
  const foreign = /(?:from|import\() ?['"](?!\.)[^'"]+['"]/.exec(own.replace(COMMENT, ''));
  if (foreign) throw new Error(`the declarations of ${name} need another package: ${foreign[0]}`);
  return own;
}

/** @param {string} path */
const exists = (path) =>
  readFile(path).then(
    () => true,
    () => false,
  );

/** @returns {Promise<object>} `custom-elements.json` */
async function manifest() {
  const { create, ts } = await import('@custom-elements-manifest/analyzer');
  const { litPlugin } = await import('@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js');
  const text = await readFile(join(SOURCES, 'element.js'), 'utf8');
  // Under the name that it has in the package.
  const source = ts.createSourceFile('dist/element.js', text, ts.ScriptTarget.ES2022, true);
  return create({ modules: [source], plugins: [...litPlugin(), publicOnly()], context: {} });
}

/** What only the element itself uses is nobody's business, nor is the one place where it dispatches all its events. */
function publicOnly() {
  return {
    name: 'public-only',
    packageLinkPhase({ customElementsManifest: { modules } }) {
      for (const declaration of modules.flatMap(({ declarations }) => declarations)) {
        const hidden = declaration.members.filter(({ privacy }) => privacy === 'private').map(({ name }) => name);
        const isShown = ({ name }) => !hidden.includes(name);
        declaration.members = declaration.members.filter(isShown);
        declaration.attributes = declaration.attributes.filter(isShown);
        declaration.events = declaration.events.filter(({ description }) => description);
        declaration.superclass = { name: 'HTMLElement' };
      }
    },
  };
}
