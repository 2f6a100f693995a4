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
