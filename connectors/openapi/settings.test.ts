import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Credentials } from '#connectors/kit/connector.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { documentOf, loadTestApp } from '#connectors/testing/make-app-folder.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

let server: RecordingServer;
beforeAll(async () => {
  server = await startRecordingServer();
});
afterAll(() => server.close());

const settings = { api_url: { env: 'TEST_API_URL', default: 'https://api.example.com' } };
const hosts = ['{api_url}', '*.example.com'];
const document = documentOf('{api_url}/v1', {});
const token = (extra: Record<string, string>): Credentials => ({
  scheme: 'login',
  type: 'oauth2',
  accessToken: 'at',
  tokenType: 'bearer',
  extra,
});
const auth = { login: { type: 'oauth2', authorizationUrl: '{api_url}/authorize', tokenUrl: '{api_url}/token' } };

/** The URL that a call would go to. */
async function urlOf(app: Record<string, unknown>, credentials: Credentials, environment = {}): Promise<string> {
  const connector = await loadTestApp({ app: { settings, hosts, auth, ...app }, document, environment });
  let url = '';
  await connector.invoke(
    { functionName: 'test-me', input: {} },
    { ...callContext(credentials), fetch: (request) => ((url = request.url), Promise.resolve(Response.json({}))) },
  );
  return url;
}

describe('operator settings', () => {
  it('stand for their default in servers, hosts and endpoints', async () => {
    const connector = await loadTestApp({ app: { settings, hosts, auth }, document });
    expect(connector.manifest.hosts).toEqual(['api.example.com', '*.example.com']);
    expect(connector.auth).toMatchObject([{ tokenUrl: 'https://api.example.com/token' }]);
    expect(await urlOf({}, token({}))).toBe('https://api.example.com/v1/me');
  });

  it('are what the environment says, plain http and a path included', async () => {
    const environment = { TEST_API_URL: `${server.origin}/sub/` };
    const connector = await loadTestApp({ app: { settings, hosts, auth }, document, environment });
    expect(connector.manifest.hosts[0]).toBe('127.0.0.1');
    expect(connector.auth).toMatchObject([{ authorizationUrl: `${server.origin}/sub/authorize` }]);
    await connector.invoke({ functionName: 'test-me', input: {} }, callContext(token({})));
    expect(server.last().path).toBe('/sub/v1/me');
  });

  it.each<[string, Record<string, unknown>, Record<string, string>, string]>([
    [
      'a value that is no URL',
      settings,
      { TEST_API_URL: 'gitlab' },
      'the environment variable TEST_API_URL must be a URL',
    ],
    ['a value with a password', settings, { TEST_API_URL: 'https://a:b@c.example' }, 'must be a URL'],
    ['a value of another scheme', settings, { TEST_API_URL: 'postgres://db/x' }, 'must be a URL'],
    ['no value and no default', { api_url: { env: 'TEST_API_URL' } }, {}, 'set the environment variable TEST_API_URL'],
    [
      'a variable of someone else',
      { api_url: { env: 'VAULT_KEY' } },
      { VAULT_KEY: 'x' },
      '/settings/api_url/env: must start with the app\'s name: "TEST_…"',
    ],
  ])('are refused: %s', async (_, given, environment, problem) => {
    const loading = loadTestApp({ app: { settings: given, hosts, auth }, document, environment });
    await expect(loading).rejects.toMatchObject({
      code: 'invalid_connector',
      message: expect.stringContaining(problem),
    });
  });
});

describe('what an account says of its address', () => {
  const variables = { api_url: { tokenReply: '/api_domain' } };

  it('outranks the default, and gives way to what the operator set', async () => {
    const credentials = token({ api_domain: 'https://acme.example.com' });
    expect(await urlOf({ variables }, credentials)).toBe('https://acme.example.com/v1/me');
    const environment = { TEST_API_URL: 'https://proxy.example.com' };
    expect(await urlOf({ variables }, credentials, environment)).toBe('https://proxy.example.com/v1/me');
    expect(await urlOf({ variables }, token({}))).toBe('https://api.example.com/v1/me');
  });

  it.each([
    ['https://evil.test', 'egress_blocked'],
    ['https://example.com.evil.test', 'egress_blocked'],
    ['http://acme.example.com', 'credentials_rejected'],
    ['https://a:b@acme.example.com', 'credentials_rejected'],
    ['acme.example.com', 'credentials_rejected'],
    ['javascript:alert(1)', 'credentials_rejected'],
  ])('cannot send credentials elsewhere: %s', async (api_domain, code) => {
    await expect(urlOf({ variables }, token({ api_domain }))).rejects.toMatchObject({ code });
  });

  it.each([
    ['acme', 'https://acme.example.com/me'],
    ['acme.eu', 'https://acme.eu.example.com/me'],
  ])('may be a part of the host that a user typed in: %s', async (company, expected) => {
    expect(await companyUrl(company)).toBe(expected);
  });

  it('may be found by an operation when the account is connected, and chooses among the addresses', async () => {
    const sites = { get: { operationId: 'sites', servers: [{ url: 'https://api.example.com' }], responses: {} } };
    const found = {
      variables: {
        site_id: { operationId: 'sites', value: '/0/id', auth: ['login'] },
        company: { field: 'company' },
      },
      auth: {
        login: auth.login,
        key: {
          type: 'api_key',
          fields: [{ name: 'company', title: 'Company' }],
          send: { in: 'header', name: 'X-Key' },
        },
      },
    };
    const servers = [
      { url: 'https://api.example.com/sites/{site_id}', variables: { site_id: { default: 'none' } } },
      { url: 'https://{company}.example.com', variables: { company: { default: 'none' } } },
    ];
    const connector = await loadTestApp({
      app: { settings, hosts, ...found },
      document: documentOf('', { '/sites': sites }, { servers }),
    });
    const urls: string[] = [];
    let reply: unknown = [{ id: 's1' }, { id: 's2' }];
    const fetch = async (request: Request) => {
      urls.push(request.url);
      return Response.json(request.url.endsWith('/sites') ? reply : { id: 7, name: 'Sam' });
    };

    const byLogin = { ...callContext(token({})), fetch };
    const identity = await connector.verify(byLogin);
    expect(identity).toEqual({ externalId: '7', displayName: 'Sam', found: { site_id: 's1' } });
    const credentials = { ...token({}), found: identity.found };
    await connector.invoke({ functionName: 'test-me', input: {} }, { ...byLogin, credentials });
    const key = { scheme: 'key', type: 'api_key', values: { company: 'acme', api_key: 'k' } } as const;
    expect(await connector.verify({ ...callContext(key), fetch })).toEqual({ externalId: '7', displayName: 'Sam' });
    expect(urls).toEqual([
      'https://api.example.com/sites',
      'https://api.example.com/sites/s1/me',
      'https://api.example.com/sites/s1/me',
      'https://acme.example.com/me',
    ]);

    reply = [];
    const message =
      'Test names no site_id that these credentials may use. Check what they were granted, and try again.';
    await expect(connector.verify(byLogin)).rejects.toMatchObject({ code: 'credentials_rejected', message });
  });

  it.each([
    [{ operationId: 'nothing', value: '/id' }, '/variables/site/operationId: the document has no operation "nothing"'],
    [{ operationId: 'needs', value: '/id' }, '/variables/site/operationId: must need no parameters, and needs q'],
    [
      { operationId: 'me', value: '/id', auth: ['x'] },
      '/variables/site/auth: "x" is no way to connect; there are: login',
    ],
  ])('is checked when the app is loaded: %j', async (site, problem) => {
    const parameters = [{ name: 'q', in: 'query', required: true, schema: { type: 'string' } }];
    const needs = { get: { operationId: 'needs', parameters, responses: {} } };
    const loading = loadTestApp({
      app: { settings, hosts, auth, variables: { site } },
      document: documentOf('{api_url}', { '/needs': needs }),
    });
    await expect(loading).rejects.toMatchObject({ message: expect.stringContaining(problem) });
  });

  it.each(['evil.test/', 'evil.test#', 'evil.test?', 'a@evil.test:80', '../..', 'a\\b', 'a%2fb', '-a', 'a..b'])(
    'is refused where it would change the host: %s',
    async (company) => {
      await expect(companyUrl(company)).rejects.toMatchObject({ code: 'credentials_rejected' });
    },
  );

  async function companyUrl(company: string): Promise<string> {
    const key = {
      type: 'api_key',
      fields: [{ name: 'company', title: 'Company' }],
      send: { in: 'header', name: 'X-Key' },
    };
    const app = {
      server: 'https://{company}.example.com',
      variables: { company: { field: 'company' } },
      auth: { key },
    };
    return urlOf(app, { scheme: 'key', type: 'api_key', values: { company, api_key: 'k' } });
  }
});
