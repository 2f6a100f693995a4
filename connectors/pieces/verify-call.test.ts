import { describe, expect, it } from 'vitest';
import type { CallContext, Credentials } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Json } from '#connectors/kit/json.ts';
import { appOf, auth, pieceOf, property } from '#connectors/testing/piece-description.ts';
import { pieceSchemes } from './auth/piece-scheme.ts';
import { identityIn, identityOf } from './identity.ts';
import { verifyCall } from './verify-call.ts';

const fields = [property('url', 'SHORT_TEXT'), property('key', 'SECRET_TEXT')];
const piece = pieceOf({ auth: [auth('CUSTOM_AUTH', fields)] });
const credentials: Credentials = {
  scheme: 'custom',
  type: 'custom',
  values: { url: 'https://shop.example.com/base', key: 'secret-key' },
};
const send = [
  { in: 'header', name: 'Authorization', value: 'Basic {basic:key:}' },
  { in: 'query', name: 'v', value: '2' },
  { in: 'cookie', name: 'session', value: '{key}' },
];
const verify = { path: '/me', externalId: ['/id', '/team'], displayName: '/name' };

function appWith(content: Record<string, unknown>, overlay: Record<string, unknown> = { send }) {
  const app = appOf({ hosts: ['{url}'], server: '{url}/api/', auth: { custom: overlay }, ...content });
  return { app, scheme: pieceSchemes(app, piece)[0]! };
}

function contextOf(reply: Response, requests: Request[] = []): CallContext {
  return {
    credentials,
    tenant: 'test',
    signal: AbortSignal.timeout(5_000),
    dial: () => Promise.reject(new Error('not dialled')),
    fetch: (request) => {
      requests.push(request);
      return Promise.resolve(reply);
    },
  };
}
const never = () => Promise.reject(new Error('no action is run'));

describe('a verifying request', () => {
  it('goes to the account’s own address with the credentials where they belong', async () => {
    const { app, scheme } = appWith({ verify: { ...verify, method: 'POST' } });
    const requests: Request[] = [];
    const output = await verifyCall(app, scheme, never, contextOf(Response.json({ id: 1 }), requests));
    expect(output).toEqual({ id: 1 });
    expect(requests.map(({ url, method }) => [method, url])).toEqual([
      ['POST', 'https://shop.example.com/base/api/me?v=2'],
    ]);
    expect(requests[0]?.headers.get('authorization')).toBe(`Basic ${btoa('secret-key:')}`);
    expect(requests[0]?.headers.get('cookie')).toBe('session=secret-key');
  });

  it.each([
    [401, {}, 'credentials_rejected'],
    [403, {}, 'credentials_rejected'],
    [200, { ok: false }, 'credentials_rejected'],
    [500, {}, 'provider_unreachable'],
    [404, {}, 'provider_unreachable'],
  ])('that is answered with %i %j throws %s', async (status, body, code) => {
    const { app, scheme } = appWith({ verify: { ...verify, success: '/ok' } });
    const call = verifyCall(app, scheme, never, contextOf(Response.json(body, { status })));
    await expect(call).rejects.toMatchObject({ code });
  });

  it('whose reply is no JSON tells nothing', async () => {
    const { app, scheme } = appWith({ verify });
    expect(await verifyCall(app, scheme, never, contextOf(new Response('<html>')))).toBeUndefined();
  });

  it('leaves for no host but the account’s', async () => {
    const { app, scheme } = appWith({ verify, hosts: ['api.example.com'] });
    const call = verifyCall(app, scheme, never, contextOf(Response.json({})));
    await expect(call).rejects.toMatchObject({ code: 'needs_reconnect' });
  });

  it.each([
    ['https://me:secret@shop.example.com', 'secret-key', 'needs_reconnect'],
    ['shop.example.com', 'secret-key', 'needs_reconnect'],
    ['https://shop.example.com', 'secret\r\nX-Other: 1', 'credentials_rejected'],
    ['https://shop.example.com', 'schlüssel→', 'credentials_rejected'],
  ])('is none with the address %s and the key %j: %s', async (url, key, code) => {
    const { app, scheme } = appWith({ verify }, { send: [{ in: 'header', name: 'X-Key', value: '{key}' }] });
    const context = { ...contextOf(Response.json({})), credentials: { ...credentials, values: { url, key } } };
    await expect(verifyCall(app, scheme, never, context)).rejects.toMatchObject({ code });
  });

  it('is left out where nobody said where the credentials go', async () => {
    const { app, scheme } = appWith({ verify }, {});
    expect(await verifyCall(app, scheme, never, contextOf(Response.json({ id: 1 })))).toBeUndefined();
  });
});

describe('a verifying action', () => {
  const { app, scheme } = appWith({ verify: { action: 'ping', input: { deep: true }, externalId: '/id' } });
  const context = contextOf(Response.json({}));

  it('is run with its input, and answers like a request', async () => {
    const invoke = (action: string, input: Json) => Promise.resolve({ status: 200, output: { action, input } });
    const output = await verifyCall(app, scheme, invoke, context);
    expect(output).toEqual({ action: 'ping', input: { deep: true } });
    const refused = verifyCall(app, scheme, () => Promise.resolve({ status: 401, output: null }), context);
    await expect(refused).rejects.toMatchObject({ code: 'credentials_rejected' });
  });

  it('that fails means that the credentials are no good, with what the app says of it', async () => {
    const failing = () => Promise.reject(new ConnectorError('function_failed', 'Access denied for user'));
    await expect(verifyCall(app, scheme, failing, context)).rejects.toMatchObject({
      code: 'credentials_rejected',
      message: expect.stringContaining('Access denied for user') as string,
    });
  });

  it('that never reached the app does not', async () => {
    const failing = () => Promise.reject(new ConnectorError('egress_blocked', 'not there'));
    await expect(verifyCall(app, scheme, failing, context)).rejects.toMatchObject({ code: 'egress_blocked' });
  });
});

describe('whose credentials they are', () => {
  it('is told by the reply, by what was entered, or by both', () => {
    const told = appWith({ verify });
    const reply = { id: 7, team: 'T1', name: 'Sam' };
    expect(identityIn(reply, told.app.verify, told.scheme, credentials)).toEqual({
      externalId: '7:T1',
      displayName: 'Sam',
    });
    const both = appWith({ verify: { path: '/me', externalId: '/id' } }, { send, account: 'shop {url}' });
    expect(identityIn(reply, both.app.verify, both.scheme, credentials)).toEqual({
      externalId: 'shop https://shop.example.com/base:7',
      displayName: 'shop https://shop.example.com/base',
    });
    const entered = appWith({}, { account: '{url}' });
    expect(identityIn(undefined, undefined, entered.scheme, credentials)).toEqual({
      externalId: 'https://shop.example.com/base',
      displayName: 'https://shop.example.com/base',
    });
  });

  it.each([undefined, null, [], {}, { id: 7 }, { id: {}, team: '' }])('is not told by %j', (reply) => {
    const { app, scheme } = appWith({ verify });
    expect(identityIn(reply, app.verify, scheme, credentials)).toBeUndefined();
  });

  it('is else in the credentials themselves, of which only what is no secret is shown', () => {
    const { scheme } = appWith({});
    const found = identityOf(credentials, scheme.scheme, undefined);
    expect(found.displayName).toBe('https://shop.example.com/base');
    expect(found.externalId).toMatch(/^[\w-]{43}$/);
    const other = { ...credentials, values: { ...credentials.values, key: 'another' } };
    expect(identityOf(other, scheme.scheme, undefined).externalId).not.toBe(found.externalId);
    expect(identityOf(credentials, scheme.scheme, 'Sam (Northwind)').displayName).toBe('Sam (Northwind)');
    const onlySecret = { ...credentials, values: { key: 'secret-key' } };
    expect(identityOf(onlySecret, scheme.scheme, undefined).displayName).toBe('Credentials');
  });
});
