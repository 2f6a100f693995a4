import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const templates = fileURLToPath(new URL('../../../dist/pglite-template/', import.meta.url));

/**
 * Where the build keeps a migrated, cleanly closed PostgreSQL folder. Copying it takes a third of a second, initdb in
 * WebAssembly three. The name changes with PGlite and with the migrations, so an outdated template is never found.
 */
export function templateFolder(): string {
  const hash = createHash('sha256').update(pgliteVersion());
  const migrations = new URL('../migrations/', import.meta.url);
  for (const name of readdirSync(migrations).sort()) hash.update(name).update(readFileSync(new URL(name, migrations)));
  return path.join(templates, hash.digest('hex').slice(0, 16));
}

function pgliteVersion(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@electric-sql/pglite');
  const manifest: unknown = JSON.parse(readFileSync(path.join(path.dirname(entry), '..', 'package.json'), 'utf8'));
  return JSON.stringify(manifest);
}
