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
  const sql = (statement: string): Promise<Record<string, unknown>[]> => run(databaseUrl, statement);
  return Object.assign(world, {
    databaseUrl,
    sql,
    keptElsewhere: async () => [
      { name: 'the database', content: await textOfDatabase(sql) },
      ...others.map((server) => ({ name: 'the log of a second server', content: server.log() })),
    ],
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

/** Every table's every row as text, the way a dump has it; bytes as hexadecimal and as what they may spell. */
export async function textOfDatabase(sql: PostgresWorld['sql']): Promise<string> {
  const tables = await sql(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    for (const { row } of await sql(`select t::text as row from ${String(name)} t`)) texts.push(String(row));
  }
  const spelled = texts
    .join('\n')
    .replaceAll(/\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1'));
  return `${texts.join('\n')}\n${spelled}`;
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
