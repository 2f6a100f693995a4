import { afterEach, describe, expect, test } from 'vitest';
import type { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import { ApiClient } from '../api/client.ts';
import { SessionSource } from '../api/session-source.ts';
import { json, startApiServer } from '../testing/api-server.ts';
import type { ApiServer } from '../testing/api-server.ts';
import { sampleAccount, sampleApp, sampleSession } from '../testing/samples.ts';
import { disconnectApp } from './disconnect-app.ts';

let server: ApiServer;

afterEach(() => server.close());

async function handlerFor(accounts: ConnectedAccount[]) {
  server = await startApiServer(({ method, path }, response) => {
    if (method === 'POST') return json(response, 200, sampleApp({ connected_accounts: accounts }));
    const remaining = accounts.filter(({ id }) => !path.endsWith(`/${id}`));
    const app = sampleApp({ connected_accounts: remaining });
    json(response, 200, { status: 'disconnected', app, connected_accounts: remaining });
  });
  return disconnectApp(new ApiClient(server.url, new SessionSource(async () => sampleSession())));
}

const deleted = (): string[] => server.seen.filter(({ method }) => method === 'DELETE').map(({ path }) => path);

describe('disconnectApp', () => {
  test('without an id takes the only account', async () => {
    const handler = await handlerFor([sampleAccount(3)]);
    expect(await handler(['acme'], '')).toEqual({ disconnected_account_id: '3', connected_accounts: [] });
    expect(deleted()).toEqual(['/connected-accounts/3']);
  });

  test('with an id takes that one, and answers with the others', async () => {
    const handler = await handlerFor([sampleAccount(4), sampleAccount(3)]);
    expect(await handler(['acme', '4'], '')).toMatchObject({
      disconnected_account_id: '4',
      connected_accounts: [{ id: '3' }],
    });
  });

  test.each([
    ['no account', [], undefined, 'not_connected'],
    ['several accounts and no id', [sampleAccount(4), sampleAccount(3)], null, 'account_required'],
    ['an id that is not of this app', [sampleAccount(3)], '9', 'unknown_account'],
    ['an id, and nothing connected', [], '9', 'unknown_account'],
  ])('for %s disconnects nothing', async (_what, accounts, id, code) => {
    const handler = await handlerFor(accounts);
    await expect(handler(['acme', id], '')).rejects.toMatchObject({ code });
    expect(deleted()).toEqual([]);
  });
});
