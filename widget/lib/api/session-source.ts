import type { Session } from '#bridge-protocol/entities/session.ts';

/** Asked for a new session this long before the old one ends: a refused request costs a second one. */
const RENEW_AHEAD = 30_000;

type Ask = (rejectedToken?: string) => Promise<Session>;

/** The session as the API needs it: asked of the loader once, however many requests wait for it. */
export class SessionSource {
  readonly #ask: Ask;
  #session: Session | undefined;
  #pending: Promise<Session> | undefined;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  async current(): Promise<Session> {
    if (this.#session && Date.parse(this.#session.expires_at) - Date.now() > RENEW_AHEAD) return this.#session;
    return this.#fetch();
  }

  /** After the server has refused `rejectedToken`. Whoever comes late gets the session that replaced it. */
  async renew(rejectedToken: string): Promise<Session> {
    if (this.#session && this.#session.token !== rejectedToken) return this.#session;
    const session = await this.#fetch(rejectedToken);
    // A question asked before the refusal may have brought the refused token once more.
    return session.token === rejectedToken ? this.#fetch(rejectedToken) : session;
  }

  #fetch(rejectedToken?: string): Promise<Session> {
    this.#pending ??= this.#ask(rejectedToken)
      .then((session) => (this.#session = session))
      .finally(() => (this.#pending = undefined));
    return this.#pending;
  }
}
