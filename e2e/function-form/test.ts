import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLoopbackServer } from '#connectors/testing/loopback-server.ts';
import { startTlsFront } from '#connectors/testing/tls-front.ts';
import { test as base } from '../harness/test.ts';
import { startWorld } from '../harness/world.ts';
import { startOrders, type OrdersServer } from './start-orders.ts';

export { expect } from '../harness/test.ts';

/** A server that knows the app in `apps/`, and reaches a Mistral of the test's own. */
export const test = base.extend<object, { orders: OrdersServer }>({
  orders: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      const orders = await startOrders();
      await use(orders);
      await orders.close();
    },
    { scope: 'worker' },
  ],

  world: [
    async ({ orders }, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'integry-form-'));
      const mistral = await startLoopbackServer((_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"data":[]}');
      });
      const front = await startTlsFront(() => mistral.origin);
      const authority = join(folder, 'authority.pem');
      await writeFile(authority, front.authority);
      const world = await startWorld({
        internalHosts: [new URL(orders.origin).host],
        env: {
          CONNECTORS_DIR: 'e2e/function-form/apps',
          ORDERS_URL: orders.origin,
          EGRESS_ROUTES: `api.mistral.ai:443=127.0.0.1:${front.port}`,
          NODE_EXTRA_CA_CERTS: authority,
          // Elsewhere bubblewrap does not run; the walls are not what is tested here.
          PIECE_ISOLATION: process.platform === 'linux' ? 'namespaces' : 'process',
        },
      });
      await use(world);
      await world.stop();
      await front.close();
      await mistral.close();
      await rm(folder, { recursive: true });
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});
