import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '#scripts/free-port.ts';
import { startPostgres, type RunningPostgres } from '#scripts/postgres/start-postgres.ts';
import { TcpRelay } from '#scripts/tcp-relay.ts';
import { Admin } from '../../harness/admin.ts';
import { Customer } from './customer.ts';
import { writeLedgerApp } from './ledger-app.ts';
import { writeLedgerPiece } from './ledger-piece.ts';
import { startProvider, type Provider } from './provider.ts';
import { ServerProcess } from './server-process.ts';

/** The customer's page */
export const ORIGIN = 'https://customer.example';
/** For who counts something else than how much one address may ask */
export const noLimits = { LIMIT_ADDRESS: '10000000', LIMIT_USER: '10000000', LIMIT_WORKSPACE: '10000000' };
/** Also the name of what it owns */
const OWNER = 'integry';
const PASSWORD = randomBytes(16).toString('hex');

/** Several servers on one PostgreSQL behind a balancer, a customer who embeds them, and a third party. */
export interface Cluster {
  postgres: RunningPostgres;
  servers: readonly ServerProcess[];
  /** The balancer's address, which is the public one */
  url: string;
  provider: Provider;
  customer: Customer;
  /** What a server is started with, but for its port */
  env: Record<string, string> & { DATABASE_URL: string };
  /** Runs one statement as a superuser, in a database of its name's, or that of the servers. */
  sql(statement: string, database?: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Further environment of each server in turn */
  own?: readonly Record<string, string>[];
  /** The apps behind which the provider stands */
  ledgers?: readonly string[];
}

export async function startCluster(size: number, options: ClusterOptions = {}): Promise<Cluster> {
  const disposers: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const dispose of disposers.splice(0).reverse()) await dispose();
  };
  try {
    return { ...(await openCluster(size, options, disposers)), stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

async function openCluster(
  size: number,
  { own = [], ledgers = ['ledger'] }: ClusterOptions,
  disposers: (() => Promise<unknown>)[],
): Promise<Omit<Cluster, 'stop'>> {
  const folder = await mkdtemp(join(tmpdir(), 'integry-faults-'));
  disposers.push(() => rm(folder, { recursive: true, force: true }));
  const provider = await startProvider();
  disposers.push(() => provider.close());
  const apps = join(folder, 'apps');
  for (const name of ledgers) await writeLedgerApp(apps, provider.origin, name);
  await writeLedgerPiece(apps, provider.origin);
  const postgres = await startPostgres({ durable: true });
  disposers.push(() => postgres.stop());

  const sql = (statement: string, database = OWNER) =>
    runStatement(Object.assign(new URL(postgres.url), { pathname: `/${database}` }).href, statement);
  for (const statement of databaseOf(OWNER)) await sql(statement, 'postgres');
  const owner = { username: OWNER, password: PASSWORD, pathname: `/${OWNER}` };

  const ports = await Promise.all(Array.from({ length: size }, freePort));
  const relay = await TcpRelay.listen(ports.map((port) => ({ host: '127.0.0.1', port })));
  disposers.push(() => relay.shut());
  const url = `http://localhost:${relay.port}`;
  const env = {
    PUBLIC_URL: url,
    DATABASE_URL: Object.assign(new URL(postgres.url), owner).href,
    VAULT_KEY: randomBytes(32).toString('base64'),
    DATA_DIR: join(folder, 'data'),
    CONNECTORS_DIR: apps,
    ALLOWED_INTERNAL_HOSTS: new URL(provider.origin).host,
    // As behind any balancer: callers leave their connections before these are closed.
    DRAIN_DELAY_SECONDS: '1',
    ...noLimits,
    LOG_LEVEL: 'warn',
  };
  const servers = ports.map((port, index) => new ServerProcess({ ...env, ...own[index], PORT: String(port) }));
  disposers.push(() => Promise.all(servers.map((server) => server.end('SIGKILL'))));
  await Promise.all(servers.map((server) => server.start()));
  const workspace = await new Admin(env).createWorkspace('Faults', [ORIGIN]);
  await new Admin(env).setOAuthClient(workspace, 'ledger', 'faults', 'client-secret');
  return { postgres, servers, url, provider, customer: new Customer(workspace, url, ORIGIN), env, sql };
}

/** As docs/operations.md has it: the servers' user owns the database, and nothing else. */
function databaseOf(user: string): string[] {
  return [
    `create role ${user} login password '${PASSWORD}'`,
    `create role integry_runtime nologin`,
    `grant integry_runtime to ${user}`,
    `create database ${user} owner ${user}`,
  ];
}

async function runStatement(connectionString: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000, query_timeout: 60_000 });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
