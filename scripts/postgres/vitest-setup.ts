import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { makeTestTemplate } from '#server/testing/postgres-databases.ts';
import { startPostgres } from './start-postgres.ts';

/**
 * Before all tests: the template of embedded databases, and a PostgreSQL server with a migrated database to clone, the
 * one of TEST_DATABASE_URL or one of our own. Returns what takes them away again.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  buildPGliteTemplate();
  const given = process.env.TEST_DATABASE_URL;
  const postgres = given ? { url: given, stop: async () => {} } : await startPostgres();
  try {
    const template = await makeTestTemplate(postgres.url);
    process.env.TEST_DATABASE_URL = postgres.url;
    process.env.TEST_DATABASE_TEMPLATE = template.name;
    return async () => {
      await template.dropAll();
      await postgres.stop();
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

export function buildPGliteTemplate(): void {
  const script = path.join(import.meta.dirname, '..', 'build-pglite-template.ts');
  const { status } = spawnSync(process.execPath, [script], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 120_000,
  });
  if (status !== 0) throw new Error('The template of embedded databases could not be built.');
}
