import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CallContext } from '#connectors/kit/connector.ts';
import { loadConnector } from '#connectors/load-connector.ts';
import { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';
import { compare } from './compare.ts';

const BUDGET = 4;
const project = join(import.meta.dirname, '../..');

/**
 * A warm call of an unmodified piece, in its worker behind the operating system's walls, against the same action of the
 * same piece called in this process: what the walls cost. Both talk to one loopback server over plain HTTP.
 */
export async function benchPieceCall(): Promise<boolean> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(USER));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const workers = new WorkerPool({ isolation: 'namespaces', size: 1 });
  try {
    const inWorker = await byConnector(workers, port);
    return await compare({
      title: "WordPress's own piece, loopback server",
      floor: { name: 'in this process', call: inProcess(port) },
      ours: { name: 'in its worker', call: inWorker },
      calls: 50,
      budget: BUDGET,
    });
  } finally {
    await workers.close();
    server.close().closeAllConnections();
  }
}

const USER = JSON.stringify({ id: 1, name: 'Ada', slug: 'ada', roles: ['editor'] });

const values = (port: number) => ({ username: 'ada', password: 'bench', website_url: `http://127.0.0.1:${port}` });

async function byConnector(workers: WorkerPool, port: number): Promise<() => Promise<unknown>> {
  const connector = await loadConnector(join(project, 'connectors/apps/wordpress'), { workers });
  const context: CallContext = {
    credentials: { scheme: 'custom', type: 'custom', values: values(port) },
    tenant: 'bench',
    signal: AbortSignal.timeout(300_000),
    fetch: (request) => fetch(request),
    dial: async (host, to) => {
      const socket = connect(to, host);
      await once(socket, 'connect');
      return socket;
    },
  };
  return () => connector.invoke({ functionName: 'wordpress-get-current-user', input: {} }, context);
}

interface Bundle {
  wordpress: { _actions: Record<string, { run(context: object): Promise<unknown> }> };
}

function inProcess(port: number): () => Promise<unknown> {
  const packages = join(project, 'connectors/pieces/packages/package.json');
  const { wordpress } = createRequire(packages)('@activepieces/piece-wordpress') as Bundle;
  const auth = { type: 'CUSTOM_AUTH', props: values(port) };
  const action = wordpress._actions['get_current_user']!;
  return () => action.run({ auth, propsValue: {} });
}
