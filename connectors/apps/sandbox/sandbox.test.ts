import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector, Credentials } from '#connectors/kit/connector.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

const credentials: Credentials = {
  scheme: 'oauth2',
  type: 'oauth2',
  accessToken: 'at',
  tokenType: 'Bearer',
  extra: {},
};
const pages: Record<string, unknown> = {
  '/api/contacts?limit=2': { contacts: [{ id: 1 }, { id: 2 }], next_cursor: 'YWZ0ZXI6Mg' },
  '/api/contacts?limit=2&cursor=YWZ0ZXI6Mg': { contacts: [{ id: 3 }], next_cursor: null },
  '/api/me': { id: 'u1', name: 'Ada', email: 'ada@example.com' },
};

let server: RecordingServer;
let connector: Connector;

beforeAll(async () => {
  server = await startRecordingServer(({ path }) => ({ body: JSON.stringify(pages[path] ?? null) }));
  connector = await loadAppFolder(import.meta.dirname, { environment: { SANDBOX_URL: server.origin } });
});
afterAll(() => server.close());

describe('the sandbox', () => {
  it('is at localhost:4602, or where SANDBOX_URL says', async () => {
    expect(connector.auth).toMatchObject([{ authorizationUrl: `${server.origin}/auth`, issuer: server.origin }]);
    const byDefault = await loadAppFolder(import.meta.dirname, { environment: {} });
    expect(byDefault.auth).toMatchObject([
      {
        type: 'oauth2',
        authorizationUrl: 'http://localhost:4602/auth',
        tokenUrl: 'http://localhost:4602/token',
        revocationUrl: 'http://localhost:4602/token/revocation',
        issuer: 'http://localhost:4602',
        scopes: ['openid', 'offline_access', 'contacts'],
      },
    ]);
    const elsewhere = { SANDBOX_URL: 'http://provider.localhost:4999' };
    expect((await loadAppFolder(import.meta.dirname, { environment: elsewhere })).manifest.hosts).toEqual([
      'provider.localhost',
    ]);
  });

  it('lists contacts page by page', async () => {
    const list = (cursor?: string) =>
      connector.invoke(
        { functionName: 'sandbox-list-contacts', input: { limit: 2 }, cursor },
        callContext(credentials),
      );
    const first = await list();
    expect(first).toMatchObject({ status: 200, output: { contacts: [{ id: 1 }, { id: 2 }] }, nextPage: 'YWZ0ZXI6Mg' });
    expect(await list(first.nextPage)).toMatchObject({ output: { contacts: [{ id: 3 }] }, nextPage: '' });
  });

  it('changes a contact with what is given alone', async () => {
    const input = { id: 7, phone: null, company: 'Elm' };
    await connector.invoke({ functionName: 'sandbox-update-contact', input }, callContext(credentials));
    expect(server.last()).toMatchObject({
      method: 'PATCH',
      path: '/api/contacts/7',
      body: '{"phone":null,"company":"Elm"}',
      headers: { authorization: 'Bearer at' },
    });
  });

  it('says whose account it is', async () => {
    expect(await connector.verify(callContext(credentials))).toEqual({
      externalId: 'u1',
      displayName: 'ada@example.com',
    });
  });
});
