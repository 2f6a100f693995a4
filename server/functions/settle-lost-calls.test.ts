import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { Presence } from '../presence/presence.ts';
import { CrmWorld } from '../testing/crm-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { settleLostCalls } from './settle-lost-calls.ts';

const ADD = '/functions/crm-add-person/call/';
const LIST = '/functions/crm-list-persons/call/';

describeOnEachDatabase('a call whose process died', (openTestDatabase) => {
  let world: CrmWorld;
  /** The one that dies: its row is never written */
  let dying: CrmWorld;
  let user: string;
  let users = 0;
  let made: number;

  beforeAll(async () => {
    world = await CrmWorld.open(await openTestDatabase());
    dying = await world.twin();
    await new Presence(world.services.db, world.services.processId).beat();
  });

  beforeEach(async () => {
    user = `user-${users++}`;
    made = 0;
    await world.connect(user);
  });

  const call = (server: CrmWorld, path: string, key: string) =>
    server.post(user, path, path === ADD ? { name: 'Ann' } : {}, { 'idempotency-key': key });
  const statuses = async () => (await world.loggedCalls(user)).map(({ status }) => status);

  /** A call that has left and whose process is not heard of any more; `finish` is its late answer. */
  async function leaveBehind(path: string, key: string) {
    const held = Promise.withResolvers<void>();
    world.answerWith(() => held.promise.then(() => ({ status: 200, output: `late ${++made}` })));
    const answer = call(dying, path, key);
    await expect.poll(statuses).toEqual(['sent']);
    world.answerWith(async () => ({ status: 200, output: `again ${++made}` }));
    const finish = async () => {
      held.resolve();
      return (await answer).body;
    };
    return finish;
  }

  test('ends as unknown, once, and no other does', async () => {
    const held = Promise.withResolvers<void>();
    world.answerWith(() => held.promise.then(() => ({ status: 200, output: null })));
    const alive = call(world, ADD, randomUUID());
    await expect.poll(statuses).toEqual(['sent']);
    expect(await settleLostCalls(world.services.db)).toBe(0);
    const lost = call(dying, ADD, randomUUID());
    await expect.poll(statuses).toEqual(['sent', 'sent']);
    expect(await settleLostCalls(world.services.db)).toBe(1);
    expect(await settleLostCalls(world.services.db)).toBe(0);
    expect(await world.loggedCalls(user)).toMatchObject([
      { status: 'sent' },
      { status: 'unknown', error_code: 'outcome_unknown', finished_at: null },
    ]);
    held.resolve();
    await Promise.all([alive, lost]);
  });

  test('is not made again under its key', async () => {
    const key = randomUUID();
    const finish = await leaveBehind(ADD, key);
    await settleLostCalls(world.services.db);
    for (const server of [world, dying]) {
      expect(await call(server, ADD, key)).toMatchObject({ status: 409, body: { code: 'outcome_unknown' } });
    }
    expect(made).toBe(0);
    await finish();
  });

  test('tells what became of it after all, where the process only seemed dead', async () => {
    const key = randomUUID();
    const finish = await leaveBehind(ADD, key);
    await settleLostCalls(world.services.db);
    await finish();
    expect((await call(world, ADD, key)).body).toMatchObject({ output: 'late 1' });
    expect(await world.loggedCalls(user)).toMatchObject([{ status: 'answered', network_code: 200, error_code: null }]);
  });

  test('is made again where that does no harm, and the late answer of the first changes nothing', async () => {
    const key = randomUUID();
    const finish = await leaveBehind(LIST, key);
    await settleLostCalls(world.services.db);
    const again = await Promise.all([call(world, LIST, key), call(world, LIST, key)]);
    expect(again.map(({ body }) => body.output as unknown)).toEqual(['again 1', 'again 1']);
    await finish();
    expect((await call(world, LIST, key)).body).toMatchObject({ output: 'again 1' });
    expect(made).toBe(2);
  });

  test('is found by its age where no process is known', async () => {
    await world.services.db.asOwner(async (tx) => {
      const { user_id, workspace_id } = await tx
        .selectFrom('connected_accounts')
        .select(['user_id', 'workspace_id'])
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow();
      const row = { user_id, workspace_id, app: 'crm', function_name: 'crm-add-person', request_id: 'r' };
      const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
      await tx
        .insertInto('function_calls')
        .values([
          { ...row, started_at: ago(6) },
          { ...row, started_at: ago(4) },
        ])
        .execute();
    });
    await settleLostCalls(world.services.db);
    expect(await statuses()).toEqual(['unknown', 'sent']);
  });
});
