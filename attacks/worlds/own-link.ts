import { send, type Answer } from '../../e2e/faults/cluster/customer.ts';
import type { World } from '../../e2e/harness/world.ts';

/** A connect link that the customer has sent to the attacker, who goes on with it and has somebody else finish it. */
export class OwnLink {
  readonly #url: URL;
  readonly #world: World;

  private constructor(url: URL, world: World) {
    this.#url = url;
    this.#world = world;
  }

  static async make(world: World, user: string): Promise<OwnLink> {
    const { appKey, appSecret } = world.workspace;
    const headers = { 'app-key': appKey, 'app-secret': appSecret, 'user-id': user };
    const body = { app: 'sandbox', user_name: user };
    const answer = await send(`${world.server.localUrl}/connect-links/`, { method: 'POST', headers, body });
    return new OwnLink(new URL(bodyOf(answer, 'url')), world);
  }

  get href(): string {
    return this.#url.href;
  }

  /** At the third party, once the link belongs to the attacker's browser */
  async authorizationUrl(): Promise<URL> {
    const { url, localUrl } = this.#world.server;
    const answer = await send(`${localUrl}${this.#url.pathname}/continue/`, {
      method: 'POST',
      headers: { origin: url, 'sec-fetch-site': 'same-origin' },
      body: { secret: this.#url.hash.slice(1), scheme: 'oauth2' },
    });
    return new URL(bodyOf(answer, 'authorization_url'));
  }
}

function bodyOf({ status, body }: Answer, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`${status}: ${JSON.stringify(body)}`);
  return value;
}
