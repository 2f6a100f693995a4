import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { beforeAll, beforeEach, describe } from 'vitest';
import type { AppEnv } from '#server/http/app-env.ts';
import { enterOAuthClient, startConnectWorld, type ConnectWorld } from '#server/testing/connect-world.ts';
import { describeOnEmbeddedDatabase } from '#server/testing/databases.ts';
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
import { attack } from '../attack.ts';
import * as defence from '../defences/ownership.ts';

const VICTIMS = 'Ann’s account';
const ANNS_TOKEN = 'anns-token';
const choice = { dependsOn: [], searchable: false };
const functions = [
  {
    name: 'acme-do',
    options: { choice },
    fields: { choice },
    parameters: { type: 'object', properties: { note: { type: 'string' } } },
  },
];

interface Asked {
  body?: object;
  headers?: Record<string, string>;
}

/** Two users of one workspace, of whom row-level security knows nothing: `ann` has what `mallory` is after. */
describeOnEmbeddedDatabase('another user of the workspace', (openTestDatabase) => {
  let world: ConnectWorld;
  let app: Hono<AppEnv>;
  let workspace: TestWorkspace;
  let tokens: Record<'ann' | 'mallory', string>;
  let annsAccount: number;
  /** The credentials with which the app was called */
  let used: string[];

  beforeAll(async () => {
    const note = ({ credentials }: { credentials: object }) => used.push(JSON.stringify(credentials));
    const acme = fakeConnector({
      name: 'acme',
      functions,
      invoke: async (_request, context) => (note(context), { status: 200, output: { inbox: 'of the account' } }),
      options: async (_request, context) => (note(context), { options: [] }),
      fields: async (_request, context) => (note(context), {}),
    });
    world = await startConnectWorld(await openTestDatabase(), [acme]);
    app = testApp(world.services);
  });
  beforeEach(async () => {
    used = [];
    workspace = await makeWorkspace(world.services);
    await enterOAuthClient(world.services, workspace, 'rogue', { id: 'client', secret: 'client-secret' });
    tokens = {
      ann: await sessionToken(world.services, workspace, 'ann'),
      mallory: await sessionToken(world.services, workspace, 'mallory'),
    };
    annsAccount = await connect('ann', VICTIMS, ANNS_TOKEN);
  });

  async function connect(user: string, displayName: string, token: string): Promise<number> {
    const userId = await userRowId(world.services, workspace, user);
    return addAccount(world.services, { workspaceId: workspace.id, userId }, { app: 'acme', displayName, token });
  }

  async function send(route: string, credentials: Record<string, string>, { body, headers }: Asked): Promise<Answer> {
    const [method = '', path = ''] = route.split(' ');
    const sent = { 'content-type': 'application/json', ...credentials, ...headers };
    const json = method === 'GET' ? null : JSON.stringify(body ?? {});
    return readAnswer(await app.request(path, { method, headers: sent, body: json }));
  }
  const as = (user: 'ann' | 'mallory', route: string, asked: Asked = {}): Promise<Answer> =>
    send(route, { authorization: `Bearer ${tokens[user]}` }, asked);
  /** The customer's backend, for a user or for all of them */
  const backend = (route: string, user?: string, asked: Asked = {}): Promise<Answer> =>
    send(route, secretOf(workspace, user), asked);

  const shows = ({ text }: Answer, what = VICTIMS): string | undefined =>
    text.includes(what) ? `It reads “${what}”.` : undefined;
  const done = ({ status, text }: Answer): string | undefined =>
    status === 200 ? `It was done: ${text.slice(0, 60)}` : undefined;

  describe('sees accounts', () => {
    for (const route of [
      'POST /apps/list',
      'GET /apps/acme/get',
      'POST /apps/acme/get',
      'POST /functions/list?include=meta',
      'GET /functions/acme-do/get?include=meta',
      'POST /functions/acme-do/get?include=meta',
    ]) {
      attack('T4', `reads an account of another user in ${route}`, [defence.accountsAreListedForTheirUser], async () =>
        shows(await as('mallory', route)),
      );
    }
    for (const [what, method, body] of [
      ['renames', 'PATCH', { display_name: 'Mine' }],
      ['disconnects', 'DELETE', {}],
    ] as const) {
      attack(
        'T4',
        `reads an account of another user where it ${what} its own`,
        [defence.accountsAreListedForTheirUser],
        async () => {
          const own = await connect('mallory', 'Own', 'own-token');
          return shows(await as('mallory', `${method} /connected-accounts/${own}`, { body }));
        },
      );
    }
    attack('T4', 'sees in the marketplace what another user has connected', [defence.cardsAreOfTheirUser], async () => {
      const { body } = await as('mallory', 'POST /apps/cards');
      const cards = (body.cards ?? body.apps) as { name: string; connection: string | null }[];
      const card = cards.find(({ name }) => name === 'acme');
      return card?.connection ? `acme is ${card.connection}` : undefined;
    });
    attack(
      'T4',
      'sees by the functions of connected apps what another user has connected',
      [defence.functionsAreOfTheirUsersApps],
      async () => shows(await as('mallory', 'POST /functions/list?connected_only=true'), 'acme-do'),
    );
  });

  attack('T4', 'renames an account of another user', [defence.accountsAreRenamedByTheirUser], async () =>
    done(await as('mallory', `PATCH /connected-accounts/${annsAccount}`, { body: { display_name: 'Mallory’s' } })),
  );

  describe('uses an account', () => {
    const calls: [what: string, route: () => string, asked?: () => Asked][] = [
      ['calls by the id of an account', () => `call?connected_account_id=${annsAccount}`],
      ['calls by its id in the body', () => 'call', () => ({ body: { _connected_account_id: String(annsAccount) } })],
      ['calls by no id, as if the account were its own', () => 'call'],
      [
        'calls once, under a key,',
        () => `call?connected_account_id=${annsAccount}`,
        () => ({ headers: { 'idempotency-key': randomUUID() } }),
      ],
      ['fetches choices by the id of an account', () => `options/choice?connected_account_id=${annsAccount}`],
      ['fetches choices by no id', () => 'options/choice'],
      ['fetches fields by the id of an account', () => `fields/choice?connected_account_id=${annsAccount}`],
      ['fetches fields by no id', () => 'fields/choice'],
    ];
    for (const [what, route, asked] of calls) {
      attack('T4', `${what} with the credentials of another user`, [defence.accountsAreUsedByTheirUser], async () => {
        await as('mallory', `POST /functions/acme-do/${route()}`, asked?.());
        return used.some((credentials) => credentials.includes(ANNS_TOKEN)) ? 'The token was used.' : undefined;
      });
    }
    attack(
      'T4',
      'reads in a refusal which accounts another user has',
      [defence.accountsAreUsedByTheirUser],
      async () => {
        await connect('ann', 'Second', ANNS_TOKEN);
        return shows(await as('mallory', 'POST /functions/acme-do/call'));
      },
    );
  });

  describe('takes part in an attempt', () => {
    async function start(user: 'ann' | 'mallory', wanted: object = {}): Promise<Answer> {
      return as(user, 'POST /connect-attempts', { body: { id: randomUUID(), app: 'acme', ...wanted } });
    }
    const steps: [what: string, step: string, body?: object][] = [
      ['looks at', 'GET'],
      ['gets a nonce for', 'POST /nonce'],
      ['cancels', 'POST /cancel'],
      [
        'puts credentials of its own into',
        'POST /credentials',
        { scheme: 'api_token', values: { token: 'mallorys-token' } },
      ],
    ];
    for (const [what, step, body] of steps) {
      attack('T4', `${what} an attempt of another user`, [defence.attemptsBelongToTheirUser], async () => {
        const { id } = (await start('ann')).body;
        const [method = '', path = ''] = step.split(' ');
        return done(await as('mallory', `${method} /connect-attempts/${String(id)}${path}`, { body }));
      });
    }
    attack('T4', 'types in the code of another user’s window', [defence.attemptsBelongToTheirUser], async () => {
      const { id } = (await start('ann', { app: 'rogue' })).body;
      const browser = new TestBrowser(app, world.services.config.publicUrl);
      const { code } = (await browser.post(`/connect/${workspace.appKey}/${String(id)}/pairing`, {})).body;
      if (typeof code !== 'string') throw new Error('The window shows no code.');
      return done(await as('mallory', `POST /connect-attempts/${String(id)}/pair`, { body: { code } }));
    });
    attack(
      'T4',
      'is told of another user’s attempt, whose id it takes for its own',
      [defence.attemptsAreRepeatedByTheirUser],
      async () => {
        const id = randomUUID();
        await start('ann', { id });
        return done(await start('mallory', { id }));
      },
    );
    attack('T4', 'reconnects an account of another user', [defence.accountsAreReconnectedByTheirUser], async () =>
      done(await start('mallory', { connected_account_id: annsAccount })),
    );
    attack(
      'T4',
      'reconnects an account of another user by a link',
      [defence.accountsAreReconnectedByTheirUser],
      async () => {
        const body = { app: 'acme', user_name: 'mallory', connected_account_id: annsAccount };
        return done(await backend('POST /connect-links', 'mallory', { body }));
      },
    );
  });

  describe('asks the backend for links', () => {
    async function linkOfAnn(): Promise<string> {
      const body = { app: 'acme', user_name: 'ann' };
      return String((await backend('POST /connect-links', 'ann', { body })).body.id);
    }
    attack('T4', 'sees the links of another user', [defence.linksAreListedForTheirUser], async () => {
      const id = await linkOfAnn();
      return shows(await backend('GET /connect-links', 'mallory'), id);
    });
    attack('T4', 'looks at a link of another user', [defence.linksAreReadForTheirUser], async () =>
      done(await backend(`GET /connect-links/${await linkOfAnn()}`, 'mallory')),
    );
    attack('T4', 'takes a link of another user back', [defence.linksAreRevokedForTheirUser], async () =>
      done(await backend(`DELETE /connect-links/${await linkOfAnn()}`, 'mallory')),
    );
  });

  describe('knows an idempotency key', () => {
    const key = { 'idempotency-key': 'order-4711' };
    const call = (user: 'ann' | 'mallory', note: string) =>
      as(user, 'POST /functions/acme-do/call', { headers: key, body: { note } });

    attack(
      'T4',
      'gets what another user was answered under the same key',
      [defence.keysBelongToTheirUser, defence.keptAnswersAreSealedForTheirUser],
      async () => {
        await call('ann', 'x');
        return shows(await call('mallory', 'x'), 'of the account');
      },
    );
    attack(
      'T4',
      'has another user get the answer to its own call',
      [defence.keysBelongToTheirUser, defence.keptAnswersAreSealedForTheirUser],
      async () => {
        await connect('mallory', 'Own', 'own-token');
        await call('mallory', 'x');
        const { headers } = await call('ann', 'x');
        return headers.has('idempotent-replayed') ? 'The call was not made.' : undefined;
      },
    );
    attack('T4', 'learns that another user has used a key', [defence.keysBelongToTheirUser], async () => {
      await call('ann', 'x');
      const { status } = await call('mallory', 'y');
      return status === 409 ? 'It is known.' : undefined;
    });
    attack('T4', 'uses up the key that another user is about to use', [defence.keysBelongToTheirUser], async () => {
      await connect('mallory', 'Own', 'own-token');
      await call('mallory', 'y');
      const { status } = await call('ann', 'x');
      return status === 409 ? 'The call was refused.' : undefined;
    });
  });

  describe('listens to events', () => {
    /** The first texts of a stream, of which none is waited for. */
    async function texts(count: number, headers: Record<string, string> = {}) {
      const answer = await app.request('/events', {
        headers: { authorization: `Bearer ${tokens.mallory}`, ...headers },
      });
      const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
      const read = async (more: number): Promise<string> => {
        let text = '';
        for (let turn = 0; turn < more; turn++) text += (await reader.read()).value ?? '';
        return text;
      };
      return { text: await read(count), read, close: () => reader.cancel() };
    }
    const heard = (text: string): string | undefined =>
      text.includes(VICTIMS) ? 'It hears of the account.' : undefined;
    const rename = (user: 'ann' | 'mallory', id: number, name: string) =>
      as(user, `PATCH /connected-accounts/${id}`, { body: { display_name: name } });

    for (const [what, headers] of [
      ['from now on', {}],
      ['from the first one on', { 'last-event-id': '0' }],
      ['after one that is still to come', { 'last-event-id': '999' }],
    ] as const) {
      attack('T4', `reads the events of another user, ${what}`, [defence.eventsBelongToTheirUser], async () => {
        await rename('ann', annsAccount, VICTIMS);
        const { text, close } = await texts(2, headers);
        await close();
        return heard(text);
      });
    }
    attack('T4', 'hears what another user does meanwhile', [defence.eventsBelongToTheirUser], async () => {
      const own = await connect('mallory', 'Own', 'own-token');
      const { read, close } = await texts(2);
      await rename('ann', annsAccount, VICTIMS);
      await rename('mallory', own, 'Mine');
      const text = await read(1);
      await close();
      return heard(text);
    });
  });

  describe('asks what is kept of it', () => {
    const places: [place: string, fill: () => Promise<unknown>][] = [
      ['connected_accounts', async () => undefined],
      ['connect_attempts', () => as('ann', 'POST /connect-attempts', { body: { id: randomUUID(), app: 'acme' } })],
      ['connect_links', () => backend('POST /connect-links', 'ann', { body: { app: 'acme', user_name: 'ann' } })],
      ['function_calls', () => as('ann', 'POST /functions/acme-do/call')],
      ['events', () => as('ann', `PATCH /connected-accounts/${annsAccount}`, { body: { display_name: 'New' } })],
    ];
    for (const [place, fill] of places) {
      attack('T4', `gets the ${place} of another user in its export`, [defence.exportsAreOfOneUser], async () => {
        await fill();
        const { body } = await backend('GET /user/export', 'mallory');
        const rows = body[place] as object[];
        return rows.length > 0 ? `${rows.length} rows` : undefined;
      });
    }
    attack('T4', 'has another user’s calls among its own in the log', [defence.logIsNarrowedToTheUser], async () => {
      await as('ann', 'POST /functions/acme-do/call');
      return shows(await backend('GET /function-calls?user_id=mallory'), 'acme-do');
    });
    attack('T4', 'has another user’s account erased with itself', [defence.deletionsAreOfOneUser], async () => {
      await backend('DELETE /user', 'mallory');
      const answer = await as('ann', 'GET /apps/acme/get');
      return answer.text.includes(VICTIMS) ? undefined : 'It is gone.';
    });
  });
});
