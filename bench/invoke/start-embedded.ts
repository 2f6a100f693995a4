import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#scripts/free-port.ts';
import { noLimits, ORIGIN, type Cluster } from '../../e2e/faults/cluster/cluster.ts';
import { Customer } from '../../e2e/faults/cluster/customer.ts';
import { writeLedgerApp } from '../../e2e/faults/cluster/ledger-app.ts';
import { startProvider } from '../../e2e/faults/cluster/provider.ts';
import { ServerProcess } from '../../e2e/faults/cluster/server-process.ts';
import { Admin } from '../../e2e/harness/admin.ts';

/** What of a cluster a caller needs. */
export type Service = Pick<Cluster, 'customer' | 'provider' | 'stop' | 'url'>;

/** One server with the database in its own folder. */
export async function startEmbedded(): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'integry-invoke-'));
  const provider = await startProvider();
  const apps = join(folder, 'apps');
  await writeLedgerApp(apps, provider.origin);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = {
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: join(folder, 'data'),
    CONNECTORS_DIR: apps,
    ALLOWED_INTERNAL_HOSTS: new URL(provider.origin).host,
    ...noLimits,
    LOG_LEVEL: 'warn',
  };
  const server = new ServerProcess(env);
  await server.start();
  const customer = new Customer(await new Admin(env).createWorkspace('Bench', [ORIGIN]), url, ORIGIN);
  return {
    customer,
    provider,
    url,
    stop: async () => {
      await server.end('SIGKILL');
      await provider.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
