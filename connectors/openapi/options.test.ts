import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector, OptionsRequest } from '#connectors/kit/connector.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { documentOf, loadTestApp, testCredentials } from '#connectors/testing/make-app-folder.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

let server: RecordingServer;
let connector: Connector;
let status = 200;

const query = (...names: string[]) => names.map((name) => ({ name, in: 'query', schema: { type: 'string' } }));
const paths = {
  '/messages': {
    post: {
      operationId: 'send',
      requestBody: {
        content: {
          'application/json': { schema: { type: 'object', properties: { team: {}, channel: {}, user: {} } } },
        },
      },
    },
  },
  '/channels': { get: { operationId: 'listChannels', parameters: query('team', 'q', 'cursor', 'archived') } },
  '/users': { get: { operationId: 'listUsers' } },
};
const functions = {
  send: {
    options: {
      channel: {
        operationId: 'listChannels',
        items: '/items',
        value: '/id',
        title: '/name',
        search: 'q',
        parameters: { team: { from: 'team' }, archived: { value: false } },
      },
      user: { operationId: 'listUsers', items: '/items', value: '/id', title: ['/nick', '/name'] },
    },
  },
  listChannels: { hidden: true, pagination: { kind: 'cursor', parameter: 'cursor', next: '/next' } },
};
const items = [{ id: 1, name: 'Ann', nick: '' }, { id: 2, name: 'Bob', nick: 'bobby' }, { id: 3 }, { name: 'nobody' }];

beforeAll(async () => {
  server = await startRecordingServer(({ path }) => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items, next: path.includes('cursor=') ? null : 'c2' }),
  }));
  connector = await loadTestApp({ app: { functions }, document: documentOf(server.origin, paths) });
});
afterAll(() => server.close());

const options = (request: Partial<OptionsRequest>) =>
  connector.options(
    { functionName: 'test-send', parameter: 'channel', input: {}, ...request },
    callContext(testCredentials),
  );

describe('the choices of a parameter', () => {
  it('come from another operation, with what they depend on, page by page', async () => {
    const first = await options({ input: { team: 't1' }, search: 'gen' });
    expect(server.last().path).toBe('/channels?team=t1&q=gen&archived=false');
    expect(first.nextPage).toBe('c2');
    const last = await options({ input: { team: 't1' }, cursor: first.nextPage });
    expect(server.last().path).toBe('/channels?team=t1&cursor=c2&archived=false');
    expect(last.nextPage).toBe('');
  });

  it('have the first title that is there, and are none without a value', async () => {
    expect(await options({ parameter: 'user' })).toEqual({
      options: [
        { value: 1, title: 'Ann' },
        { value: 2, title: 'bobby' },
        { value: 3, title: '3' },
      ],
    });
  });

  it('are looked through where the vendor does not search', async () => {
    expect((await options({ parameter: 'user', search: 'BOB' })).options).toEqual([{ value: 2, title: 'bobby' }]);
    expect(server.last().path).toBe('/users');
  });

  it('are announced with what they depend on', () => {
    expect(connector.functions()[0]?.options).toEqual({
      channel: { dependsOn: ['team'], searchable: true },
      user: { dependsOn: [], searchable: false },
    });
  });

  it('cannot be had for other parameters, functions, or from a vendor that refuses', async () => {
    await expect(options({ parameter: 'team' })).rejects.toMatchObject({ code: 'not_supported' });
    await expect(options({ parameter: 'constructor' })).rejects.toMatchObject({ code: 'not_supported' });
    await expect(options({ functionName: 'test-none' })).rejects.toMatchObject({ code: 'unknown_function' });
    status = 401;
    await expect(options({})).rejects.toMatchObject({ code: 'credentials_rejected' });
    status = 500;
    await expect(options({})).rejects.toMatchObject({ code: 'provider_unreachable' });
    status = 200;
  });
});

describe('dynamic fields', () => {
  it('are none for any parameter of a document', async () => {
    const fields = (parameter: string) =>
      connector.fields({ functionName: 'test-send', parameter, input: {} }, callContext(testCredentials));
    expect(await fields('channel')).toEqual({ type: 'object', properties: {} });
    await expect(fields('nothing')).rejects.toMatchObject({ code: 'not_supported' });
  });
});
