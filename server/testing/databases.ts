import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe } from 'vitest';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import { cloneTemplate, dropDatabase } from './postgres-databases.ts';

export interface TestDatabase extends Database {
  /** What `openDatabase` was called with */
  config: Pick<Config, 'databaseUrl' | 'dataDir'>;
}

/** Opens a fresh, migrated database; call it in `beforeAll`. It is closed and removed after the suite. */
export type OpenTestDatabase = () => Promise<TestDatabase>;

type Disposer = () => Promise<void>;

/** Runs one suite twice: on the embedded database and on a real PostgreSQL server. Neither is ever left out. */
export function describeOnEachDatabase(name: string, suite: (openTestDatabase: OpenTestDatabase) => void): void {
  describe(`${name} on the embedded database`, () => suite(opener(embeddedConfig)));
  describe(`${name} on a PostgreSQL server`, () => suite(opener(serverConfig)));
}

/** Once, on the embedded database: for what asks in many ways and brings no SQL of its own. */
export function describeOnEmbeddedDatabase(name: string, suite: (openTestDatabase: OpenTestDatabase) => void): void {
  describe(name, () => suite(opener(embeddedConfig)));
}

function opener(makeConfig: (disposers: Disposer[]) => Promise<TestDatabase['config']>): OpenTestDatabase {
  const disposers: Disposer[] = [];
  afterAll(async () => {
    for (const dispose of disposers.splice(0).reverse()) await dispose();
  });
  return async () => {
    const config = await makeConfig(disposers);
    const database = await openDatabase(config);
    disposers.push(() => database.close());
    return { ...database, config };
  };
}

async function embeddedConfig(disposers: Disposer[]): Promise<TestDatabase['config']> {
  return { dataDir: await temporaryFolder(disposers) };
}

async function serverConfig(disposers: Disposer[]): Promise<TestDatabase['config']> {
  const { TEST_DATABASE_URL: serverUrl, TEST_DATABASE_TEMPLATE: template } = process.env;
  if (!serverUrl || !template) throw new Error('Run this through vitest, whose global setup starts PostgreSQL.');
  const databaseUrl = await cloneTemplate(serverUrl, template);
  disposers.push(() => dropDatabase(serverUrl, databaseUrl));
  return { databaseUrl, dataDir: await temporaryFolder(disposers) };
}

async function temporaryFolder(disposers: Disposer[]): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'integry-test-'));
  disposers.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
