import type { Hono } from 'hono';
import type { Database } from '#server/db/database.ts';
import type { AppEnv } from '#server/http/app-env.ts';
import type { Services } from '#server/services.ts';
import { enterOAuthClient, startConnectWorld } from '#server/testing/connect-world.ts';
import { fakeConnector } from '#server/testing/fake-connector.ts';
import { testApp } from '#server/testing/test-app.ts';
import { readAnswer, TestBrowser, type Answer } from '#server/testing/test-browser.ts';
import {
  addAccount,
  makeWorkspace,
  sessionToken,
  userRowId,
  type TestWorkspace,
} from '#server/testing/test-workspace.ts';
import { secretOf } from '#server/testing/wrong-identities.ts';

/** The name of Ann's account, which nobody else is to read */
export const VICTIMS = 'Ann’s account';
/** Its credentials */
export const ANNS_TOKEN = 'anns-token';

const choice = { dependsOn: [], searchable: false };
const note = { type: 'object', properties: { note: { type: 'string' } } };

type Name = 'ann' | 'mallory';

interface Asked {
  body?: object;
  headers?: Record<string, string>;
}

/** Two users of one workspace, of whom row-level security knows nothing: `ann` has an account, and `mallory` has none. */
export class TwoUsers {
  readonly app: Hono<AppEnv>;
  readonly workspace: TestWorkspace;
  /** The credentials with which the app was called */
  readonly used: string[];
  readonly annsAccount: number;
  readonly #services: Services;
  readonly #tokens: Record<Name, string>;

  private constructor(
    made: Pick<TwoUsers, 'workspace' | 'used' | 'annsAccount'>,
    services: Services,
    tokens: Record<Name, string>,
  ) {
    ({ workspace: this.workspace, used: this.used, annsAccount: this.annsAccount } = made);
    this.app = testApp(services);
    this.#services = services;
    this.#tokens = tokens;
  }

  /** Call it in `beforeAll`; what it answers makes a new workspace for each attempt. */
  static async prepare(db: Database): Promise<() => Promise<TwoUsers>> {
    let used: string[] = [];
    const noted = <Result>(result: Result) => {
      return async (_request: unknown, { credentials }: { credentials: object }): Promise<Result> => {
        used.push(JSON.stringify(credentials));
        return result;
      };
    };
    const acme = fakeConnector({
      name: 'acme',
      functions: [{ name: 'acme-do', options: { choice }, fields: { choice }, parameters: note }],
      invoke: noted({ status: 200, output: { inbox: 'of the account' } }),
      options: noted({ options: [] }),
      fields: noted({}),
    });
    const { services } = await startConnectWorld(db, [acme]);
    return async () => {
      used = [];
      const workspace = await makeWorkspace(services);
      await enterOAuthClient(services, workspace, 'rogue', { id: 'client', secret: 'client-secret' });
      const [ann, mallory] = [
        await sessionToken(services, workspace, 'ann'),
        await sessionToken(services, workspace, 'mallory'),
      ];
      const annsAccount = await connect(services, workspace, 'ann', VICTIMS, ANNS_TOKEN);
      return new TwoUsers({ workspace, used, annsAccount }, services, { ann, mallory });
    };
  }

  /** Gives a user one more account; answers its id. */
  connect(user: Name, displayName = 'Own', token = 'own-token'): Promise<number> {
    return connect(this.#services, this.workspace, user, displayName, token);
  }

  /** A request of a user's, such as `POST /apps/list`. */
  as(user: Name, route: string, asked: Asked = {}): Promise<Answer> {
    return this.#send(route, this.bearer(user), asked);
  }

  /** The customer's backend, for a user or for all of them */
  backend(route: string, user?: Name, asked: Asked = {}): Promise<Answer> {
    return this.#send(route, secretOf(this.workspace, user), asked);
  }

  bearer(user: Name): Record<string, string> {
    return { authorization: `Bearer ${this.#tokens[user]}` };
  }

  /** A browser that nobody has used */
  browser(): TestBrowser {
    return new TestBrowser(this.app, this.#services.config.publicUrl);
  }

  async #send(route: string, credentials: Record<string, string>, { body, headers }: Asked): Promise<Answer> {
    const [method = '', path = ''] = route.split(' ');
    const sent = { 'content-type': 'application/json', ...credentials, ...headers };
    const json = method === 'GET' ? null : JSON.stringify(body ?? {});
    return readAnswer(await this.app.request(path, { method, headers: sent, body: json }));
  }
}

async function connect(
  services: Services,
  workspace: TestWorkspace,
  user: Name,
  displayName: string,
  token: string,
): Promise<number> {
  const userId = await userRowId(services, workspace, user);
  return addAccount(services, { workspaceId: workspace.id, userId }, { app: 'acme', displayName, token });
}

/** What an attacker has got, if the text is in the answer. */
export function shows({ text }: Answer, what = VICTIMS): string | undefined {
  return text.includes(what) ? `It reads “${what}”.` : undefined;
}

/** What an attacker has got, if nothing was refused. */
export function done({ status, text }: Answer): string | undefined {
  return status === 200 ? `It was done: ${text.slice(0, 60)}` : undefined;
}
