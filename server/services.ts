import type { Catalogue } from './catalogue/catalogue.ts';
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import type { Egress } from './egress/guarded-fetch.ts';
import type { EventHub } from './events/event-hub.ts';
import type { Breakers } from './functions/breakers.ts';
import type { CallsUnderWay } from './functions/idempotency/calls-under-way.ts';
import type { Limits } from './limits/limits.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Vault } from './vault/vault.ts';

/** What the server is made of: made once at start, handed to routes and to the domain. */
export interface Services {
  config: Config;
  log: Logger;
  db: Database;
  vault: Vault;
  egress: Egress;
  catalogue: Catalogue;
  eventHub: EventHub;
  /** Names this process among those on the database, from its start to its end */
  processId: string;
  callsUnderWay: CallsUnderWay;
  breakers: Breakers;
  limits: Limits;
  lifecycle: Lifecycle;
  metrics: Metrics;
}
