import { Bell } from '../events/bell.ts';
import type { Services } from '../services.ts';
import { WEBHOOKS_CHANNEL } from './channel.ts';
import { claimDelivery, type ClaimedDelivery } from './claim-delivery.ts';
import { tryDelivery } from './try-delivery.ts';

/** At a time, in this process */
const MAX_TRIES_AT_ONCE = 16;
/** An endpoint that is slow holds up its own messages only */
const MAX_PER_ENDPOINT = 2;
/** How late a repetition may be: nothing rings for it */
const POLL_MS = 2_000;
const DRAIN_MS = 3_000;

/**
 * Sends the outbox's messages as they become due. Any number of processes may do so on one database: a delivery is claimed
 * by one of them, and comes back where that one dies. So a message arrives at least once, in no certain order.
 */
export class WebhookSender {
  readonly #services: Pick<Services, 'db' | 'egress' | 'log' | 'vault'>;
  readonly #bell = new Bell();
  readonly #underWay = new Map<Promise<void>, string>();
  readonly #cutOff = new AbortController();
  #stopListening: (() => Promise<void>) | undefined;
  #loop: Promise<void> | undefined;
  #stopping = false;

  /** `egress` has `webhookLimits`. */
  constructor(services: Pick<Services, 'db' | 'egress' | 'log' | 'vault'>) {
    this.#services = services;
  }

  async start(): Promise<void> {
    const ring = () => this.#bell.ring();
    this.#stopListening = await this.#services.db.listen(WEBHOOKS_CHANNEL, ring, ring);
    this.#loop = this.#run();
  }

  /** Claims nothing more, and lets what is under way end for three seconds before it is cut off. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#bell.ring();
    await this.#loop;
    const timer = setTimeout(() => this.#cutOff.abort(), DRAIN_MS);
    await Promise.all(this.#underWay.keys());
    clearTimeout(timer);
    await this.#stopListening?.();
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const claimed = await this.#claim();
      if (claimed) this.#begin(claimed);
      else await this.#bell.wait(POLL_MS);
    }
  }

  async #claim(): Promise<ClaimedDelivery | undefined> {
    if (this.#underWay.size >= MAX_TRIES_AT_ONCE) return undefined;
    const tries = Map.groupBy(this.#underWay.values(), (endpointId) => endpointId);
    const busy = [...tries].filter(([, same]) => same.length >= MAX_PER_ENDPOINT).map(([endpointId]) => endpointId);
    try {
      return await claimDelivery(this.#services.db, busy);
    } catch (error) {
      this.#services.log.error('no webhook delivery could be claimed', { error });
      return undefined;
    }
  }

  #begin(claimed: ClaimedDelivery): void {
    const { workspaceId, endpointId, messageId } = claimed;
    const underWay = tryDelivery(this.#services, claimed, this.#cutOff.signal)
      .catch((error: unknown) => {
        // It comes back when its lease is over.
        this.#services.log.error('a webhook delivery broke off', { workspaceId, endpointId, messageId, error });
      })
      .finally(() => {
        this.#underWay.delete(underWay);
        this.#bell.ring();
      });
    this.#underWay.set(underWay, endpointId);
  }
}
