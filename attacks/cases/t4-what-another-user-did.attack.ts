import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe } from 'vitest';
import { describeOnEmbeddedDatabase } from '#server/testing/databases.ts';
import { attack } from '../attack.ts';
import * as defence from '../defences/ownership.ts';
import { shows, TwoUsers, VICTIMS } from '../worlds/two-users.ts';

/** Of the same workspace: row-level security knows nothing of it. */
describeOnEmbeddedDatabase('what another user has done', (openTestDatabase) => {
  let begin: () => Promise<TwoUsers>;
  let users: TwoUsers;

  beforeAll(async () => {
    begin = await TwoUsers.prepare(await openTestDatabase());
  });
  beforeEach(async () => {
    users = await begin();
  });

  describe('knows an idempotency key', () => {
    const key = { 'idempotency-key': 'order-4711' };
    const call = (user: 'ann' | 'mallory', note: string) =>
      users.as(user, 'POST /functions/acme-do/call', { headers: key, body: { note } });

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
        await users.connect('mallory');
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
      await users.connect('mallory');
      await call('mallory', 'y');
      const { status } = await call('ann', 'x');
      return status === 409 ? 'The call was refused.' : undefined;
    });
  });

  describe('listens to events', () => {
    /** The first texts of a stream, of which none is waited for. */
    async function texts(count: number, headers: Record<string, string> = {}) {
      const answer = await users.app.request('/events', {
        headers: { ...users.bearer('mallory'), ...headers },
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
      users.as(user, `PATCH /connected-accounts/${id}`, { body: { display_name: name } });

    for (const [what, headers] of [
      ['from now on', {}],
      ['from the first one on', { 'last-event-id': '0' }],
      ['after one that is still to come', { 'last-event-id': '999' }],
    ] as const) {
      attack('T4', `reads the events of another user, ${what}`, [defence.eventsBelongToTheirUser], async () => {
        await rename('ann', users.annsAccount, VICTIMS);
        const { text, close } = await texts(2, headers);
        await close();
        return heard(text);
      });
    }
    attack('T4', 'hears what another user does meanwhile', [defence.eventsBelongToTheirUser], async () => {
      const own = await users.connect('mallory');
      const { read, close } = await texts(2);
      await rename('ann', users.annsAccount, VICTIMS);
      await rename('mallory', own, 'Mine');
      const text = await read(1);
      await close();
      return heard(text);
    });
  });

  describe('asks what is kept of it', () => {
    const places: [place: string, fill: () => Promise<unknown>][] = [
      ['connected_accounts', async () => undefined],
      [
        'connect_attempts',
        () => users.as('ann', 'POST /connect-attempts', { body: { id: randomUUID(), app: 'acme' } }),
      ],
      ['connect_links', () => users.backend('POST /connect-links', 'ann', { body: { app: 'acme', user_name: 'ann' } })],
      ['function_calls', () => users.as('ann', 'POST /functions/acme-do/call')],
      [
        'events',
        () => users.as('ann', `PATCH /connected-accounts/${users.annsAccount}`, { body: { display_name: 'New' } }),
      ],
    ];
    for (const [place, fill] of places) {
      attack('T4', `gets the ${place} of another user in its export`, [defence.exportsAreOfOneUser], async () => {
        await fill();
        const { body } = await users.backend('GET /user/export', 'mallory');
        const rows = body[place] as object[];
        return rows.length > 0 ? `${rows.length} rows` : undefined;
      });
    }
    attack('T4', 'has another user’s calls among its own in the log', [defence.logIsNarrowedToTheUser], async () => {
      await users.as('ann', 'POST /functions/acme-do/call');
      return shows(await users.backend('GET /function-calls?user_id=mallory'), 'acme-do');
    });
    attack('T4', 'has another user’s account erased with itself', [defence.deletionsAreOfOneUser], async () => {
      await users.backend('DELETE /user', 'mallory');
      const answer = await users.as('ann', 'GET /apps/acme/get');
      return answer.text.includes(VICTIMS) ? undefined : 'It is gone.';
    });
  });
});
