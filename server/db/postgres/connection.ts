import pg from 'pg';
import { parseBytea, parseInt8, parseTimestamp } from '../value-parsers.ts';

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, parseInt8);
types.setTypeParser(pg.types.builtins.BYTEA, parseBytea);
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, parseTimestamp);

/**
 * What every connection of ours has in common. A dead network is noticed: connecting, a statement, a lock and an idle
 * transaction each have their limit on the server, and a query one more on this side.
 */
export function connectionTo(databaseUrl: string): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    fallback_application_name: 'integry',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    statement_timeout: 30_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 45_000,
    query_timeout: 40_000,
    types,
  };
}
