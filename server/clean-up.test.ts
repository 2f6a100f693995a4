import { beforeAll, expect, test } from 'vitest';
import { cleanUp } from './clean-up.ts';
import type { Services } from './services.ts';
import { describeOnEachDatabase } from './testing/databases.ts';
import { testServices } from './testing/test-services.ts';
import { makeWorkspace, sessionToken, userRowId } from './testing/test-workspace.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds);

describeOnEachDatabase('the clean-up', (openTestDatabase) => {
  let services: Services;
  beforeAll(async () => {
    services = await testServices(await openTestDatabase(), []);
  });

  test('removes what nobody can use any more, and nothing else', async () => {
    const workspace = await makeWorkspace(services);
    await sessionToken(services, workspace, 'ann');
    const owner = { workspace_id: workspace.id, user_id: await userRowId(services, workspace, 'ann') };
    const session = { ...owner, secret_id: workspace.secretId, origin: workspace.origin };
    const event = { ...owner, type: 'app-connected' as const, payload: '{}' };
    const attempt = { ...owner, origin: workspace.origin, app: 'acme' };
    const key = { ...owner, request_hash: Buffer.from('r'), process_id: services.processId };
    await services.db.asOwner(async (tx) => {
      await tx
        .insertInto('sessions')
        .values({ ...session, token_hash: Buffer.from('old'), expires_at: ago(HOUR) })
        .execute();
      await tx
        .insertInto('used_tokens')
        .values([
          { workspace_id: workspace.id, jti: 'old', expires_at: ago(HOUR) },
          { workspace_id: workspace.id, jti: 'new', expires_at: ago(-HOUR) },
        ])
        .execute();
      await tx
        .insertInto('events')
        .values([
          { ...event, id: 1, created_at: ago(31 * DAY) },
          { ...event, id: 2, created_at: ago(29 * DAY) },
        ])
        .execute();
      const message = { workspace_id: workspace.id, type: 'account.connected' as const, body: '{}' };
      await tx
        .insertInto('webhook_messages')
        .values([
          { ...message, id: 'old', created_at: ago(31 * DAY) },
          { ...message, id: 'new', created_at: ago(29 * DAY) },
          { ...message, id: 'of a user who is gone', user_id: 999_999 },
          { ...message, id: 'of a user', user_id: owner.user_id },
        ])
        .execute();
      await tx
        .insertInto('function_calls')
        .values(
          [4, 2].map((days) => ({
            ...owner,
            ...{ app: 'acme', function_name: 'acme-do', request_id: `${days} days` },
            started_at: ago(days * DAY),
          })),
        )
        .execute();
      await tx
        .insertInto('idempotency_keys')
        .values([
          { ...key, key_hash: Buffer.from('old'), status: 'answered', created_at: ago(25 * HOUR) },
          { ...key, key_hash: Buffer.from('lost'), status: 'running', created_at: ago(25 * HOUR) },
          { ...key, key_hash: Buffer.from('new'), status: 'answered', created_at: ago(23 * HOUR) },
        ])
        .execute();
      await tx
        .insertInto('connect_attempts')
        .values([
          { ...attempt, id: '00000000-0000-4000-8000-000000000001', status: 'failed', expires_at: ago(8 * DAY) },
          { ...attempt, id: '00000000-0000-4000-8000-000000000002', status: 'pending', expires_at: ago(8 * DAY) },
          { ...attempt, id: '00000000-0000-4000-8000-000000000003', status: 'failed', expires_at: ago(DAY) },
        ])
        .execute();
    });

    await cleanUp(services.db, { callLogDays: 3 });

    const left = await services.db.asOwner(async (tx) => ({
      sessions: (await tx.selectFrom('sessions').select('token_hash').execute()).length,
      tokens: (await tx.selectFrom('used_tokens').select('jti').execute()).map(({ jti }) => jti),
      events: (await tx.selectFrom('events').select('id').execute()).map(({ id }) => id),
      calls: (await tx.selectFrom('function_calls').select('request_id').execute()).map((row) => row.request_id),
      keys: (await tx.selectFrom('idempotency_keys').select('key_hash').orderBy('key_hash').execute()).map(
        ({ key_hash }) => Buffer.from(key_hash).toString(),
      ),
      messages: (await tx.selectFrom('webhook_messages').select('id').orderBy('id').execute()).map(({ id }) => id),
      attempts: (await tx.selectFrom('connect_attempts').select('id').orderBy('id').execute()).map(({ id }) =>
        id.at(-1),
      ),
    }));
    expect(left).toEqual({
      sessions: 1,
      tokens: ['new'],
      events: [2],
      calls: ['2 days'],
      keys: ['lost', 'new'],
      messages: ['new', 'of a user'],
      attempts: ['2', '3'],
    });
  });
});
