import pg from 'pg';
import { parseBytea, parseInt8, parseTimestamp } from '../value-parsers.ts';

const { builtins } = pg.types;

type TypeParser = (text: string) => unknown;
const parsers = new Map<number, TypeParser>([
  [builtins.INT8, parseInt8],
  [builtins.BYTEA, parseBytea],
  [builtins.TIMESTAMPTZ, parseTimestamp],
]);

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
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        parsers.get(oid) ?? pg.types.getTypeParser(oid, format),
    },
  };
}
