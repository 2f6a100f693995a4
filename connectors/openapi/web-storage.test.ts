import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Credentials } from '#connectors/kit/connector.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { loadTestApp } from '#connectors/testing/make-app-folder.ts';
import { startRecordingServer, type Answer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

/**
 * A product that keeps files at any path below its address, in any media type, such as a Solid server: nothing in it
 * looks like the usual API, and it runs where the operator runs it.
 */
const resource = (operationId: string, rest: object = {}) => ({
  operationId,
  parameters: [
    {
      name: 'path',
      in: 'path',
      required: true,
      description: 'Such as alice/notes/today.ttl',
      schema: { type: 'string' },
    },
  ],
  responses: { 200: { description: 'The resource', content: { 'text/turtle': {}, 'text/plain': {} } } },
  ...rest,
});
const document = {
  openapi: '3.1.0',
  info: { title: 'Pods', version: '1' },
  servers: [{ url: '{origin}', variables: { origin: { default: 'http://localhost:3000' } } }],
  paths: {
    '/{path}': {
      get: resource('readResource'),
      put: resource('writeResource', {
        requestBody: {
          required: true,
          content: { 'text/turtle': { schema: {} }, 'text/plain': { schema: {} }, 'text/*': { schema: {} } },
        },
      }),
      delete: resource('deleteResource'),
    },
    '/.oidc/me': { get: { operationId: 'getMe', responses: {} } },
  },
};
const path = { parameters: { path: { allowReserved: true } } };
const app = {
  name: 'pods',
  hosts: ['{origin}'],
  settings: { origin: { env: 'PODS_URL', default: 'http://localhost:3000' } },
  auth: {
    solid: {
      type: 'oauth2',
      authorizationUrl: '{origin}/.oidc/auth',
      tokenUrl: '{origin}/.oidc/token',
      revocationUrl: '{origin}/.oidc/token/revocation',
      issuer: '{origin}/',
      scopes: ['openid', 'webid', 'offline_access'],
      authorizationParameters: { prompt: 'consent' },
      clientAuthentication: 'client_secret_basic',
    },
  },
  verify: { operationId: 'getMe', externalId: '/webid', displayName: ['/webid'] },
  functions: { readResource: path, writeResource: path, deleteResource: path, getMe: { hidden: true } },
};
const credentials: Credentials = { scheme: 'solid', type: 'oauth2', accessToken: 'at', tokenType: 'Bearer', extra: {} };

let server: RecordingServer;
const files = new Map<string, string>();

beforeAll(async () => {
  server = await startRecordingServer(({ method, path: at, body, headers }): Answer => {
    if (headers.authorization !== 'Bearer at') return { status: 401 };
    if (at === '/.oidc/me') return { body: '{"webid":"https://pods.example/alice#me"}' };
    if (method === 'PUT') {
      files.set(at, body);
      return { status: 201, body: '', headers: {} };
    }
    return { body: files.get(at) ?? '', headers: { 'content-type': 'text/turtle' } };
  });
});
afterAll(() => server.close());

const loaded = () => loadTestApp({ app, document, environment: { PODS_URL: server.origin } });

describe('an app whose paths are whole paths', () => {
  it('writes a file below folders and reads it back', async () => {
    const connector = await loaded();
    const invoke = (functionName: string, input: Record<string, string>) =>
      connector.invoke({ functionName, input }, callContext(credentials));
    const at = 'alice/notes/to day.ttl';
    const body = '<#a> <#b> "c" .';
    expect(await invoke('pods-write-resource', { path: at, body, content_type: 'text/turtle' })).toEqual({
      status: 201,
      output: null,
    });
    expect(server.last()).toMatchObject({
      path: '/alice/notes/to%20day.ttl',
      headers: { 'content-type': 'text/turtle' },
    });
    expect(await invoke('pods-read-resource', { path: at })).toEqual({ status: 200, output: body });
    await expect(invoke('pods-read-resource', { path: 'alice/../bob/secret' })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });

  it('says what it takes and how it is connected', async () => {
    const connector = await loaded();
    expect(connector.functions().map((one) => one.name)).toEqual([
      'pods-read-resource',
      'pods-write-resource',
      'pods-delete-resource',
      'pods-passthrough-request',
    ]);
    expect(connector.functions()[1]?.parameters).toMatchObject({
      required: ['path', 'body'],
      properties: { content_type: { pattern: expect.any(String) } },
    });
    expect(connector.auth).toMatchObject([{ tokenUrl: `${server.origin}/.oidc/token`, issuer: `${server.origin}/` }]);
    expect(await connector.verify(callContext(credentials))).toMatchObject({
      externalId: 'https://pods.example/alice#me',
    });
  });
});
