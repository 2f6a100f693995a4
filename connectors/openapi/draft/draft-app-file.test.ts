import { describe, expect, it } from 'vitest';
import { AppFile } from '../app-file.ts';
import { draftAppFile, type DraftOptions } from './draft-app-file.ts';

const me = {
  get: {
    operationId: 'getCurrentUser',
    responses: {
      200: {
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: {
                data: { type: 'object', properties: { id: { type: 'integer' }, email: { type: 'string' } } },
              },
            },
          },
        },
      },
    },
  },
};
const key = { type: 'apiKey', in: 'header', name: 'X-Key' };
const draft = (document: Record<string, unknown>, options?: DraftOptions) =>
  draftAppFile(
    {
      file: '/apps/acme/openapi.json',
      root: {
        openapi: '3.1.0',
        info: { title: 'Acme REST API v2', description: '**Notes** for [teams](https://x.example). And more.' },
        servers: [{ url: 'https://api.acme.example/v2' }],
        paths: { '/users/me': me },
        components: { securitySchemes: { key } },
        ...document,
      },
    },
    options,
  );

describe('a draft of app.json', () => {
  it('takes from the document what it says, and is valid', () => {
    const { app, findings } = draft({ externalDocs: { url: 'https://acme.example/docs' } });
    expect(app).toEqual({
      name: 'acme',
      title: 'Acme',
      description: 'Notes for teams',
      docsUrl: 'https://acme.example/docs',
      hosts: ['api.acme.example'],
      verify: { operationId: 'getCurrentUser', externalId: '/data/id', displayName: '/data/email' },
    });
    expect(AppFile.safeParse(app).success).toBe(true);
    expect(findings).toEqual([
      { kind: 'note', pointer: '/verify', message: expect.stringContaining('getCurrentUser') },
    ]);
  });

  it('has the name and the file it is given', () => {
    expect(draft({}, { name: 'mine', documentFile: 'api.yaml' }).app).toMatchObject({
      name: 'mine',
      document: 'api.yaml',
    });
  });

  it('names the hosts of every server, of every value of a variable, and of tokens', () => {
    const flow = {
      authorizationUrl: 'https://login.acme.example/a',
      tokenUrl: 'https://auth.acme.example/t',
      scopes: {},
    };
    const { app } = draft({
      servers: [
        { url: 'http://api.acme.example' },
        { url: 'https://{region}.acme.example', variables: { region: { default: 'eu', enum: ['eu', 'us'] } } },
      ],
      paths: { '/users/me': { ...me, servers: [{ url: '//files.acme.example' }] } },
      components: { securitySchemes: { login: { type: 'oauth2', flows: { authorizationCode: flow } } } },
    });
    expect(app.hosts).toEqual(['eu.acme.example', 'us.acme.example', 'files.acme.example', 'auth.acme.example']);
  });

  it.each<[string, Record<string, unknown>, DraftOptions, string]>([
    ['in plain http', { servers: [{ url: 'http://api.acme.example/v2/' }] }, {}, 'https://api.acme.example/v2'],
    [
      'relative',
      { servers: [{ url: '/v3' }] },
      { source: new URL('https://acme.example/d/api.json') },
      'https://acme.example/v3',
    ],
    ['on this machine', { servers: [{ url: 'http://localhost:3000/v1' }] }, {}, 'http://localhost:3000/v1'],
  ])('assumes an address that the document has only %s, and says so', (_, document, options, server) => {
    const { app, findings } = draft(document, options);
    expect(app).toMatchObject({ server, hosts: [new URL(server).hostname] });
    expect(findings).toContainEqual({ kind: 'note', pointer: '/server', message: expect.stringContaining(server) });
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['servers', { servers: undefined }, '/server', 'the document has no servers: add "server": "https://'],
    ['a whole address', { servers: [{ url: '/v2' }] }, '/server', 'server "/v2" is no whole address'],
    [
      'values of its variables',
      { servers: [{ url: 'https://{team}.acme.example' }] },
      '/variables/team',
      '{"field": "team"}',
    ],
    ['ways to connect', { components: {} }, '/auth', 'the document has no securitySchemes: say here how to connect'],
    [
      'a way to connect that can be used',
      { components: { securitySchemes: { hmac: { type: 'http', scheme: 'hmac' } } } },
      '/auth',
      'acme/openapi.json, /components/securitySchemes/hmac: is a way of connecting that cannot be used',
    ],
    [
      'a token endpoint',
      {
        components: {
          securitySchemes: { o: { type: 'oauth2', flows: { implicit: { authorizationUrl: 'https://a.example/x' } } } },
        },
      },
      '/auth',
      'acme/app.json, /auth/o/tokenUrl: is missing here',
    ],
  ])('says what has to be added where a document lacks %s', (_, document, pointer, message) => {
    const { findings } = draft(document);
    expect(findings).toContainEqual({ kind: 'missing', pointer, message: expect.stringContaining(message) });
  });

  it('proposes the place of a key that operations take as a parameter', () => {
    const parameters = [{ name: 'api_key', in: 'query' }];
    const { findings } = draft({ components: {}, paths: { '/a': { get: { parameters } } } });
    expect(findings[0]?.message).toContain('{"key":{"type":"api_key","send":{"in":"query","name":"api_key"}}}');
  });

  it('assumes the token endpoint beside the authorization endpoint of an implicit flow, and says so', () => {
    const flows = {
      implicit: { authorizationUrl: 'https://login.acme.example/oauth2/authorize', scopes: { read: '' } },
    };
    const { app, findings } = draft({ components: { securitySchemes: { login: { type: 'oauth2', flows } } } });
    const tokenUrl = 'https://login.acme.example/oauth2/token';
    expect(app).toMatchObject({
      auth: { login: { type: 'oauth2', tokenUrl } },
      hosts: ['api.acme.example', 'login.acme.example'],
    });
    expect(findings).toContainEqual({ kind: 'note', pointer: '/auth', message: expect.stringContaining(tokenUrl) });
    expect(findings.every(({ kind }) => kind === 'note')).toBe(true);
  });

  it.each([
    ['it needs parameters', { get: { ...me.get, parameters: [{ name: 'q', in: 'query', required: true }] } }],
    ['its reply is unknown', { get: { operationId: 'getCurrentUser', responses: {} } }],
    ['it takes no credentials', { get: { ...me.get, security: [] } }],
  ])('names no operation to verify where %s', (_, pathItem) => {
    const { app, findings } = draft({ paths: { '/users/me': pathItem } });
    expect(app).not.toHaveProperty('verify');
    expect(findings).toContainEqual({
      kind: 'note',
      pointer: '/verify',
      message: expect.stringContaining('unchecked'),
    });
  });
});
