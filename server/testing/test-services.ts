import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import type { Connector } from '#connectors/kit/connector.ts';
import { buildCatalogue } from '../catalogue/build-catalogue.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { createEgress } from '../egress/guarded-fetch.ts';
import { EventHub } from '../events/event-hub.ts';
import { Breakers } from '../functions/breakers.ts';
import { CallsUnderWay } from '../functions/idempotency/calls-under-way.ts';
import { Limits } from '../limits/limits.ts';
import { Lifecycle } from '../lifecycle.ts';
import { createLogger } from '../log.ts';
import { Metrics } from '../metrics/metrics.ts';
import type { Services } from '../services.ts';
import { createVault } from '../vault/vault.ts';

/**
 * What the server is made of, over a test database, with these connectors; call it in `beforeAll`. Connectors may
 * reach `localhost`. Two servers on one database take the same `vaultKey`.
 */
export async function testServices(
  db: Database,
  connectors: readonly Connector[],
  { vaultKey = randomBytes(32), ...overrides }: Partial<Config> & { vaultKey?: Uint8Array } = {},
): Promise<Services> {
  const config = testConfig(overrides);
  const egress = createEgress({ allowedInternalHosts: config.allowedInternalHosts });
  const eventHub = new EventHub();
  await eventHub.start(db);
  afterAll(async () => {
    await eventHub.stop();
    await egress.close();
  });
  return {
    config,
    log: createLogger(config.logLevel),
    db,
    vault: createVault(vaultKey),
    egress,
    catalogue: await buildCatalogue(db, connectors),
    eventHub,
    processId: randomUUID(),
    callsUnderWay: new CallsUnderWay(),
    breakers: new Breakers(),
    limits: new Limits(config),
    lifecycle: new Lifecycle(),
    metrics: new Metrics(),
  };
}

export function testConfig(overrides: Partial<Config> = {}): Config {
  return {
    port: 4600,
    host: '127.0.0.1',
    publicUrl: 'http://widget.localhost:4600',
    dataDir: '/nonexistent',
    assetsUrl: 'http://widget.localhost:4600/assets',
    allowedInternalHosts: [{ host: 'localhost' }, { host: '127.0.0.1' }],
    egressRoutes: [],
    connectorsDir: '/nonexistent/apps',
    isConnectorsDirGiven: false,
    pieceIsolation: 'namespaces',
    pieceWorkers: 2,
    callLogDays: 30,
    limits: { address: 1_000_000, user: 1_000_000, workspace: 1_000_000 },
    trustedProxies: 0,
    trustsRequestIds: false,
    drainSeconds: 1,
    drainDelaySeconds: 0,
    logLevel: 'silent',
    ...overrides,
  };
}
