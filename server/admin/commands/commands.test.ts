import { randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeOnEachDatabase, type TestDatabase } from '../../testing/databases.ts';
import { makeUser } from '../../testing/rows.ts';
import { loadSecrets } from '../../sessions/app-secrets.ts';
import { loadOAuthClient } from '../../oauth/oauth-client.ts';
import { createVault } from '../../vault/vault.ts';
import type { AdminContext } from '../command.ts';
import { commands, type CommandInput, type CommandName } from './index.ts';

describeOnEachDatabase("the administrator's commands", (openTestDatabase) => {
  let db: TestDatabase;
  let context: AdminContext;
  let appKey: string;
  let workspaceId: number;

  const run = <Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<unknown> =>
    commands[name].run(context, input);

  beforeAll(async () => {
    db = await openTestDatabase();
    context = { db, vault: createVault(randomBytes(32)), config: { publicUrl: 'https://connect.example.com' } };
  });
  beforeEach(async () => {
    ({ appKey } = await commands['workspace create'].run(context, { name: 'Acme' }));
    workspaceId = (await db.workspaceIdOfAppKey(appKey)) ?? 0;
  });

  it('make a workspace with the safe settings, and list it', async () => {
    const workspace = await run('workspace create', { name: ' Ünited ' });
    expect(workspace).toEqual({
      appKey: expect.stringMatching(/^ak_[\w-]{22}$/),
      name: 'Ünited',
      integryCredentials: false,
      requireToken: false,
      pairing: true,
      createdAt: expect.stringMatching(/Z$/),
    });
    expect(await run('workspace list', {})).toContainEqual(workspace);
  });

  it('change only the settings that are named', async () => {
    expect(await run('workspace set', { appKey, requireToken: true })).toMatchObject({
      requireToken: true,
      pairing: true,
    });
    expect(await run('workspace set', { appKey, pairing: false, integryCredentials: true })).toMatchObject({
      requireToken: true,
      pairing: false,
      integryCredentials: true,
    });
  });

  it('keep a list of origins', async () => {
    for (const origin of ['https://b.example', 'capacitor://localhost', 'https://b.example', 'http://localhost:4601']) {
      await run('origin add', { appKey, origin });
    }
    const origins = ['capacitor://localhost', 'http://localhost:4601', 'https://b.example'].map((origin) => ({
      origin,
    }));
    expect(await run('origin list', { appKey })).toEqual(origins);
    await run('origin remove', { appKey, origin: 'https://b.example' });
    expect(await run('origin list', { appKey })).toEqual(origins.slice(0, 2));
    await expect(run('origin remove', { appKey, origin: 'https://b.example' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it.each([
    '*',
    'null',
    '',
    'https://*.example.com',
    'https://App.example',
    'https://x.example/',
    'https://x.example:443',
    'x.example',
    'file:///x',
    'javascript:alert(1)',
  ])('refuse %j as an origin', async (origin) => {
    await expect(run('origin add', { appKey, origin })).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  it('show an App-Secret once, and keep at most two, also when two are asked for at once', async () => {
    const made = await Promise.allSettled(
      Array.from({ length: 4 }, () => commands['secret create'].run(context, { appKey })),
    );
    const secrets = made.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
    expect(secrets).toHaveLength(2);
    for (const { appSecret } of secrets) expect(appSecret).toMatch(/^as_[\w-]{43}$/);
    expect(made.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown)).toEqual([
      expect.objectContaining({ code: 'invalid_argument' }),
      expect.objectContaining({ code: 'invalid_argument' }),
    ]);
    const stored = await db.inWorkspace(workspaceId, (tx) => loadSecrets(tx, context.vault, workspaceId));
    expect(stored.map(({ value }) => value).sort()).toEqual(secrets.map(({ appSecret }) => appSecret).sort());

    const list = await run('secret list', { appKey });
    expect(list).toHaveLength(2);
    expect(JSON.stringify(list)).not.toContain('as_');
    await run('secret revoke', { appKey, id: secrets[0]!.id });
    expect(await run('secret list', { appKey })).toEqual([{ id: secrets[1]!.id, createdAt: expect.any(String) }]);
    await expect(run('secret revoke', { appKey, id: secrets[0]!.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(run('secret create', { appKey })).resolves.toBeDefined();
  });

  it('store an OAuth client sealed, replace it, and tell the redirect URI', async () => {
    const redirectUri = `https://connect.example.com/oauth/callback/${appKey}/slack`;
    const first = await run('oauth-client set', { appKey, app: 'slack', id: 'client', secret: 'canary-secret' });
    expect(first).toEqual({ app: 'slack', id: 'client', secret: 'stored', redirectUri });
    expect(await loadOAuthClient(context, workspaceId, 'slack')).toEqual({ id: 'client', secret: 'canary-secret' });

    await run('oauth-client set', { appKey, app: 'slack', id: 'public' });
    expect(await run('oauth-client list', { appKey })).toEqual([
      { app: 'slack', id: 'public', secret: 'none', redirectUri },
    ]);
    expect(await loadOAuthClient(context, workspaceId, 'slack')).toEqual({ id: 'public', secret: null });

    await run('oauth-client remove', { appKey, app: 'slack' });
    expect(await run('oauth-client list', { appKey })).toEqual([]);
    await expect(run('oauth-client remove', { appKey, app: 'slack' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('show the log of function calls, latest first', async () => {
    const userId = await makeUser(db, workspaceId, 'jane');
    const startedAt = new Date('2031-02-03T04:05:06.000Z');
    const call = { workspace_id: workspaceId, user_id: userId, app: 'slack', function_name: 'slack-post-message' };
    await db.inWorkspace(workspaceId, async (tx) => {
      for (const requestId of ['first', 'second']) {
        await tx
          .insertInto('function_calls')
          .values({ ...call, request_id: requestId, started_at: startedAt })
          .execute();
      }
      await tx
        .updateTable('function_calls')
        .set({ status: 'answered', network_code: 200, finished_at: new Date(startedAt.getTime() + 120) })
        .where('request_id', '=', 'second')
        .execute();
    });
    expect(await run('calls', { appKey })).toEqual([
      {
        id: expect.any(Number),
        startedAt: startedAt.toISOString(),
        user: 'jane',
        function: 'slack-post-message',
        status: 'answered',
        networkCode: 200,
        errorCode: null,
        durationMs: 120,
        requestId: 'second',
        providerRequestId: null,
      },
      expect.objectContaining({ requestId: 'first', status: 'sent', durationMs: null, networkCode: null }),
    ]);
    expect(await run('calls', { appKey, limit: 1 })).toHaveLength(1);
    const found = async (filter: object) => {
      const entries = await commands.calls.run(context, { appKey, ...filter });
      return entries.map(({ requestId }) => requestId);
    };
    expect(await found({ status: 'sent', user: 'jane', from: '2031-02-03', to: '2031-02-04' })).toEqual(['first']);
    expect(await found({ function: 'slack-other' })).toEqual([]);
  });

  it('keep a list of return URLs', async () => {
    for (const url of ['https://b.example/back?from=mail', 'com.example.app://connected', 'http://localhost:3000/x']) {
      await run('return-url add', { appKey, url });
    }
    await run('return-url remove', { appKey, url: 'http://localhost:3000/x' });
    expect(await run('return-url list', { appKey })).toEqual([
      { url: 'com.example.app://connected' },
      { url: 'https://b.example/back?from=mail' },
    ]);
    for (const url of [
      'http://b.example/',
      'javascript:alert(1)',
      'javascript://x/%0aalert(1)',
      '/back',
      'https://b.example/#x',
      'data:text/html,x',
      'https://u:p@b.example/',
      ' https://b.example/',
    ]) {
      await expect(run('return-url add', { appKey, url }), url).rejects.toMatchObject({ code: 'invalid_argument' });
    }
  });

  it('look after webhook endpoints', async () => {
    const made = await commands['webhook create'].run(context, {
      appKey,
      url: 'https://hooks.example/x',
      events: ['account.connected'],
    });
    const { secret, ...endpoint } = made;
    expect(secret).toMatch(/^whsec_/);
    const { id } = endpoint;
    expect(await run('webhook list', { appKey })).toEqual([{ ...endpoint, events: 'account.connected' }]);
    const rotated = await commands['webhook rotate-secret'].run(context, { appKey, id });
    expect(rotated.secret).not.toBe(secret);
    const test = await commands['webhook test'].run(context, { appKey, id });
    expect(test).toMatchObject({ type: 'endpoint.test', status: 'pending', tries: 0 });
    expect(await run('webhook redeliver', { appKey, id, delivery: test.id })).toMatchObject({ id: test.id });
    expect(await run('webhook set', { appKey, id, enabled: false })).toMatchObject({ status: 'disabled' });
    expect(await run('webhook deliveries', { appKey, id })).toMatchObject([{ id: test.id, status: 'failed' }]);
    const deliveries: unknown = JSON.parse(JSON.stringify(await run('webhook deliveries', { appKey, id })));
    expect(commands['webhook deliveries'].output.parse(deliveries)).toEqual(deliveries);
    await run('webhook remove', { appKey, id });
    await expect(run('webhook remove', { appKey, id })).rejects.toMatchObject({ code: 'not_found' });
    for (const wrong of [{ url: 'ftp://x.example' }, { url: 'https://x.example', events: ['account.exploded'] }]) {
      await expect(commands['webhook create'].run(context, { appKey, ...wrong })).rejects.toMatchObject({
        code: 'invalid_argument',
      });
    }
  });

  it('export a user and delete them', async () => {
    const userId = 'jane@example.com';
    await makeUser(db, workspaceId, userId);
    expect(await run('user export', { appKey, userId })).toMatchObject({
      user_id: userId,
      connected_accounts: [],
      function_calls: [],
    });
    expect(await run('user delete', { appKey, userId })).toEqual({ connectedAccounts: 0, revoked: 0 });
    for (const name of ['user export', 'user delete'] as const) {
      await expect(run(name, { appKey, userId })).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('answer with outputs that their schemas describe', async () => {
    await run('origin add', { appKey, origin: 'https://x.example' });
    await run('secret create', { appKey });
    await run('oauth-client set', { appKey, app: 'slack', id: 'x' });
    for (const name of [
      'workspace list',
      'origin list',
      'secret list',
      'oauth-client list',
      'webhook list',
      'calls',
    ] as const) {
      const output: unknown = JSON.parse(JSON.stringify(await commands[name].run(context, { appKey })));
      expect(commands[name].output.parse(output), name).toEqual(output);
    }
  });

  describe('say what is wrong', () => {
    const refusal = (name: CommandName, input: unknown) =>
      commands[name].run(context, input).then(
        () => 'accepted',
        (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
      );

    it('with an input', async () => {
      expect(await refusal('workspace create', { name: ' ' })).toBe('invalid_argument: name: must not be empty');
      expect(await refusal('workspace create', { name: 'a\u001b[31m' })).toContain('no control characters');
      expect(await refusal('workspace set', { appKey })).toBe('invalid_argument: name at least one setting to change');
      expect(await refusal('oauth-client set', { appKey: 'x', app: 'Slack', id: '' })).toMatch(
        /appKey: .*; app: .*; id: /,
      );
      expect(await refusal('calls', { appKey, limit: 1001 })).toBe('invalid_argument: limit: must be at most 1000');
      for (const input of [undefined, null, 'x', []])
        expect(await refusal('origin list', input)).toMatch(/^invalid_argument/);
    });

    it('with an App-Key', async () => {
      const unknown = `ak_${'x'.repeat(22)}`;
      for (const name of ['origin list', 'secret create', 'secret list', 'oauth-client list', 'calls'] as const) {
        expect(await refusal(name, { appKey: unknown })).toMatch(/^unknown_app_key: /);
      }
      expect(await refusal('workspace set', { appKey: unknown, pairing: true })).toMatch(/^unknown_app_key: /);
    });
  });
});
