import { join } from 'node:path';
import { build } from 'vite';

/** Builds what leaves `loader/` into dist/loader: the script, the module, the stub, and the backend's entry. */
const root = join(import.meta.dirname, '..');
const outDir = join(root, 'dist', 'loader');

interface Output {
  entry: string;
  format: 'iife' | 'es';
  fileName: string;
}

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
    build: {
      lib: { entry: join(root, entry), formats: [format], name: 'IntegryJS', fileName: () => fileName },
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      minify: true,
      reportCompressedSize: false,
      // Leaves out Penpal's debug log, which is never switched on.
      rolldownOptions: {
        treeshake: { manualPureFunctions: ['log'] },
        optimization: { inlineConst: { mode: 'all', pass: 3 } },
        output: { minify: true },
      },
    },
  });
}
console.log(`Built ${outputs.map((output) => output.fileName).join(', ')} into dist/loader`);
