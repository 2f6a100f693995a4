import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Credentials } from '#connectors/kit/connector.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { documentOf, loadTestApp } from '#connectors/testing/make-app-folder.ts';
import { startRecordingServer, type Answer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

let server: RecordingServer;
let answer: Answer | undefined;

beforeAll(async () => {
  server = await startRecordingServer(() => answer);
});
afterAll(() => server.close());

const securitySchemes = {
  header_key: { type: 'apiKey', in: 'header', name: 'X-Token' },
  query_key: { type: 'apiKey', in: 'query', name: 'token' },
  cookie_key: { type: 'apiKey', in: 'cookie', name: 'sid' },
  bearer: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'basic' },
  oauth2: {
    type: 'oauth2',
    flows: {
      authorizationCode: {
        authorizationUrl: 'https://login.example.com/authorize',
        tokenUrl: 'https://api.example.com/token',
        scopes: { read: '', write: '' },
      },
    },
  },
  implicit: { type: 'oauth2', flows: { implicit: { authorizationUrl: 'https://a.example', scopes: {} } } },
  certificate: { type: 'mutualTLS' },
};
const document = () =>
  documentOf(
    server.origin,
    { '/open': { get: { operationId: 'open', security: [] } } },
    { components: { securitySchemes } },
  );

const fields = (scheme: string, type: 'api_key' | 'basic' | 'custom', values: Record<string, string>): Credentials => ({
  scheme,
  type,
  values,
});
const token: Credentials = {
  scheme: 'oauth2',
  type: 'oauth2',
  accessToken: 'at',
  tokenType: 'bearer',
  extra: { team: { id: 't1', name: 'Team' } },
};

describe('credentials', () => {
  it.each<[Credentials, string, Record<string, string>]>([
    [fields('header_key', 'api_key', { api_key: 'k' }), '/me', { 'x-token': 'k' }],
    [fields('query_key', 'api_key', { api_key: 'k&a=b' }), '/me?token=k%26a%3Db', {}],
    [fields('cookie_key', 'api_key', { api_key: 'k; a=b' }), '/me', { cookie: 'sid=k%3B%20a%3Db' }],
    [fields('bearer', 'api_key', { api_key: 'k' }), '/me', { authorization: 'Bearer k' }],
    [fields('basic', 'basic', { username: 'ü', password: 'p:w' }), '/me', { authorization: 'Basic w7w6cDp3' }],
    [token, '/me', { authorization: 'Bearer at' }],
  ])('of $scheme go where the document says', async (credentials, path, headers) => {
    const connector = await loadTestApp({ app: { auth: undefined }, document: document() });
    await connector.invoke({ functionName: 'test-me', input: {} }, callContext(credentials));
    expect(server.last()).toMatchObject({ path, headers });
  });

  it('of several fields go where app.json says', async () => {
    const auth = {
      pair: {
        type: 'custom',
        fields: [
          { name: 'account', title: 'Account' },
          { name: 'key', title: 'Key', type: 'secret' },
        ],
        send: [
          { in: 'header', name: 'X-Auth', value: '{account}:{key}' },
          { in: 'query', name: 'account', value: '{account}' },
        ],
      },
    };
    const connector = await loadTestApp({ app: { auth }, document: document() });
    const credentials = fields('pair', 'custom', { account: 'a', key: '{account}' });
    await connector.invoke({ functionName: 'test-me', input: {} }, callContext(credentials));
    expect(server.last()).toMatchObject({ path: '/me?account=a', headers: { 'x-auth': 'a:{account}' } });
  });

  it.each([
    [{ username: 'api' }, 'password', 'api:k'],
    [{ password: 'X' }, 'username', 'k:X'],
  ])('of which %j is fixed ask for a secret %s alone', async (fixed, asked, pair) => {
    const connector = await loadTestApp({ app: { auth: { basic: { type: 'basic', fixed } } }, document: document() });
    expect(connector.auth).toMatchObject([{ fields: [{ name: asked, type: 'secret', required: true }] }]);
    const credentials = fields('basic', 'basic', { [asked]: 'k' });
    await connector.invoke({ functionName: 'test-me', input: {} }, callContext(credentials));
    expect(server.last().headers.authorization).toBe(`Basic ${Buffer.from(pair).toString('base64')}`);
  });

  it('stay away from an operation that the document calls open', async () => {
    const connector = await loadTestApp({ app: { auth: undefined }, document: document() });
    await connector.invoke({ functionName: 'test-open', input: {} }, callContext(token));
    expect(server.last().headers).not.toHaveProperty('authorization');
  });

  it.each([
    [fields('header_key', 'api_key', { api_key: 'k\r\nX-Evil: 1' }), 'credentials_rejected'],
    [fields('header_key', 'api_key', {}), 'needs_reconnect'],
    [
      fields('header_key', 'api_key', Object.create({ api_key: 'inherited' }) as Record<string, string>),
      'needs_reconnect',
    ],
    [fields('gone', 'api_key', { api_key: 'k' }), 'needs_reconnect'],
    [{ ...token, scheme: 'header_key' }, 'needs_reconnect'],
  ])('that cannot be sent are not: %j', async (credentials, code) => {
    const connector = await loadTestApp({ app: { auth: undefined }, document: document() });
    const before = server.requests.length;
    const result = connector.invoke({ functionName: 'test-me', input: {} }, callContext(credentials));
    await expect(result).rejects.toMatchObject({ code });
    expect(server.requests).toHaveLength(before);
  });
});

describe('ways of connecting', () => {
  it('are all of the document that can be done, if app.json lists none', async () => {
    const connector = await loadTestApp({ app: { auth: undefined }, document: document() });
    expect(connector.auth.map((scheme) => [scheme.name, scheme.type])).toEqual([
      ['header_key', 'api_key'],
      ['query_key', 'api_key'],
      ['cookie_key', 'api_key'],
      ['bearer', 'api_key'],
      ['basic', 'basic'],
      ['oauth2', 'oauth2'],
    ]);
    expect(connector.auth.at(-1)).toMatchObject({
      authorizationUrl: 'https://login.example.com/authorize',
      tokenUrl: 'https://api.example.com/token',
      scopes: ['read', 'write'],
      clientAuthentication: 'client_secret_basic',
    });
  });

  it('are those that app.json lists, refined and in its order', async () => {
    const auth = {
      oauth2: {
        type: 'oauth2',
        scopes: ['read'],
        title: 'Log in',
        tokenReply: { root: '/authed_user' },
        defaultExpiresIn: 60,
      },
      query_key: {
        type: 'api_key',
        field: { name: 'pat', title: 'Access token' },
        helpUrl: 'https://example.com/help',
      },
    };
    const connector = await loadTestApp({ app: { auth }, document: document() });
    expect(connector.auth).toMatchObject([
      { name: 'oauth2', title: 'Log in', scopes: ['read'], tokenReply: { root: '/authed_user' }, defaultExpiresIn: 60 },
      {
        name: 'query_key',
        helpUrl: 'https://example.com/help',
        fields: [{ name: 'pat', title: 'Access token', type: 'secret', required: true }],
      },
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no way at all', { none: { type: 'api_key' } }, '/auth/none/send: say where the key goes'],
    [
      'an endpoint that is missing',
      { login: { type: 'oauth2', authorizationUrl: 'https://a.example' } },
      '/auth/login/tokenUrl: is missing',
    ],
    [
      'an endpoint without encryption',
      { login: { type: 'oauth2', authorizationUrl: 'http://a.example', tokenUrl: 'https://api.example.com' } },
      '/auth/login/authorizationUrl: "http://a.example" must be an https URL',
    ],
    [
      'a token endpoint elsewhere',
      { login: { type: 'oauth2', authorizationUrl: 'https://a.example', tokenUrl: 'https://b.example/t' } },
      '/hosts: must name "b.example"',
    ],
    [
      'a field that is not there',
      {
        pair: {
          type: 'custom',
          fields: [{ name: 'a', title: 'A' }],
          send: [{ in: 'header', name: 'X', value: '{b}' }],
        },
      },
      "{b} is none of the scheme's fields: a",
    ],
  ])('are refused with the place: %s', async (_, auth, problem) => {
    const loading = loadTestApp({ app: { auth }, document: documentOf(server.origin, {}) });
    await expect(loading).rejects.toMatchObject({
      code: 'invalid_connector',
      message: expect.stringContaining(problem),
    });
  });
});

describe('verify', () => {
  const verify = {
    operationId: 'me',
    externalId: ['/company', '/user/id'],
    displayName: ['/user/email', '/user/name'],
  };
  const identify = async (reply: Answer, app: Record<string, unknown> = { verify }) => {
    answer = reply;
    const connector = await loadTestApp({ app: { auth: undefined, ...app }, document: document() });
    return connector.verify(callContext(token)).finally(() => (answer = undefined));
  };
  const json = (value: unknown, status = 200): Answer => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });

  it('finds out whose credentials these are', async () => {
    expect(await identify(json({ company: 7, user: { id: 'u', name: 'Una' } }))).toEqual({
      externalId: '7:u',
      displayName: 'Una',
    });
  });

  it.each([401, 403])('rejects credentials that the app answers with %i', async (status) => {
    await expect(identify(json({}, status))).rejects.toMatchObject({ code: 'credentials_rejected' });
  });

  it.each([429, 500, 302])('does not blame the credentials for a %i', async (status) => {
    await expect(identify(json({}, status))).rejects.toMatchObject({ code: 'provider_unreachable' });
  });

  it('says what the reply lacks', async () => {
    await expect(identify(json({ company: 7 }))).rejects.toMatchObject({
      code: 'invalid_connector',
      message: expect.stringContaining('/verify/externalId: the reply has no text or number at "/user/id"'),
    });
  });

  it('reads the token reply where no operation tells', async () => {
    const auth = { oauth2: { type: 'oauth2' } };
    const app = { auth, verify: { externalId: '/team/id', displayName: '/team/name' } };
    expect(await identify({}, app)).toEqual({ externalId: 't1', displayName: 'Team' });
  });

  it('needs an operation where users type their credentials in, and one without parameters', async () => {
    const withoutCall = { verify: { externalId: '/id', displayName: '/id' } };
    await expect(identify({}, withoutCall)).rejects.toMatchObject({
      message: expect.stringContaining('/verify/operationId: is needed'),
    });
    const get = { operationId: 'one', parameters: [{ name: 'id', in: 'path', required: true }] };
    const loading = loadTestApp({
      app: { verify: { ...verify, operationId: 'one' } },
      document: documentOf(server.origin, { '/{id}': { get } }),
    });
    await expect(loading).rejects.toMatchObject({
      message: expect.stringContaining('must need no parameters, and needs id'),
    });
  });
});

describe('without verify an account goes by its credentials', () => {
  const basic = (username: string, password: string) => fields('basic', 'basic', { username, password });
  const identify = async (credentials: Credentials) => {
    const connector = await loadTestApp({ app: { auth: undefined, verify: undefined }, document: document() });
    return connector.verify(callContext(credentials));
  };

  it('the same key is the same account, another is another, and none of it can be read', async () => {
    const one = await identify(fields('header_key', 'api_key', { api_key: 'k1' }));
    const externalId: unknown = expect.stringMatching(/^header_key:[0-9a-f]{32}$/);
    expect(one).toEqual({ externalId, displayName: 'API key', isOfCredentials: true });
    expect(await identify(fields('header_key', 'api_key', { api_key: 'k1' }))).toEqual(one);
    const other = await identify(fields('header_key', 'api_key', { api_key: 'k2' }));
    expect(other.externalId).not.toBe(one.externalId);
  });

  it('a user name is the account, whatever its password', async () => {
    const one = await identify(basic('una', 'old'));
    expect(one.displayName).toBe('una');
    expect(await identify(basic('una', 'new'))).toEqual(one);
    expect((await identify(basic('uwe', 'old'))).externalId).not.toBe(one.externalId);
  });

  it('a token is the account where there is nothing else', async () => {
    const externalId: unknown = expect.stringMatching(/^oauth2:[0-9a-f]{32}$/);
    expect(await identify(token)).toMatchObject({ externalId, displayName: 'Sign in with Test' });
  });

  it('nothing is sent', async () => {
    const { length } = server.requests;
    await identify(token);
    expect(server.requests).toHaveLength(length);
  });
});
