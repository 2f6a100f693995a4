import { describe, expect, it } from 'vitest';
import type { Credentials } from '#connectors/kit/connector.ts';
import { appOf, auth, pieceOf, property } from '#connectors/testing/piece-description.ts';
import type { PieceAuth } from '../description.ts';
import { pieceSchemes } from './piece-scheme.ts';

const schemesOf = (auths: PieceAuth[], overlays: Record<string, unknown> = {}) =>
  pieceSchemes(appOf({ auth: overlays }), pieceOf({ auth: auths }));
const entered = (scheme: string, values: Record<string, string>): Credentials => ({ scheme, type: 'custom', values });
const token: Credentials = {
  scheme: 'oauth2',
  type: 'oauth2',
  accessToken: 'token',
  tokenType: 'bearer',
  extra: { team: { id: 'T1' } },
};
const oauth = {
  authUrl: 'https://example.com/authorize?access=offline',
  tokenUrl: 'https://example.com/token',
  scope: ['read', 'write'],
};
const regional = auth('OAUTH2', [property('region', 'STATIC_DROPDOWN')], {
  oauth: { ...oauth, authUrl: 'https://app.{region}.com/oauth', tokenUrl: 'https://api.{region}.io/token' },
});

describe('a key, and a user name with a password', () => {
  it('become forms, and what the piece expects', () => {
    const [key, basic] = schemesOf([auth('SECRET_TEXT', [], { title: 'Token' }), auth('BASIC_AUTH')]);
    expect(key?.scheme).toMatchObject({
      type: 'api_key',
      name: 'api_key',
      title: 'Token',
      fields: [{ name: 'secret_text', title: 'Token', type: 'secret', required: true }],
    });
    expect(key?.toPiece(entered('api_key', { secret_text: 's' }))).toEqual({
      index: 0,
      value: { type: 'SECRET_TEXT', secret_text: 's' },
    });
    expect(basic?.scheme).toMatchObject({ name: 'basic', fields: [{ type: 'text' }, { type: 'secret' }] });
    expect(basic?.toPiece(entered('basic', { username: 'u', password: 'p' }))).toEqual({
      index: 1,
      value: { type: 'BASIC_AUTH', username: 'u', password: 'p' },
    });
  });
});

it('a piece that looks for a key under another name finds it there', () => {
  const [scheme] = schemesOf([auth('SECRET_TEXT')], { api_key: { extra: { access_token: '{secret_text}' } } });
  expect(scheme?.toPiece(entered('api_key', { secret_text: 's' })).value).toEqual({
    type: 'SECRET_TEXT',
    secret_text: 's',
    access_token: 's',
  });
});

describe('fields', () => {
  const fields = [
    property('host', 'SHORT_TEXT', { required: true, description: 'The **host**' }),
    property('port', 'NUMBER', { required: true, defaultValue: 3306 }),
    property('tls', 'CHECKBOX', { required: true }),
    property('region', 'STATIC_DROPDOWN', { options: [{ label: 'Europe', value: 'eu' }], required: true }),
    property('level', 'STATIC_DROPDOWN', { options: [{ label: 'One', value: 1 }] }),
    property('key', 'SHORT_TEXT', { required: true }),
    property('hint', 'MARKDOWN'),
  ];

  it('are asked for as what they are', () => {
    const [scheme] = schemesOf([auth('CUSTOM_AUTH', fields, { title: 'Connection' })]);
    expect(scheme?.scheme).toMatchObject({ type: 'custom', name: 'custom', title: 'Credentials' });
    expect(scheme?.scheme.type !== 'oauth2' && scheme?.scheme.fields).toEqual([
      { name: 'host', title: 'host', description: 'The host', type: 'text', required: true },
      { name: 'port', title: 'port', type: 'text', required: false },
      {
        name: 'tls',
        title: 'tls',
        type: 'select',
        options: [
          { value: 'false', title: 'No' },
          { value: 'true', title: 'Yes' },
        ],
        required: false,
      },
      { name: 'region', title: 'region', type: 'select', options: [{ value: 'eu', title: 'Europe' }], required: true },
      { name: 'level', title: 'level', type: 'select', options: [{ value: '1', title: 'One' }], required: false },
      { name: 'key', title: 'key', type: 'text', required: true },
    ]);
  });

  it('reach the piece with their types and its defaults', () => {
    const [scheme] = schemesOf([auth('CUSTOM_AUTH', fields)]);
    const props = (values: Record<string, string>) => scheme?.toPiece(entered('custom', values)).value.props;
    expect(props({ host: 'h', port: '3307', tls: 'true', level: '1', region: 'eu' })).toMatchObject({
      host: 'h',
      port: 3307,
      tls: true,
      level: 1,
      region: 'eu',
    });
    expect(props({ host: 'h', port: '' })).toMatchObject({ port: 3306, tls: false });
  });

  it('take app.json’s words and types, keep what is hidden or fixed to themselves, and lose an address’s last slash', () => {
    const overlay = {
      title: 'Key',
      helpUrl: 'https://example.com/help',
      fields: {
        key: { title: 'The key', type: 'secret', pattern: '[a-z]+' },
        host: { type: 'url', required: false },
        level: { hidden: true },
      },
      values: { tls: 'true', region: 'eu' },
    };
    const [scheme] = schemesOf([auth('CUSTOM_AUTH', fields)], { custom: overlay });
    expect(scheme?.scheme).toMatchObject({ title: 'Key', helpUrl: 'https://example.com/help' });
    expect(scheme?.scheme.type !== 'oauth2' && scheme?.scheme.fields.map(({ name }) => name)).toEqual([
      'host',
      'port',
      'key',
    ]);
    expect(scheme?.scheme).toMatchObject({
      fields: [{ type: 'url', required: false }, {}, { title: 'The key', type: 'secret', pattern: '[a-z]+' }],
    });
    const credentials = entered('custom', { host: ' https://h.example/ ', key: 'k/' });
    expect(scheme?.valuesOf(credentials)).toEqual({
      host: 'https://h.example',
      key: 'k/',
      port: '3306',
      tls: 'true',
      region: 'eu',
    });
    expect(scheme?.toPiece(credentials).value.props).toMatchObject({ tls: true, region: 'eu' });
  });

  it('of two kinds are two ways to connect, of which app.json can hide one and make a third', () => {
    const overlays = { custom: { hidden: true }, other: { of: 'custom_2', values: { region: 'eu' } } };
    const schemes = schemesOf([auth('CUSTOM_AUTH', fields), auth('CUSTOM_AUTH', fields)], overlays);
    expect(schemes.map(({ scheme }) => scheme.name)).toEqual(['custom_2', 'other']);
    expect(schemes[1]?.toPiece(entered('other', {}))).toMatchObject({ index: 1, value: { props: { region: 'eu' } } });
  });
});

describe('OAuth', () => {
  it('takes parameters out of the address, and what the piece says of the client', () => {
    const [scheme] = schemesOf([
      auth('OAUTH2', [], {
        oauth: { ...oauth, prompt: 'consent', extra: { owner: 'user' }, authorizationMethod: 'HEADER' },
      }),
    ]);
    expect(scheme?.scheme).toEqual({
      type: 'oauth2',
      name: 'oauth2',
      title: 'OAuth',
      authorizationUrl: 'https://example.com/authorize',
      tokenUrl: 'https://example.com/token',
      scopes: ['read', 'write'],
      authorizationParameters: { access: 'offline', owner: 'user', prompt: 'consent' },
      clientAuthentication: 'client_secret_basic',
    });
    expect(scheme?.send).toEqual([{ in: 'header', name: 'Authorization', value: 'Bearer {access_token}' }]);
  });

  it('is refined by app.json, and hands on what the token reply said beside its tokens', () => {
    const overlay = {
      oauth2: { scopes: ['read'], authorizationParameters: {}, revocationUrl: 'https://example.com/off' },
    };
    const [scheme] = schemesOf([auth('OAUTH2', [], { oauth })], { oauth2: overlay });
    expect(scheme?.scheme).toMatchObject({
      scopes: ['read'],
      authorizationParameters: {},
      revocationUrl: 'https://example.com/off',
      clientAuthentication: 'client_secret_post',
    });
    expect(scheme?.toPiece(token)).toEqual({
      index: 0,
      value: {
        type: 'OAUTH2',
        access_token: 'token',
        token_type: 'bearer',
        scope: 'read',
        data: { team: { id: 'T1' } },
        props: {},
      },
    });
  });

  it('whose addresses depend on a field is offered once for each value that app.json gives', () => {
    expect(schemesOf([regional])).toEqual([]);
    const overlays = {
      oauth2: { values: { region: 'intercom' } },
      oauth2_eu: { of: 'oauth2', title: 'Europe', values: { region: 'eu.intercom' } },
    };
    const schemes = schemesOf([regional], overlays);
    expect(schemes.map(({ scheme }) => scheme)).toMatchObject([
      { name: 'oauth2', authorizationUrl: 'https://app.intercom.com/oauth' },
      { name: 'oauth2_eu', title: 'Europe', tokenUrl: 'https://api.eu.intercom.io/token' },
    ]);
    expect(schemes[1]?.toPiece(token).value.props).toEqual({ region: 'eu.intercom' });
    expect(schemes[1]?.valuesOf(token)).toEqual({ region: 'eu.intercom', access_token: 'token' });
  });

  it('without a user, and kinds that we do not know, are not offered', () => {
    const machine = auth('OAUTH2', [], { oauth: { ...oauth, grantType: 'client_credentials' } });
    expect(schemesOf([machine, auth('OAUTH2'), auth('OIDC'), auth('NONE')])).toEqual([]);
  });
});

it('credentials of another kind have to be entered anew', () => {
  const [key, other] = schemesOf([auth('SECRET_TEXT'), auth('OAUTH2', [], { oauth })]);
  const rejected = expect.objectContaining({ code: 'needs_reconnect' }) as Error;
  expect(() => key?.toPiece(token)).toThrow(rejected);
  expect(() => other?.toPiece(entered('api_key', {}))).toThrow(rejected);
  expect(() => other?.valuesOf(entered('api_key', {}))).toThrow(rejected);
});
