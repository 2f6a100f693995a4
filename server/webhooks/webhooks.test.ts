import { Webhook } from 'standardwebhooks';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { disconnectAccount } from '../accounts/disconnect-account.ts';
import { renameAccount } from '../accounts/rename-account.ts';
import { tellAccountUpdated } from '../accounts/tell-account-updated.ts';
import { notify } from '../db/notify.ts';
import { createEgress } from '../egress/guarded-fetch.ts';
import { markEnded, readAccount, takeLease } from '../oauth/refresh-lease.ts';
import type { Services } from '../services.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { testServices } from '../testing/test-services.ts';
import { TestUser } from '../testing/test-user.ts';
import type { TestWorkspace } from '../testing/test-workspace.ts';
import { makeHook, type TestHook } from '../testing/test-hook.ts';
import type { ReceivedMessage } from '../testing/webhook-receiver.ts';
import { WEBHOOKS_CHANNEL } from './channel.ts';
import { claimDelivery } from './claim-delivery.ts';
import { MAX_TRIES } from './schedule.ts';
import { tryDelivery, webhookLimits } from './try-delivery.ts';
import { WebhookSender } from './webhook-sender.ts';

describeOnEachDatabase('webhooks', (openTestDatabase) => {
  let services: Services;
  beforeAll(async () => {
    services = await testServices(await openTestDatabase(), [fakeConnector({ name: 'acme' })]);
  });

  /** Makes every try that is due, as the sender does. */
  async function deliverDue(own: Partial<Services> = {}): Promise<number> {
    for (let count = 0; ; count++) {
      const claimed = await claimDelivery(services.db, []);
      if (!claimed) return count;
      await tryDelivery({ ...services, ...own }, claimed, new AbortController().signal);
    }
  }

  const makeDue = (workspace: TestWorkspace) =>
    services.db.inWorkspace(workspace.id, (tx) =>
      tx
        .updateTable('webhook_deliveries')
        .set({ next_try_at: new Date(0) })
        .where('status', '=', 'pending')
        .execute(),
    );
  const rename = (to: { user: Parameters<typeof renameAccount>[1]; accountId: number }, name: string) =>
    renameAccount(services, to.user, to.accountId, name);
  const verified = (secret: string, { body, headers }: ReceivedMessage) =>
    new Webhook(secret).verify(body, headers) as Record<string, unknown>;

  test('tell of an account’s life, signed, and with nothing secret in it', async () => {
    const { receiver, workspace, secret, user, accountId } = await makeHook(services);
    const ann = await TestUser.signIn(services, workspace, 'ann');
    const attempt = await ann.startAttempt('acme');
    const values = { scheme: 'api_token', values: { token: 'canary-token' } };
    const connected = await ann.api('POST', `/connect-attempts/${attempt}/credentials`, values);
    const newId = connected.body.connected_account_id;
    await rename({ user, accountId }, 'Mine');
    const account = await readAccount(services, { workspace_id: workspace.id, id: accountId });
    await markEnded(services, (await takeLease(services, account!))!);
    await disconnectAccount(services, user, accountId);
    expect(await deliverDue()).toBe(4);

    const data = { app_key: workspace.appKey, user_id: 'ann', app: 'acme', connected_account_id: accountId };
    const timestamp = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(receiver.messages.map((message) => verified(secret, message))).toEqual([
      { type: 'account.connected', timestamp, data: { ...data, connected_account_id: newId, status: 'active' } },
      { type: 'account.updated', timestamp, data: { ...data, status: 'active' } },
      { type: 'account.needs_reconnect', timestamp, data: { ...data, status: 'needs_reconnect' } },
      { type: 'account.disconnected', timestamp, data: { ...data, status: 'disconnected' } },
    ]);
    expect(new Set(receiver.messages.map(({ headers }) => headers['webhook-id'])).size).toBe(4);
    expect(JSON.stringify(receiver.messages)).not.toMatch(/canary|secret|Mine|Someone/);
    const [message] = receiver.messages;
    expect(() => verified(`whsec_${Buffer.alloc(32).toString('base64')}`, message!)).toThrow('No matching signature');
    expect(() => verified(secret, { ...message!, body: `${message!.body} ` })).toThrow('No matching signature');
  });

  test('come for the types that an endpoint wants, and only with the commit', async () => {
    const some = await makeHook(services, { events: ['account.disconnected'] });
    await rename(some, 'Not told');
    const lost = services.db.inWorkspace(some.workspace.id, async (tx) => {
      const row = { workspace_id: some.workspace.id, user_id: some.user.userId, id: some.accountId, app: 'acme' };
      await tellAccountUpdated(tx, services, row, 'account.disconnected');
      throw new Error('rolled back');
    });
    await expect(lost).rejects.toThrow('rolled back');
    expect(await some.deliveries()).toEqual([]);
    await disconnectAccount(services, some.user, some.accountId);
    expect(await some.deliveries()).toMatchObject([{ type: 'account.disconnected', status: 'pending', tries: 0 }]);
  });

  test('are tried again, given up in the end, and redelivered under the same id', async () => {
    const { receiver, workspace, backend, path, endpointNow, deliveries, ...account } = await makeHook(services);
    receiver.answerWith(500);
    await rename(account, 'One');
    await deliverDue();
    const [first] = await deliveries();
    expect(first).toMatchObject({
      status: 'pending',
      tries: 1,
      last_status: 500,
      last_error: 'The endpoint answered 500.',
    });
    expect(Date.parse(String(first?.next_try_at)) - Date.now()).toBeLessThan(7_000);
    for (let tries = 2; tries <= MAX_TRIES; tries++) {
      expect(await endpointNow()).toMatchObject({ status: 'enabled' });
      await makeDue(workspace);
      await deliverDue();
    }
    expect(await deliveries()).toMatchObject([{ status: 'failed', tries: MAX_TRIES, next_try_at: null }]);
    expect(await endpointNow()).toMatchObject({
      status: 'failing',
      status_reason: 'A message was given up after 10 tries: The endpoint answered 500.',
    });

    receiver.answerWith(204);
    const again = await backend.ask('POST', `${path}/deliveries/${String(first?.id)}/redeliver/`);
    expect(again.body).toMatchObject({ id: first?.id, status: 'pending', tries: 0 });
    await deliverDue();
    expect(await deliveries()).toMatchObject([{ status: 'delivered', tries: 1, last_status: 204, last_error: null }]);
    expect(await endpointNow()).toMatchObject({ status: 'enabled', status_reason: null });
    expect(new Set(receiver.messages.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([first?.message_id]),
    );
  });

  test('end where the receiver says that it is gone, until the endpoint is enabled again', async () => {
    const { receiver, backend, path, endpointNow, deliveries, ...account } = await makeHook(services);
    receiver.answerWith(410);
    await rename(account, 'One');
    await rename(account, 'Two');
    expect(await deliverDue()).toBe(1);
    expect(await endpointNow()).toMatchObject({ status: 'disabled', status_reason: 'It answered 410 Gone.' });
    await rename(account, 'Three');
    expect(await deliveries()).toMatchObject([
      { status: 'failed', tries: 0, last_error: 'The endpoint was disabled. It answered 410 Gone.' },
      { status: 'failed', tries: 1, last_status: 410 },
    ]);
    expect(await backend.ask('POST', `${path}/test`)).toMatchObject({ status: 400 });
    receiver.answerWith(200);
    expect(await backend.ask('PATCH', path, { body: { status: 'enabled' } })).toMatchObject({
      body: { status: 'enabled', status_reason: null },
    });
    await backend.ask('POST', `${path}/test/`);
    await deliverDue();
    expect(JSON.parse(receiver.messages.at(-1)!.body)).toMatchObject({ type: 'endpoint.test' });
  });

  test('are signed with the secret before as well while it is changed', async () => {
    const { receiver, backend, path, secret } = await makeHook(services);
    const rotate = async (body: object) =>
      String((await backend.ask('POST', `${path}/rotate-secret`, { body })).body.secret);
    const second = await rotate({});
    await backend.ask('POST', `${path}/test`);
    await deliverDue();
    const third = await rotate({ overlap_seconds: 0 });
    await backend.ask('POST', `${path}/test`);
    await deliverDue();
    const [during, after] = receiver.messages;
    for (const known of [secret, second]) expect(verified(known, during!)).toMatchObject({ type: 'endpoint.test' });
    expect(verified(third, after!)).toMatchObject({ type: 'endpoint.test' });
    for (const old of [secret, second]) expect(() => verified(old, after!)).toThrow('No matching signature');
  });

  describe('keep to the guarded way out:', () => {
    const limits = { ...webhookLimits, deadline: 300 };
    const failure = async (
      { backend, path, deliveries }: TestHook,
      allowed: { host: string }[] = [{ host: '127.0.0.1' }],
    ) => {
      const egress = createEgress({ allowedInternalHosts: allowed, limits });
      onTestFinished(() => egress.close());
      await backend.ask('POST', `${path}/test`);
      await deliverDue({ egress });
      return (await deliveries())[0];
    };

    test('no redirect is followed', async () => {
      const set = await makeHook(services);
      set.receiver.answerWith((response) => void response.writeHead(302, { location: `${set.receiver.url}/2` }).end());
      expect(await failure(set)).toMatchObject({ status: 'pending', last_status: 302 });
      expect(set.receiver.messages).toHaveLength(1);
    });

    test('a receiver that takes too long has failed', async () => {
      const set = await makeHook(services);
      set.receiver.answerWith((response) => void response.writeHead(200).write('…'));
      expect(await failure(set)).toMatchObject({ last_status: null, last_error: /^provider_timeout/ as never });
    });

    test('and so has one that answers with a book', async () => {
      const set = await makeHook(services);
      set.receiver.answerWith((response) => void response.end('x'.repeat(65 * 1024)));
      expect(await failure(set)).toMatchObject({ last_status: null });
    });

    test('no private address is reached that the operator has not allowed', async () => {
      const set = await makeHook(services);
      const refused = await failure(set, []);
      expect(refused).toMatchObject({ status: 'pending', last_status: null });
      expect(refused?.last_error).toMatch(/^egress_blocked/);
      expect(set.receiver.messages).toEqual([]);
    });
  });

  test('of two senders, one makes each try, and of a dead one the other takes it over', async () => {
    const { receiver, workspace, backend, path, deliveries } = await makeHook(services);
    const count = 12;
    for (let sent = 0; sent < count; sent++) await backend.ask('POST', `${path}/test`);
    // Claimed by a process that dies before it has sent anything
    const dead = await claimDelivery(services.db, []);
    const senders = [new WebhookSender(services), new WebhookSender(services)];
    await Promise.all(senders.map((sender) => sender.start()));
    await receiver.received(count - 1);
    await services.db.inWorkspace(workspace.id, async (tx) => {
      await tx
        .updateTable('webhook_deliveries')
        .set({ next_try_at: new Date(0) })
        .where('id', '=', dead!.id)
        .execute();
      await notify(tx, WEBHOOKS_CHANNEL, '');
    });
    await receiver.received(count);
    await Promise.all(senders.map((sender) => sender.stop()));
    expect(new Set(receiver.messages.map(({ headers }) => headers['webhook-id'])).size).toBe(count);
    expect(receiver.messages).toHaveLength(count);
    expect((await deliveries()).map(({ status }) => status)).toEqual(Array(count).fill('delivered'));
  });
});
