import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** `npm run size`: bytes of what browsers load, against the budgets. Ends with 1 if one is exceeded. */
const dist = join(import.meta.dirname, '..', 'dist');

/** An entry of Vite's manifest */
interface Chunk {
  file: string;
  /** Keys of the entries that it imports */
  imports?: string[];
}

interface Row {
  name: string;
  files: string[];
  /** Bytes after brotli */
  budget?: number;
}

const chunks = readManifest();
const core = chunksOf('node_modules/@sveltejs/kit/src/runtime/client/bundle.js');
const marketplace = chunksOf('widget/lib/screens/SurfaceScreens.svelte');
const rows: Row[] = [
  { name: 'loader, script tag', files: ['loader/integry.js'], budget: 6_000 },
  { name: 'loader, ES module', files: ['loader/integry.mjs'], budget: 6_000 },
  { name: 'queue stub', files: ['loader/stub.js'], budget: 700 },
  { name: 'widget, core', files: core },
  { name: 'core and marketplace', files: [...new Set([...core, ...marketplace])], budget: 55_000 },
  { name: 'further, forms', files: furtherOf('widget/lib/screens/forms.ts') },
  { name: 'further, connecting', files: furtherOf('widget/lib/screens/ConnectSteps.svelte') },
  { name: 'further, a look', files: furtherOf('widget/lib/look/customise.ts') },
  { name: 'further, a language', files: furtherOf('widget/messages/de.json') },
];

const measured = rows.map((row) => ({ ...row, ...measure(row.files) }));
for (const { name, budget, min, gzip, brotli } of measured) {
  const limit = budget === undefined ? '' : `of ${budget}${brotli > budget ? '  TOO LARGE' : ''}`;
  const bytes = `${column(min)} min ${column(gzip)} gzip ${column(brotli)} brotli`;
  console.log(`${name.padEnd(22)}${bytes} ${limit}`);
}
if (measured.some(({ brotli, budget = Infinity }) => brotli > budget)) process.exitCode = 1;

function readManifest(): Record<string, Chunk> {
  const file = join(import.meta.dirname, '../.svelte-kit/output/client/.vite/manifest.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Chunk>;
}

/** The scripts that a module needs, its own first; what it asks for later is not among them. */
function chunksOf(module: string): string[] {
  const { file, imports = [] } = chunks[module]!;
  return [...new Set([`widget/${file}`, ...imports.flatMap(chunksOf)])];
}

/** What is fetched for a module when the marketplace is there already. */
function furtherOf(module: string): string[] {
  return chunksOf(module).filter((file) => !core.includes(file) && !marketplace.includes(file));
}

function measure(files: string[]): { min: number; gzip: number; brotli: number } {
  const contents = files.map((file) => readFileSync(join(dist, file)));
  const sum = (lengths: number[]) => lengths.reduce((total, length) => total + length, 0);
  return {
    min: sum(contents.map((content) => content.length)),
    gzip: sum(contents.map((content) => gzipSync(content, { level: 9 }).length)),
    brotli: sum(contents.map((content) => brotliCompressSync(content).length)),
  };
}

function column(bytes: number): string {
  return bytes.toLocaleString('en').padStart(9);
}
