import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import type { Selectable } from 'kysely';
import type { Connector } from '#connectors/kit/connector.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { FunctionCallsTable } from '../db/schema.ts';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { fakeConnector } from './fake-connector.ts';
import { testApp } from './test-app.ts';
import { testServices } from './test-services.ts';
import { addAccount, makeWorkspace, sessionToken, userRowId, type TestWorkspace } from './test-workspace.ts';

export const addPerson = {
  name: 'crm-add-person',
  parameters: {
    type: 'object',
    properties: {
      name: { type: 'string', description: 'Full name' },
      age: { type: 'integer' },
      active: { type: 'boolean' },
      colour: { type: 'string', enum: ['red', 'green'] },
    },
    required: ['name'],
  },
};
const listPersons = { name: 'crm-list-persons', type: 'QUERY' as const, paged: true, idempotent: true };

/** Two apps without a document, a CRM whose third party is what a test makes of it, and users who call them. */
export class CrmWorld {
  readonly services: Services;
  readonly workspace: TestWorkspace;
  readonly #vaultKey: Uint8Array;
  readonly #app: Hono<AppEnv>;
  readonly #provider: { invoke: Connector['invoke'] };

  private constructor(
    services: Services,
    workspace: TestWorkspace,
    { vaultKey, provider }: { vaultKey: Uint8Array; provider: { invoke: Connector['invoke'] } },
  ) {
    this.services = services;
    this.workspace = workspace;
    this.#vaultKey = vaultKey;
    this.#app = testApp(services);
    this.#provider = provider;
  }

  static async open(db: Database, overrides: Partial<Config> = {}): Promise<CrmWorld> {
    const provider: { invoke: Connector['invoke'] } = { invoke: async () => ({ status: 200, output: {} }) };
    const vaultKey = randomBytes(32);
    const services = await servicesOf(db, provider, { vaultKey, ...overrides });
    return new CrmWorld(services, await makeWorkspace(services), { vaultKey, provider });
  }

  /** Another server on the same database. */
  async twin(): Promise<CrmWorld> {
    const [provider, vaultKey] = [this.#provider, this.#vaultKey];
    const services = await servicesOf(this.services.db, provider, { ...this.services.config, vaultKey });
    return new CrmWorld(services, this.workspace, { vaultKey, provider });
  }

  /** What the CRM answers from now on. */
  answerWith(invoke: Connector['invoke']): void {
    this.#provider.invoke = invoke;
  }

  /** What Prometheus would be told. */
  metrics(): Promise<string> {
    return this.services.metrics.text();
  }

  /** Asks without credentials. */
  async ask(method: string, path: string): Promise<number> {
    return (await this.#app.request(path, { method })).status;
  }

  /** Sends a body as JSON, or text as it is. */
  async post(user: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const token = await sessionToken(this.services, this.workspace, user);
    const answer = await this.#app.request(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json(), headers: answer.headers };
  }

  /** Connects an account of the CRM, unless another app is named; answers its id. */
  async connect(user: string, account: Partial<Parameters<typeof addAccount>[2]> = {}): Promise<number> {
    await sessionToken(this.services, this.workspace, user);
    const userId = await userRowId(this.services, this.workspace, user);
    return addAccount(this.services, { workspaceId: this.workspace.id, userId }, { app: 'crm', ...account });
  }

  async disconnect(accountId: number): Promise<void> {
    await this.services.db.inWorkspace(this.workspace.id, (tx) =>
      tx.deleteFrom('connected_accounts').where('id', '=', accountId).execute(),
    );
  }

  async loggedCalls(user: string): Promise<Selectable<FunctionCallsTable>[]> {
    const userId = await userRowId(this.services, this.workspace, user);
    return this.services.db.asOwner((tx) =>
      tx.selectFrom('function_calls').selectAll().where('user_id', '=', userId).orderBy('id').execute(),
    );
  }
}

function servicesOf(
  db: Database,
  provider: { invoke: Connector['invoke'] },
  overrides: Partial<Config> & { vaultKey?: Uint8Array },
): Promise<Services> {
  const crm = fakeConnector({
    name: 'crm',
    title: 'CRM',
    functions: [addPerson, listPersons],
    invoke: (request, context) => provider.invoke(request, context),
  });
  const chat = fakeConnector({ name: 'chat', title: 'Chat', functions: [{ name: 'chat-send', title: 'Send' }] });
  return testServices(db, [crm, chat], overrides);
}
