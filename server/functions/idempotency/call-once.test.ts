import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { CrmWorld } from '../../testing/crm-world.ts';
import { describeOnEachDatabase } from '../../testing/databases.ts';
import { userRowId } from '../../testing/test-workspace.ts';
import { callOnce } from './call-once.ts';

const ADD = '/functions/crm-add-person/call/';
const LIST = '/functions/crm-list-persons/call/';

describeOnEachDatabase('a call under an Idempotency-Key', (openTestDatabase) => {
  let world: CrmWorld;
  let twin: CrmWorld;
  let user: string;
  let users = 0;
  /** What reached the third party */
  let made: number;

  beforeAll(async () => {
    world = await CrmWorld.open(await openTestDatabase());
    twin = await world.twin();
  });

  beforeEach(async () => {
    user = `user-${users++}`;
    made = 0;
    world.answerWith(async ({ input }) => ({ status: 201, output: { made: ++made, input } }));
    await world.connect(user);
  });

  const call = async (key: string, body: object = { name: 'Ann' }, { server = world, path = ADD, as = user } = {}) => {
    const answer = await server.post(as, path, body, { 'idempotency-key': key });
    return { ...answer, isReplayed: answer.headers.get('idempotent-replayed') === 'true' };
  };
  const stored = () => world.services.db.asOwner((tx) => tx.selectFrom('idempotency_keys').selectAll().execute());

  test('is made once, also where many ask two servers at the same time', async () => {
    const key = randomUUID();
    const held = Promise.withResolvers<void>();
    world.answerWith(async () => {
      made++;
      await held.promise;
      return { status: 201, output: { id: 7 } };
    });
    const asked = Array.from({ length: 20 }, (_, index) => call(key, undefined, { server: index % 2 ? world : twin }));
    await expect.poll(() => made).toBe(1);
    held.resolve();
    const answers = await Promise.all(asked);
    for (const { status, body } of answers) {
      expect({ status, body }).toEqual({ status: 200, body: { network_code: '201', output: { id: 7 } } });
    }
    expect(made).toBe(1);
    expect(answers.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1);
    expect(await world.loggedCalls(user)).toHaveLength(1);
  });

  test('is another call for another user, and under another key', async () => {
    const key = randomUUID();
    await call(key);
    await world.connect(`${user}-other`);
    expect((await call(key, undefined, { as: `${user}-other` })).isReplayed).toBe(false);
    expect((await call(randomUUID())).isReplayed).toBe(false);
    expect(made).toBe(3);
  });

  test('is the same whatever the order of its parameters, and with the key in quotes', async () => {
    const key = randomUUID();
    await call(key, { name: 'Ann', age: 5 });
    expect(await call(`"${key}"`, { age: 5, name: 'Ann' })).toMatchObject({ status: 200, isReplayed: true });
    expect(made).toBe(1);
  });

  test('refuses another body, account, cursor or function', async () => {
    const key = randomUUID();
    const id = await world.connect(user, { token: 'second' });
    const named = { path: `${ADD}?connected_account_id=${id}` };
    await call(key, { name: 'Ann' }, named);
    for (const answer of [
      await call(key, { name: 'Bob' }, named),
      await call(key, { name: 'Ann' }),
      await call(key, { name: 'Ann', next_page: 'two' }, named),
      await call(key, { name: 'Ann' }, { path: LIST }),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_key_reused' } });
    }
    expect(made).toBe(1);
  });

  test('is answered with what the third party refused, and with why it could not be made', async () => {
    world.answerWith(async () => ({ status: 503, output: `no ${++made}` }));
    const first = randomUUID();
    await call(first);
    expect(await call(first)).toMatchObject({ isReplayed: true, body: { network_code: '503', output: 'no 1' } });

    world.answerWith(async () => {
      made++;
      throw new ConnectorError('response_too_large', 'Too much.');
    });
    const second = randomUUID();
    const [failed, again] = [await call(second), await call(second, undefined, { server: twin })];
    expect(failed).toMatchObject({ status: 502, isReplayed: false, body: { code: 'response_too_large' } });
    expect(again).toMatchObject({ status: 502, isReplayed: true, body: { code: 'response_too_large' } });
    expect(again.body.request_id).not.toBe(failed.body.request_id);
    expect(made).toBe(2);
  });

  test('leaves the key unused where nothing was done', async () => {
    const key = randomUUID();
    expect((await call(key, { age: 'old' })).body).toHaveProperty('error');
    const stranger = `${user}-stranger`;
    expect((await call(key, undefined, { as: stranger })).body).toHaveProperty('error');
    const ended = await world.connect(stranger, { status: 'needs_reconnect' });
    expect(await call(key, undefined, { as: stranger })).toMatchObject({ body: { code: 'needs_reconnect' } });
    await world.disconnect(ended);
    await world.connect(stranger);
    expect((await call(key, undefined, { as: stranger })).body).toMatchObject({ network_code: '201' });
    expect((await call(key)).body).toMatchObject({ network_code: '201' });
  });

  test('is answered still when the account is gone', async () => {
    const [key, name] = [randomUUID(), `${user}-gone`];
    const account = await world.connect(name);
    await call(key, undefined, { as: name });
    await world.disconnect(account);
    expect(await call(key, undefined, { as: name })).toMatchObject({ status: 200, isReplayed: true });
  });

  test('waits for the first one as long as that may take, and no longer', async () => {
    const held = Promise.withResolvers<void>();
    world.answerWith(() => held.promise.then(() => ({ status: 200, output: ++made })));
    const request = { name: 'crm-add-person', params: { name: 'Ann' }, requestId: 'r' };
    const ref = {
      workspaceId: world.workspace.id,
      userId: await userRowId(world.services, world.workspace, user),
    };
    const first = callOnce(world.services, ref, request, 'key');
    await expect.poll(() => world.loggedCalls(user)).toHaveLength(1);
    for (const { services } of [world, twin]) {
      await expect(callOnce(services, ref, request, 'key', 50)).rejects.toMatchObject({ code: 'call_in_progress' });
    }
    held.resolve();
    expect(await first).toMatchObject({ result: { output: 1 } });
  });

  test('keeps neither the key nor the answer in words', async () => {
    const key = `canary-${randomUUID()}`;
    await call(key, { name: 'canary-parameter' });
    const rows = await stored();
    const text = rows.map((row) => Object.values(row).map((value) => Buffer.from(String(value)).toString('latin1')));
    const bytes = rows.map(({ answer_sealed }) => Buffer.from(answer_sealed ?? []).toString('latin1'));
    expect(JSON.stringify([text, bytes])).not.toContain('canary');
  });

  test('that reads is not kept where its answer is large, and is made again', async () => {
    const key = randomUUID();
    world.answerWith(async () => ({ status: 200, output: ['x'.repeat(300_000), ++made] }));
    await call(key, {}, { path: LIST });
    expect(await call(key, {}, { path: LIST })).toMatchObject({ isReplayed: false, status: 200 });
    expect(made).toBe(2);
  });

  test('is not made under what is no key', async () => {
    for (const key of ['', '"a', 'a, b']) {
      expect(await call(key)).toMatchObject({ status: 400, body: { code: 'invalid_argument' } });
    }
    expect(made).toBe(0);
  });
});
