import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#scripts/free-port.ts';
import { findBinaries } from '#scripts/postgres/find-binaries.ts';
import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { ServerProcess } from '../cluster/server-process.ts';
import { exactly, seen, type Figure } from '../figures.ts';
import { KeyedCalls } from '../keyed-calls.ts';
import type { Scale } from '../scale.ts';

const USER = 'ann';
const RESTORED = 'restored';

/** A backup as docs/operations.md describes it, taken while a server runs, restored elsewhere, and served from there. */
export async function restore(scale: Scale): Promise<Figure[]> {
  const cluster = await startCluster(1);
  const folder = await mkdtemp(join(tmpdir(), 'integry-backup-'));
  try {
    await cluster.customer.connectByKey(USER);
    const calls = new KeyedCalls(cluster, [USER]);
    const wanted = scale(200);
    await calls.run(4, () => calls.made >= wanted);
    const dump = join(folder, 'integry.dump');
    const before = await rowsOf(cluster);
    runTool('pg_dump', ['--format=custom', '--enable-row-security', `--file=${dump}`, cluster.env.DATABASE_URL]);
    await cluster.sql(`create database ${RESTORED} owner integry`, 'postgres');
    const restored = Object.assign(new URL(cluster.env.DATABASE_URL), { pathname: `/${RESTORED}` }).href;
    runTool('pg_restore', ['--exit-on-error', '--single-transaction', `--dbname=${restored}`, dump]);
    const after = await rowsOf(cluster, RESTORED);
    const missing = [...before].filter(([table, count]) => after.get(table) !== count);
    return [
      seen(
        'rows in the backup',
        [...before.values()].reduce((sum, count) => sum + count, 0),
      ),
      exactly('tables that lack rows in the restored database', missing.length, 0),
      exactly('calls that failed there', await failuresAt(cluster, restored), 0),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
    await cluster.stop();
  }
}

/** How many rows each table has. */
async function rowsOf({ sql }: Cluster, database?: string): Promise<Map<string, number>> {
  const tables = await sql(`select tablename as name from pg_tables where schemaname = 'public'`, database);
  const rows = new Map<string, number>();
  for (const { name } of tables) {
    const [row] = await sql(`select count(*) as count from ${String(name)}`, database);
    // Whoever is alive says so there all the time.
    if (name !== 'server_processes') rows.set(String(name), Number(row?.['count']));
  }
  return rows;
}

function runTool(name: string, args: string[]): void {
  const { status, stderr } = spawnSync(join(findBinaries(), name), args, { encoding: 'utf8', timeout: 120_000 });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
}

/** Of ten calls with the credentials that came with the backup. */
async function failuresAt({ env, customer }: Cluster, databaseUrl: string): Promise<number> {
  const server = new ServerProcess({ ...env, DATABASE_URL: databaseUrl, PORT: String(await freePort()) });
  try {
    await server.start();
    let failures = 0;
    for (let call = 0; call < 10; call++) {
      const { body } = await customer.call(USER, 'ledger-list-entries', {}, { at: server.url });
      if (body['network_code'] !== '200') failures += 1;
    }
    return failures;
  } finally {
    await server.end('SIGTERM');
  }
}
