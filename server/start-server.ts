import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { canIsolate } from '#connectors/pieces/worker/isolation.ts';
import { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';
import { serveAdminSocket } from './admin/serve-admin-socket.ts';
import { createApp } from './app.ts';
import { loadCatalogue } from './catalogue/load-catalogue.ts';
import { cleanUp } from './clean-up.ts';
import type { Config } from './config.ts';
import { expireAttempts } from './connect/expire-attempts.ts';
import { openDatabase } from './db/open-database.ts';
import { createEgress } from './egress/guarded-fetch.ts';
import { loadPublicFiles } from './embed/public-files.ts';
import { EventHub } from './events/event-hub.ts';
import { Breakers } from './functions/breakers.ts';
import { CallsUnderWay } from './functions/idempotency/calls-under-way.ts';
import { settleLostCalls } from './functions/settle-lost-calls.ts';
import { listen, type HttpServer } from './http/listen.ts';
import { Lifecycle } from './lifecycle.ts';
import { Limits } from './limits/limits.ts';
import { createLogger, type Logger } from './log.ts';
import { Metrics } from './metrics/metrics.ts';
import { serveMetrics } from './metrics/serve-metrics.ts';
import { revokeCredentials } from './oauth/revoke.ts';
import { BEAT_MS, Presence } from './presence/presence.ts';
import { repeat } from './repeat.ts';
import type { Services } from './services.ts';
import { checkVault } from './sessions/check-vault.ts';
import { openVault } from './vault/open-vault.ts';
import { webhookLimits } from './webhooks/try-delivery.ts';
import { WebhookSender } from './webhooks/webhook-sender.ts';

export interface RunningServer {
  services: Services;
  /**
   * Says that it is not ready, for `drainDelaySeconds`; then ends streams, lets requests under way finish for at most
   * `drainSeconds`, ends the workers, and closes the database.
   */
  stop(): Promise<void>;
}

type Disposer = () => Promise<void>;

const HOUR_MS = 60 * 60_000;
const EXPIRY_MS = 5_000;

/**
 * Starts the whole server; it answers when this returns. Throws a `DomainError` that says what to do: `port_in_use`,
 * `data_folder_locked`, `database_unreachable`, `invalid_connector`, `invalid_environment`. What was
 * opened by then is closed again.
 */
export async function startServer(config: Config): Promise<RunningServer> {
  const disposers: Disposer[] = [];
  const stop = () => disposeAll(disposers);
  try {
    const services = await openServices(config, disposers);
    const files = await loadPublicFiles(config.assetsUrl);
    const { db, eventHub, log } = services;
    await bePresent(services, disposers);
    disposers.push(await serveAdminSocket({ ...services, revoke: (account) => revokeCredentials(services, account) }));
    disposers.push(repeat('the clean-up', HOUR_MS, log, () => cleanUp(db, config)));
    disposers.push(repeat('the expiry of connect attempts', EXPIRY_MS, log, () => expireAttempts(services)));
    await startWebhooks(services, disposers);
    void warnWithoutWalls(config, log);
    const http = await listen(createApp(services, files), config);
    disposers.push(() => drain(http, services));
    // Before requests under way are waited for: a stream ends only if told to.
    disposers.push(() => eventHub.stop());
    disposers.push(() => sayGoodbye(http, services));
    return { services, stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

async function openServices(config: Config, disposers: Disposer[]): Promise<Services> {
  const log = createLogger(config.logLevel);
  const db = await openDatabase(config);
  disposers.push(() => db.close());
  const vault = await openVault(config);
  await checkVault(db, vault);
  const workers = new WorkerPool({ isolation: config.pieceIsolation, size: config.pieceWorkers });
  disposers.push(() => workers.close());
  const catalogue = await loadCatalogue(db, config, workers);
  const egress = createEgress({
    allowedInternalHosts: config.allowedInternalHosts,
    routes: config.egressRoutes,
  });
  disposers.push(() => egress.close());
  const eventHub = new EventHub();
  disposers.push(() => eventHub.stop());
  await eventHub.start(db);
  const metrics = new Metrics();
  if (config.metrics) {
    metrics.watch({
      openStreams: () => eventHub.size,
      workers: () => workers.state,
      connections: () => db.connections?.(),
    });
    disposers.push(await serveMetrics(metrics, config.metrics));
  }
  const own = {
    processId: randomUUID(),
    callsUnderWay: new CallsUnderWay(),
    breakers: new Breakers(),
    limits: new Limits(config),
    lifecycle: new Lifecycle(),
    metrics,
  };
  return { config, log, db, vault, egress, catalogue, eventHub, ...own };
}

/** Others learn that this process lives before it takes its first call, and it settles the calls of those that died. */
async function bePresent({ db, log, processId }: Services, disposers: Disposer[]): Promise<void> {
  const presence = new Presence(db, processId);
  await presence.beat();
  disposers.push(() => presence.leave());
  disposers.push(
    repeat('the heartbeat', BEAT_MS, log, async () => {
      if (!(await presence.beat())) return;
      await presence.bury();
      const count = await settleLostCalls(db);
      if (count > 0) log.warn('function calls whose process died have ended as unknown', { count });
    }),
  );
}

/** From now on the process is not ready, and load balancers get time to notice. */
async function sayGoodbye(http: HttpServer, { config, lifecycle, log }: Services): Promise<void> {
  lifecycle.stop();
  http.sayGoodbye();
  log.info('stopping');
  await wait(config.drainDelaySeconds * 1_000);
}

async function drain(http: HttpServer, { config, log }: Services): Promise<void> {
  const count = await http.stop(config.drainSeconds * 1_000);
  if (count > 0) log.warn('requests were cut off: they took longer than DRAIN_SECONDS', { count });
}

/** Messages leave by a way of their own, with tighter limits than calls have. */
async function startWebhooks(services: Services, disposers: Disposer[]): Promise<void> {
  const { allowedInternalHosts, egressRoutes: routes } = services.config;
  const egress = createEgress({ allowedInternalHosts, routes, limits: webhookLimits });
  disposers.push(() => egress.close());
  const sender = new WebhookSender({ ...services, egress });
  disposers.push(() => sender.stop());
  await sender.start();
}

/** Pieces are run behind these walls or not at all; an operator learns of it before a user does. */
async function warnWithoutWalls({ pieceIsolation }: Config, log: Logger): Promise<void> {
  if (await canIsolate(pieceIsolation)) return;
  log.warn('bubblewrap does not work here, so apps that are made from pieces cannot be called: see runner_unavailable');
}

/** What was opened last is closed first. One that fails does not keep the others open. */
async function disposeAll(disposers: Disposer[]): Promise<void> {
  const failures: unknown[] = [];
  for (const dispose of disposers.splice(0).reverse()) {
    await dispose().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
