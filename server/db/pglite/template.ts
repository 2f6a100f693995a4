import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const templates = fileURLToPath(new URL('../../../dist/pglite-template/', import.meta.url));

/**
 * Where the build keeps a migrated, cleanly closed PostgreSQL folder. Copying it takes a third of a second, initdb in
 * WebAssembly three. The name changes with PGlite and with what fills the folder, so an outdated template is never found.
 */
export function templateFolder(): string {
  const hash = createHash('sha256').update(pgliteManifest());
  for (const source of sources()) hash.update(readFileSync(source));
  return path.join(templates, hash.digest('hex').slice(0, 16));
}

function sources(): URL[] {
  const migrations = new URL('../migrations/', import.meta.url);
  return [
    ...readdirSync(migrations)
      .sort()
      .map((name) => new URL(name, migrations)),
    new URL('../migrate.ts', import.meta.url),
    new URL('../runtime-role.ts', import.meta.url),
    new URL('./initialise-folder.ts', import.meta.url),
  ];
}

function pgliteManifest(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@electric-sql/pglite');
  return readFileSync(path.join(path.dirname(entry), '..', 'package.json'), 'utf8');
}
