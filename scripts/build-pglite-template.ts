import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Kysely } from 'kysely';
import { migrate } from '#server/db/migrate.ts';
import { initialiseFolder } from '#server/db/pglite/initialise-folder.ts';
import { pgliteDialect } from '#server/db/pglite/pglite-dialect.ts';
import { templateFolder } from '#server/db/pglite/template.ts';
import type { Schema } from '#server/db/schema.ts';

/** Makes the folder that a new embedded database is copied from, unless it is there. Outdated ones are removed. */
async function buildTemplate(): Promise<void> {
  const folder = templateFolder();
  if (existsSync(folder)) return;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  try {
    const kysely = new Kysely<Schema>({ dialect: pgliteDialect(await initialiseFolder(draft)) });
    await migrate(kysely);
    await kysely.destroy();
    await removeOutdated(folder);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another build that ran at the same time was first.
    if (!existsSync(folder)) throw error;
  }
}

async function removeOutdated(current: string): Promise<void> {
  const parent = path.dirname(current);
  const names = await readdir(parent);
  const outdated = names.filter((name) => !name.includes('.') && name !== path.basename(current));
  await Promise.all(outdated.map((name) => rm(path.join(parent, name), { recursive: true, force: true })));
}

await buildTemplate();
