import { randomUUID } from 'node:crypto';
import { Customer, send, type Answer } from '../../e2e/faults/cluster/customer.ts';
import type { World } from '../../e2e/harness/world.ts';

/** An attempt of the attacker's own to connect an app, which needs no browser: somebody else is to finish it. */
export class OwnAttempt {
  readonly #id: string;
  readonly #world: World;
  readonly #headers: Record<string, string>;

  private constructor(id: string, world: World, headers: Record<string, string>) {
    this.#id = id;
    this.#world = world;
    this.#headers = headers;
  }

  static async start(world: World, user: string): Promise<OwnAttempt> {
    const customer = new Customer(world.workspace, world.server.localUrl, world.site.originAt('host.localhost'));
    const headers = { authorization: `Bearer ${await customer.signIn(user)}` };
    const attempt = new OwnAttempt(randomUUID(), world, headers);
    await attempt.#api('/connect-attempts/', { id: attempt.#id, app: 'sandbox' });
    return attempt;
  }

  /** Where the popup would begin */
  get startUrl(): string {
    return `${this.#world.server.url}${this.#path}`;
  }

  /** What proves a browser to be the attacker's */
  async nonce(): Promise<string> {
    return String((await this.#api(`/connect-attempts/${this.#id}/nonce/`, {})).body['nonce']);
  }

  /** At the third party, once the attacker has proved its own browser */
  async authorizationUrl(): Promise<URL> {
    const { body } = await this.#api(`${this.#path}/claim/`, { nonce: await this.nonce(), scheme: 'oauth2' });
    return new URL(String(body['authorization_url']));
  }

  /** Of the popup's pages */
  get #path(): string {
    return `/connect/${this.#world.workspace.appKey}/${this.#id}`;
  }

  async #api(path: string, body: object): Promise<Answer> {
    const { localUrl, url } = this.#world.server;
    const ofOurPage = { origin: url, 'sec-fetch-site': 'same-origin' };
    const headers = path.startsWith('/connect/') ? ofOurPage : this.#headers;
    const answer = await send(localUrl + path, { method: 'POST', headers, body });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }
}
