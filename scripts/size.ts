import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** `npm run size`: bytes of what browsers load, against the budgets. Ends with 1 if one is exceeded. */
const dist = join(import.meta.dirname, '..', 'dist');

interface Row {
  name: string;
  files: string[];
  /** Bytes after brotli */
  budget?: number;
}

const widget = widgetScripts();
const rows: Row[] = [
  { name: 'loader, script tag', files: ['loader/integry.js'], budget: 6_000 },
  { name: 'loader, ES module', files: ['loader/integry.mjs'], budget: 6_000 },
  { name: 'queue stub', files: ['loader/stub.js'], budget: 700 },
  { name: 'widget, core', files: widget.core, budget: 55_000 },
  ...widget.later.map((file) => ({ name: 'widget, later', files: [file] })),
];

const measured = rows.map((row) => ({ ...row, ...measure(row.files) }));
for (const { name, files, budget, min, gzip, brotli } of measured) {
  const limit = budget === undefined ? '' : `of ${budget}${brotli > budget ? '  TOO LARGE' : ''}`;
  const bytes = `${column(min)} min ${column(gzip)} gzip ${column(brotli)} brotli`;
  console.log(`${name.padEnd(20)}${bytes} ${limit.padEnd(20)} ${files.join(' ')}`);
}
if (measured.some(({ brotli, budget = Infinity }) => brotli > budget)) process.exitCode = 1;

/** What the shell needs before it can answer, and what it fetches when it is wanted. */
function widgetScripts(): { core: string[]; later: string[] } {
  const shell = readFileSync(join(dist, 'widget/index.html'), 'utf8');
  const all = readdirSync(join(dist, 'widget'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => join('widget', file));
  const core = all.filter((file) => shell.includes(basename(file)));
  for (const file of core) {
    const code = readFileSync(join(dist, file), 'utf8');
    for (const [, path] of code.matchAll(/(?:import|from)\s*["'`](\.[^"'`]+\.js)["'`]/g)) {
      const imported = join(file, '..', path!);
      if (!core.includes(imported)) core.push(imported);
    }
  }
  return { core, later: all.filter((file) => !core.includes(file)) };
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
