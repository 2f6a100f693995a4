import * as z from 'zod/mini';
import type { FormChange, HostEnd, InlineState } from '#bridge-protocol/bridge.ts';
import { Session } from '#bridge-protocol/entities/session.ts';
import type { HostEvent } from '#bridge-protocol/events/host-event.ts';
import { Failure } from '#bridge-protocol/failure.ts';
import { CodedError } from '../coded-error.ts';
import { withDeadline } from '../deadline.ts';

/** The loader may have to ask the customer's backend for a token first. */
const SESSION_DEADLINE = 30_000;

const SessionOutcome = z.union([
  z.object({ ok: z.literal(true), value: Session }),
  z.object({ ok: z.literal(false), error: Failure }),
]);

const ConnectOutcome = z.union([z.object({ ok: z.literal(true) }), z.object({ ok: z.literal(false), error: Failure })]);

/** The loader, seen from the widget: what it is told never fails, what it is asked is parsed. */
export class HostPort {
  readonly #connection: Promise<HostEnd>;
  readonly #origin: string;
  #remote: HostEnd | undefined;

  constructor(connection: Promise<HostEnd>, origin: string) {
    this.#connection = connection;
    this.#origin = origin;
    connection.then((remote) => (this.#remote = remote)).catch(console.error);
  }

  /** The user's session. Throws the loader's own failure, or `origin_not_allowed` for a session of another origin. */
  async getSession(rejectedToken?: string): Promise<Session> {
    const answer = await withDeadline(
      this.#ask((remote) => remote.getSession(rejectedToken)),
      SESSION_DEADLINE,
      'Signing in',
    );
    const outcome = z.safeParse(SessionOutcome, answer);
    if (!outcome.success) throw new CodedError('unauthorized', 'The host page gave a session that cannot be read.');
    if (!outcome.data.ok) throw CodedError.of(outcome.data.error);
    const session = outcome.data.value;
    if (session.origin === this.#origin) return session;
    throw new CodedError(
      'origin_not_allowed',
      `The session belongs to ${session.origin}, this page is ${this.#origin}.`,
    );
  }

  openModal(label: string): void {
    this.#tell((remote) => remote.setModal({ open: true, label }));
  }

  closeModal(): void {
    this.#tell((remote) => remote.setModal({ open: false }));
  }

  setInline(state: InlineState): void {
    this.#tell((remote) => remote.setInline(state));
  }

  /**
   * Connects an app, or reconnects one account, in the instance's dialog, whichever frame this is. Throws what the host's
   * `connectApp` rejects with.
   */
  async connectApp(appName: string, accountId?: string): Promise<void> {
    const answer = await this.#ask((remote) => remote.connectApp(appName, accountId));
    const outcome = z.safeParse(ConnectOutcome, answer);
    if (!outcome.success)
      throw new CodedError('protocol_mismatch', 'The host page gave an answer that cannot be read.');
    if (!outcome.data.ok) throw CodedError.of(outcome.data.error);
  }

  changeForm(callId: string, change: FormChange): void {
    this.#tell((remote) => remote.onChange(callId, change));
  }

  emit(event: HostEvent): void {
    this.#tell((remote) => remote.onEvent(event));
  }

  async #ask(question: (remote: HostEnd) => Promise<unknown>): Promise<unknown> {
    try {
      return await question(await this.#connection);
    } catch (cause) {
      throw new CodedError('bridge_lost', 'The host page went away before it answered.', { cause });
    }
  }

  /** Sent in the same turn, so that an event is at the host before the promise it settles. */
  #tell(message: (remote: HostEnd) => unknown): void {
    if (!this.#remote) return;
    try {
      // Penpal answers every call; a host that went away has nobody left to hear that this one failed.
      Promise.resolve(message(this.#remote)).catch(() => undefined);
    } catch (error) {
      console.error(error);
    }
  }
}
