import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from 'terser';
import { build } from 'vite';
import { foldPenpal } from './build/fold-penpal.ts';

/**
 * Builds what leaves `loader/` into dist/loader: the script, the module, the stub, and the backend's entry. The folder is
 * the npm package as well: it depends on nothing, while this repository's own package.json brings a whole server.
 */
const root = join(import.meta.dirname, '..');
const outDir = join(root, 'dist', 'loader');

interface Output {
  entry: string;
  format: 'iife' | 'es';
  fileName: string;
}

type Manifest = Record<'name' | 'version' | 'description' | 'license', string>;

const outputs: Output[] = [
  { entry: 'loader/global.ts', format: 'iife', fileName: 'integry.js' },
  { entry: 'loader/module.ts', format: 'es', fileName: 'integry.mjs' },
  { entry: 'loader/stub/stub.ts', format: 'iife', fileName: 'stub.js' },
  { entry: 'loader/auth-hash.ts', format: 'es', fileName: 'server.mjs' },
];

for (const { entry, format, fileName } of outputs) {
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    plugins: [foldPenpal()],
    build: {
      lib: { entry: join(root, entry), formats: [format], name: 'IntegryJS', fileName: () => fileName },
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      minify: true,
      reportCompressedSize: false,
      rolldownOptions: {
        optimization: { inlineConst: { mode: 'all', pass: 3 } },
        output: { minify: true },
      },
    },
  });
  await minifyAgain(join(outDir, fileName));
}
for (const file of ['loader/index.d.ts', 'loader/entities.d.ts', 'loader/look.d.ts', 'loader/server.d.ts', 'LICENSE']) {
  cpSync(join(root, file), join(outDir, file.replace('loader/', '')));
}
const { name, version, description, license } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as Manifest;
const manifest = {
  name,
  version,
  description,
  license,
  type: 'module',
  sideEffects: ['./integry.js', './stub.js'],
  exports: {
    '.': { types: './index.d.ts', default: './integry.mjs' },
    './server': { types: './server.d.ts', default: './server.mjs' },
    './script': './integry.js',
  },
};
writeFileSync(join(outDir, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
// For who serves the script themselves and pins it (W3C Subresource Integrity, section 3.1).
writeFileSync(
  join(outDir, 'integrity.json'),
  `${JSON.stringify(integrities(['integry.js', 'integry.mjs']), null, 2)}\n`,
);
console.log(`Built ${outputs.map((output) => output.fileName).join(', ')} into dist/loader`);

function integrities(files: string[]): Record<string, string> {
  const digest = (file: string): string =>
    createHash('sha384')
      .update(readFileSync(join(outDir, file)))
      .digest('base64');
  return Object.fromEntries(files.map((file) => [file, `sha384-${digest(file)}`]));
}

/** What the first minifier leaves: 2 % of a script that every page of the customer loads. */
async function minifyAgain(file: string): Promise<void> {
  const { code } = await minify(readFileSync(file, 'utf8'), {
    ecma: 2022,
    module: true,
    compress: { passes: 3 },
  });
  writeFileSync(file, code!);
}
