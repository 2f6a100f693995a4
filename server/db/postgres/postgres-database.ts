import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { DomainError } from '../../errors.ts';
import { asDatabaseError, INSUFFICIENT_PRIVILEGE, sqlState } from '../database-errors.ts';
import type { Database } from '../database.ts';
import { beforeDeadline } from '../deadline.ts';
import { kyselyDatabase } from '../kysely-database.ts';
import { migrate } from '../migrate.ts';
import type { Schema } from '../schema.ts';
import { connectionTo } from './connection.ts';
import { PooledClient } from './pooled-client.ts';
import { PostgresListener } from './postgres-listener.ts';

const CONNECTIONS = 10;
const CLOSE_DEADLINE_MS = 10_000;
/** A migration may rewrite a table, and waits for the one of a process that started a moment before. */
const migrationLimits = { statement_timeout: 600_000, query_timeout: 610_000, lock_timeout: 120_000 };

/** A PostgreSQL server (15 or newer), brought up to date. Throws `database_unreachable`, saying what to do. */
export async function openPostgresDatabase(databaseUrl: string): Promise<Database> {
  const connection = connectionTo(databaseUrl);
  await migrateOnce({ ...connection, ...migrationLimits });

  const pool = poolOf({ ...connection, max: CONNECTIONS, pipeline: true }, PooledClient);
  const kysely = kyselyOver(pool);
  const listener = new PostgresListener(connection);
  return kyselyDatabase({
    kysely,
    listen: (channel, onPayload, onGap) => listener.listen(channel, onPayload, onGap),
    connections: () => ({
      busy: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    async close() {
      await listener.close();
      // Connections that are still in use then are left to the end of the process.
      await beforeDeadline(kysely.destroy(), CLOSE_DEADLINE_MS, 'late').catch(() => undefined);
    },
  });
}

async function migrateOnce(connection: pg.ClientConfig): Promise<void> {
  const kysely = kyselyOver(poolOf({ ...connection, max: 1 }));
  try {
    await migrate(kysely);
  } catch (error) {
    throw sqlState(error) === INSUFFICIENT_PRIVILEGE ? migrationRefused(error) : asDatabaseError(error);
  } finally {
    await kysely.destroy();
  }
}

function migrationRefused(cause: unknown): DomainError {
  const message =
    'The database user may not create or change tables. Make it the owner of the database: ' +
    'alter database <database> owner to <user>;';
  return new DomainError('database_unreachable', message, { cause });
}

function kyselyOver(pool: pg.Pool): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

function poolOf(config: pg.PoolConfig, Client: new () => pg.Client = pg.Client): pg.Pool {
  const pool = new pg.Pool({ ...config, Client });
  // The pool drops an idle connection that breaks, and the next query makes a new one; nobody else has to know. A
  // connection in use may break between two queries: the next query fails, and the event must not end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}
