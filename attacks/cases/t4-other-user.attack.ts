import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe } from 'vitest';
import { describeOnEmbeddedDatabase } from '#server/testing/databases.ts';
import type { Answer } from '#server/testing/test-browser.ts';
import { attack } from '../attack.ts';
import * as defence from '../defences/ownership.ts';
import { ANNS_TOKEN, done, shows, TwoUsers } from '../worlds/two-users.ts';

/** Of the same workspace: row-level security knows nothing of it. */
describeOnEmbeddedDatabase('another user', (openTestDatabase) => {
  let begin: () => Promise<TwoUsers>;
  let users: TwoUsers;

  beforeAll(async () => {
    begin = await TwoUsers.prepare(await openTestDatabase());
  });
  beforeEach(async () => {
    users = await begin();
  });

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
        shows(await users.as('mallory', route)),
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
          const own = await users.connect('mallory');
          return shows(await users.as('mallory', `${method} /connected-accounts/${own}`, { body }));
        },
      );
    }
    attack('T4', 'sees in the marketplace what another user has connected', [defence.cardsAreOfTheirUser], async () => {
      const { body } = await users.as('mallory', 'POST /apps/cards');
      const cards = (body.cards ?? body.apps) as { name: string; connection: string | null }[];
      const card = cards.find(({ name }) => name === 'acme');
      return card?.connection ? `acme is ${card.connection}` : undefined;
    });
    attack(
      'T4',
      'sees by the functions of connected apps what another user has connected',
      [defence.functionsAreOfTheirUsersApps],
      async () => shows(await users.as('mallory', 'POST /functions/list?connected_only=true'), 'acme-do'),
    );
  });

  attack('T4', 'renames an account of another user', [defence.accountsAreRenamedByTheirUser], async () =>
    done(
      await users.as('mallory', `PATCH /connected-accounts/${users.annsAccount}`, {
        body: { display_name: 'Mallory’s' },
      }),
    ),
  );

  describe('uses an account', () => {
    const calls: [
      what: string,
      route: () => string,
      asked?: () => { body?: object; headers?: Record<string, string> },
    ][] = [
      ['calls by the id of an account', () => `call?connected_account_id=${users.annsAccount}`],
      [
        'calls by its id in the body',
        () => 'call',
        () => ({ body: { _connected_account_id: String(users.annsAccount) } }),
      ],
      ['calls by no id, as if the account were its own', () => 'call'],
      [
        'calls once, under a key,',
        () => `call?connected_account_id=${users.annsAccount}`,
        () => ({ headers: { 'idempotency-key': randomUUID() } }),
      ],
      ['fetches choices by the id of an account', () => `options/choice?connected_account_id=${users.annsAccount}`],
      ['fetches choices by no id', () => 'options/choice'],
      ['fetches fields by the id of an account', () => `fields/choice?connected_account_id=${users.annsAccount}`],
      ['fetches fields by no id', () => 'fields/choice'],
    ];
    for (const [what, route, asked] of calls) {
      attack('T4', `${what} with the credentials of another user`, [defence.accountsAreUsedByTheirUser], async () => {
        await users.as('mallory', `POST /functions/acme-do/${route()}`, asked?.());
        return users.used.some((credentials) => credentials.includes(ANNS_TOKEN)) ? 'The token was used.' : undefined;
      });
    }
    attack(
      'T4',
      'reads in a refusal which accounts another user has',
      [defence.accountsAreUsedByTheirUser],
      async () => {
        await users.connect('ann', 'Second', ANNS_TOKEN);
        return shows(await users.as('mallory', 'POST /functions/acme-do/call'));
      },
    );
  });

  describe('takes part in an attempt', () => {
    async function start(user: 'ann' | 'mallory', wanted: object = {}): Promise<Answer> {
      return users.as(user, 'POST /connect-attempts', { body: { id: randomUUID(), app: 'acme', ...wanted } });
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
        return done(await users.as('mallory', `${method} /connect-attempts/${String(id)}${path}`, { body }));
      });
    }
    attack('T4', 'types in the code of another user’s window', [defence.attemptsBelongToTheirUser], async () => {
      const { id } = (await start('ann', { app: 'rogue' })).body;
      const browser = users.browser();
      const { code } = (await browser.post(`/connect/${users.workspace.appKey}/${String(id)}/pairing`, {})).body;
      if (typeof code !== 'string') throw new Error('The window shows no code.');
      return done(await users.as('mallory', `POST /connect-attempts/${String(id)}/pair`, { body: { code } }));
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
      done(await start('mallory', { connected_account_id: users.annsAccount })),
    );
    attack(
      'T4',
      'reconnects an account of another user by a link',
      [defence.accountsAreReconnectedByTheirUser],
      async () => {
        const body = { app: 'acme', user_name: 'mallory', connected_account_id: users.annsAccount };
        return done(await users.backend('POST /connect-links', 'mallory', { body }));
      },
    );
  });

  describe('asks the backend for links', () => {
    async function linkOfAnn(): Promise<string> {
      const body = { app: 'acme', user_name: 'ann' };
      return String((await users.backend('POST /connect-links', 'ann', { body })).body.id);
    }
    attack('T4', 'sees the links of another user', [defence.linksAreListedForTheirUser], async () => {
      const id = await linkOfAnn();
      return shows(await users.backend('GET /connect-links', 'mallory'), id);
    });
    attack('T4', 'looks at a link of another user', [defence.linksAreReadForTheirUser], async () =>
      done(await users.backend(`GET /connect-links/${await linkOfAnn()}`, 'mallory')),
    );
    attack('T4', 'takes a link of another user back', [defence.linksAreRevokedForTheirUser], async () =>
      done(await users.backend(`DELETE /connect-links/${await linkOfAnn()}`, 'mallory')),
    );
  });
});
