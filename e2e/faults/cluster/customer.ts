import { randomUUID } from 'node:crypto';
import type { Workspace } from '../../harness/workspace.ts';

/** Longer than anything is promised to take */
const PATIENCE_MS = 120_000;

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface CallOptions {
  key?: string;
  /** Of the server, or of the balancer in front of all of them */
  at?: string;
}

/** A customer's backend and its users' browsers, as far as HTTP shows them. */
export class Customer {
  readonly #workspace: Workspace;
  readonly #publicUrl: string;
  readonly #origin: string;

  constructor(workspace: Workspace, publicUrl: string, origin: string) {
    this.#workspace = workspace;
    this.#publicUrl = publicUrl;
    this.#origin = origin;
  }

  /** Calls a function as the customer's backend does. Rejects where the connection breaks. */
  call(user: string, name: string, params: object, { key, at = this.#publicUrl }: CallOptions = {}): Promise<Answer> {
    const headers = { ...this.asBackend(user), ...(key !== undefined && { 'idempotency-key': key }) };
    return send(`${at}/functions/${name}/call/`, { method: 'POST', headers, body: params });
  }

  asBackend(user: string): Record<string, string> {
    const { appKey, appSecret } = this.#workspace;
    return { 'app-key': appKey, 'app-secret': appSecret, 'user-id': user };
  }

  /** A session's bearer token. */
  async signIn(user: string): Promise<string> {
    const form = new URLSearchParams({
      app_key: this.#workspace.appKey,
      user_id: user,
      hash: this.#workspace.hashOf(user),
    });
    const response = await fetch(`${this.#publicUrl}/sessions/`, {
      method: 'POST',
      headers: { origin: this.#origin },
      body: form,
    });
    const { token } = (await response.json()) as { token?: string };
    if (token === undefined) throw new Error(`No session: ${response.status}`);
    return token;
  }

  async connectByKey(user: string, app = 'ledger'): Promise<void> {
    await this.#enterCredentials(user, app, { scheme: 'key', values: { api_key: randomUUID() } });
  }

  /** The app behind which there is a piece. */
  async connectPiece(user: string): Promise<void> {
    await this.#enterCredentials(user, 'drawer', { scheme: 'api_key', values: { secret_text: randomUUID() } });
  }

  async #enterCredentials(user: string, app: string, body: object): Promise<void> {
    const { headers, path } = await this.#startAttempt(user, app);
    await expectOk(send(`${path}/credentials/`, { method: 'POST', headers, body }));
  }

  /** As the popup does, at a third party that always agrees. */
  async connectByOAuth(user: string): Promise<void> {
    const { id, headers, path } = await this.#startAttempt(user);
    const { nonce } = (await expectOk(send(`${path}/nonce/`, { method: 'POST', headers, body: {} }))).body;
    const claim = await expectOk(
      send(`${this.#publicUrl}/connect/${this.#workspace.appKey}/${id}/claim/`, {
        method: 'POST',
        headers: { origin: this.#publicUrl, 'sec-fetch-site': 'same-origin' },
        body: { nonce, scheme: 'oauth2' },
      }),
    );
    const cookie = claim.headers.getSetCookie().map((line) => line.split(';')[0]);
    const consent = await fetch(String(claim.body['authorization_url']), { redirect: 'manual' });
    const headersBack = { cookie: cookie.join('; '), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const back = await fetch(consent.headers.get('location') ?? '', { headers: headersBack });
    await back.body?.cancel();
    const { body } = await expectOk(send(`${path}/`, { headers }));
    if (body['status'] !== 'connected') throw new Error(`Not connected: ${JSON.stringify(body)}`);
  }

  async #startAttempt(user: string, app = 'ledger') {
    const headers = { authorization: `Bearer ${await this.signIn(user)}` };
    const id = randomUUID();
    const attempts = `${this.#publicUrl}/connect-attempts`;
    await expectOk(send(`${attempts}/`, { method: 'POST', headers, body: { id, app } }));
    return { id, headers, path: `${attempts}/${id}` };
  }
}

/** Sends JSON and reads it. An answer that is no JSON, or is cut off, rejects. */
export async function send(url: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const { status, headers: answered } = response;
  return { status, headers: answered, body: (await response.json()) as Record<string, unknown> };
}

async function expectOk(answer: Promise<Answer>): Promise<Answer> {
  const { status, body } = await answer;
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return answer;
}
