import type { ServerEvent } from '#bridge-protocol/events/server-event.ts';
import { ConnectJourney } from './connect-journey.svelte.ts';
import type { ConnectTarget, JourneyServices } from './connect-journey.svelte.ts';

export interface ConnectQueueServices extends JourneyServices {
  openModal: (label: string) => void;
  closeModal: () => void;
}

/** How long a journey may take to begin, in milliseconds, before the user is shown that something is going on. */
const PATIENCE = 80;

/** The journeys that have begun: one of them has the sheet, the others wait for it; each settles by itself. */
export class ConnectQueue {
  current = $state.raw<ConnectJourney>();

  readonly #services: ConnectQueueServices;
  /* eslint-disable svelte/prefer-svelte-reactivity -- nothing of these is shown */
  /** By id, in the order of the calls; those out of sight stay until they have settled */
  readonly #journeys = new Map<string, ConnectJourney>();
  /** By what they connect, those that the user can still finish */
  readonly #open = new Map<string, ConnectJourney>();
  /** Those with something to show, while they wait for the sheet */
  readonly #waiting = new Set<ConnectJourney>();
  /* eslint-enable svelte/prefer-svelte-reactivity */

  constructor(services: ConnectQueueServices) {
    this.#services = services;
  }

  /**
   * The connected account's id. The same call id again finds the journey that it began. Another call for what the
   * user is connecting already, as by a double click, shares its journey.
   */
  connect(callId: string, target: ConnectTarget): Promise<string> {
    const key = keyOf(target);
    const known = this.#journeys.get(callId) ?? this.#open.get(key);
    if (known) return known.settled;
    const journey = new ConnectJourney(callId, target, this.#services, () => this.#leave(journey));
    this.#journeys.set(callId, journey);
    this.#open.set(key, journey);
    // Before any caller hears of the end: one that connects another account at once gets a journey of its own.
    const close = (): void => this.#close(journey);
    journey.settled.then(close, close);
    void this.#begin(journey);
    return journey.settled;
  }

  /** For the start page in the popup: the nonce of an attempt of ours that is pending, else null. */
  release(attemptId: unknown): string | null {
    return typeof attemptId === 'string' ? (this.#journeys.get(attemptId)?.release() ?? null) : null;
  }

  /** The host's dialog is to close. Settles once the server knows. */
  async dismiss(): Promise<void> {
    await this.current?.cancel();
  }

  /** Tells the host page the sheet's accessible name, as it is in the language of the moment. */
  present(): void {
    if (this.current) this.#services.openModal(this.current.heading);
  }

  observeEvent(event: ServerEvent): void {
    for (const journey of this.#journeys.values()) journey.observeEvent(event);
  }

  async #begin(journey: ConnectJourney): Promise<void> {
    const timer = setTimeout(() => this.#offer(journey), PATIENCE);
    const hasBegun = await journey.begin();
    clearTimeout(timer);
    if (hasBegun && !journey.isShown) this.#offer(journey);
  }

  #offer(journey: ConnectJourney): void {
    this.#waiting.add(journey);
    this.#showNext();
  }

  #close(journey: ConnectJourney): void {
    const key = keyOf(journey.target);
    if (this.#open.get(key) === journey) this.#open.delete(key);
  }

  #leave(journey: ConnectJourney): void {
    this.#close(journey);
    // Out of sight it may still wait for the server's answer to its cancelling.
    journey.settled.catch(() => undefined).finally(() => this.#journeys.delete(journey.id));
    this.#waiting.delete(journey);
    if (this.current !== journey) return;
    this.current = undefined;
    journey.isShown = false;
    this.#showNext();
  }

  #showNext(): void {
    if (this.current) return;
    const next = [...this.#journeys.values()].find((journey) => this.#waiting.has(journey));
    if (!next) return this.#services.closeModal();
    this.#waiting.delete(next);
    next.isShown = true;
    this.current = next;
    this.present();
  }
}

function keyOf({ app, accountId }: ConnectTarget): string {
  return accountId === undefined ? app : `${app}/${accountId}`;
}
