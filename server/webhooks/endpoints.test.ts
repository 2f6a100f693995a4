import { beforeAll, expect, test } from 'vitest';
import type { Services } from '../services.ts';
import { BackendClient } from '../testing/backend-client.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { makeHook } from '../testing/test-hook.ts';
import { testServices } from '../testing/test-services.ts';
import { makeWorkspace } from '../testing/test-workspace.ts';

describeOnEachDatabase('webhook endpoints', (openTestDatabase) => {
  let services: Services;
  beforeAll(async () => {
    services = await testServices(await openTestDatabase(), [fakeConnector({ name: 'acme' })]);
  });

  test('are not made at an address that no message could be sent to', async () => {
    const backend = new BackendClient(services, await makeWorkspace(services));
    for (const url of [
      'http://hooks.example/x',
      'ftp://hooks.example/x',
      'https://user:pass@hooks.example/',
      'https://hooks.example/#x',
      'not a url',
      `https://hooks.example/${'x'.repeat(2_000)}`,
    ]) {
      const { status, body } = await backend.ask('POST', '/webhook-endpoints', { body: { url } });
      expect({ status, code: body.code }, url).toEqual({ status: 400, code: 'invalid_argument' });
    }
  });

  test('show their secret once, and are nobody else’s', async () => {
    const { backend, path, id, secret, workspace } = await makeHook(services, { description: 'Production' });
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const list = await backend.ask('GET', '/webhook-endpoints/');
    expect(list.body).toMatchObject({ endpoints: [{ id, description: 'Production', events: null }] });
    expect(list.text).not.toContain('whsec_');
    const change = { events: ['account.connected'], description: null };
    expect((await backend.ask('PATCH', path, { body: change })).body).toMatchObject(change);
    const strangers = new BackendClient(services, await makeWorkspace(services));
    for (const [method, at] of [
      ['PATCH', path],
      ['DELETE', path],
      ['POST', `${path}/rotate-secret`],
      ['POST', `${path}/test`],
      ['GET', `${path}/deliveries`],
      ['POST', `${path}/deliveries/1/redeliver`],
    ] as const) {
      expect(await strangers.ask(method, at), `${method} ${at}`).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
    }
    expect((await strangers.ask('GET', '/webhook-endpoints')).body).toEqual({ endpoints: [] });
    expect((await backend.ask('DELETE', path)).status).toBe(200);
    expect((await backend.ask('DELETE', path)).status).toBe(404);
    const left = await services.db.inWorkspace(workspace.id, (tx) =>
      tx.selectFrom('webhook_endpoints').select('id').execute(),
    );
    expect(left).toEqual([]);
  });

  test('are twenty at most, also where more are asked for at once', async () => {
    const backend = new BackendClient(services, await makeWorkspace(services));
    const body = { url: 'https://hooks.example/x' };
    const answers = await Promise.all(
      Array.from({ length: 22 }, () => backend.ask('POST', '/webhook-endpoints', { body })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
  });
});
