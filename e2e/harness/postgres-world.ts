import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startPostgres } from '#scripts/postgres/start-postgres.ts';
import { startServer, type IntegryServer } from './integry-server.ts';
import { startWorld, type World } from './world.ts';

export interface PostgresWorld extends World {
  databaseUrl: string;
  /** Runs one statement as the database's owner. */
  sql(statement: string): Promise<Record<string, unknown>[]>;
  /** Another process on the same database, under a port of its own. */
  startSecondServer(): Promise<IntegryServer>;
}

/**
 * A world whose server keeps everything in a PostgreSQL server of its own: TEST_DATABASE_URL's, or one that is started.
 * `further` is further environment of the server.
 */
export async function startPostgresWorld(further: Record<string, string> = {}): Promise<PostgresWorld> {
  const { TEST_DATABASE_URL: given } = process.env;
  const postgres = given ? { url: given, stop: () => Promise.resolve() } : await startPostgres();
  const name = `integry_e2e_${randomBytes(6).toString('hex')}`;
  await run(postgres.url, `create database ${name}`);
  const databaseUrl = Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
  const env = { DATABASE_URL: databaseUrl, VAULT_KEY: randomBytes(32).toString('base64'), ...further };
  const world = await startWorld({ env });
  const others: IntegryServer[] = [];
  const { stop } = world;
  return Object.assign(world, {
    databaseUrl,
    sql: (statement: string) => run(databaseUrl, statement),
    startSecondServer: async () => {
      const port = String(world.secondPort);
      const server = await startServer({
        ...world.serverEnv,
        PORT: port,
        PUBLIC_URL: `http://widget.localhost:${port}`,
      });
      others.push(server);
      return server;
    },
    stop: async () => {
      await Promise.all(others.map((server) => server.stop()));
      await stop();
      await run(postgres.url, `drop database ${name} with (force)`);
      await postgres.stop();
    },
  });
}

async function run(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return rows;
  } finally {
    await client.end();
  }
}
