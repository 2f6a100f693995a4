import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '../schema.ts';
import { tidyIfDue } from './maintenance.ts';
import { openPGlite } from './open-pglite.ts';
import { pgliteDialect } from './pglite-dialect.ts';

describe('maintenance of the embedded database', () => {
  let folder: string;
  let db: Kysely<Schema>;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'integry-maintenance-'));
    db = new Kysely<Schema>({ dialect: pgliteDialect(await openPGlite(path.join(folder, 'postgres'))) });
  });
  afterAll(async () => {
    await db.destroy();
    await rm(folder, { recursive: true });
  });

  const logFiles = async () =>
    (await readdir(path.join(folder, 'postgres', 'pg_wal'))).filter((name) => /^[\dA-F]{24}$/.test(name)).length;
  const deadRows = async () => {
    const { rows } = await sql<{ pages: number }>`select pg_relation_size('filler') / 8192 as pages`.execute(db);
    return rows[0]?.pages;
  };

  it('keeps the log and the tables from growing for ever', async () => {
    await sql`create table filler (text text)`.execute(db);
    const fill = async () => {
      await sql`insert into filler select repeat('x', 1000) from generate_series(1, 20000)`.execute(db);
      await sql`delete from filler`.execute(db);
    };
    for (let round = 0; round < 4; round++) await fill();
    const grown = { files: await logFiles(), pages: await deadRows() };
    await tidyIfDue(db);
    expect(await deadRows()).toBe(0);
    expect(await logFiles()).toBeLessThan(grown.files);
    expect(grown.files).toBeGreaterThanOrEqual(5);
  });

  it('leaves a database alone that hardly anything was written to', async () => {
    await sql`insert into filler values ('y')`.execute(db);
    await sql`delete from filler`.execute(db);
    await tidyIfDue(db);
    expect(await deadRows()).toBe(1);
  });
});
