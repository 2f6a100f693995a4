import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openPostgresDatabase } from '../db/postgres/postgres-database.ts';

export interface TestTemplate {
  name: string;
  /** Drops the template and every database that was cloned from it. */
  dropAll(): Promise<void>;
}

/** Makes a migrated database on the server, which each test suite clones. */
export async function makeTestTemplate(serverUrl: string): Promise<TestTemplate> {
  const name = `integry_test_${randomBytes(4).toString('hex')}`;
  await administer(serverUrl, `create database ${name}`);
  const template = await openPostgresDatabase(urlOf(serverUrl, name));
  await template.close();
  return {
    name,
    async dropAll() {
      const rows = await administer(serverUrl, `select datname from pg_database where datname like '${name}%'`);
      for (const { datname } of rows) await administer(serverUrl, `drop database if exists ${datname} with (force)`);
    },
  };
}

/** A fresh database, cloned from the template; answers its URL. */
export async function cloneTemplate(serverUrl: string, template: string): Promise<string> {
  const name = `${template}_${randomBytes(4).toString('hex')}`;
  await administer(serverUrl, `create database ${name} template ${template}`);
  return urlOf(serverUrl, name);
}

export async function dropDatabase(serverUrl: string, databaseUrl: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  await administer(serverUrl, `drop database if exists ${name} with (force)`);
}

/** Runs one statement as the user of the server's URL. */
export async function administer(url: string, statement: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, query_timeout: 30_000 });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(statement);
    return rows;
  } finally {
    await client.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
