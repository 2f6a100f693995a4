import { expect, it } from 'vitest';
import { action, appOf, auth, pieceOf, property } from '#connectors/testing/piece-description.ts';
import { checkAgainstPiece } from './check-against-piece.ts';

const piece = pieceOf({
  auth: [auth('CUSTOM_AUTH', [property('key', 'SECRET_TEXT')]), auth('OAUTH2', [property('region', 'SHORT_TEXT')])],
  actions: [action('list', { properties: [property('page', 'NUMBER'), property('size', 'NUMBER')] })],
});
const pagination = { kind: 'page', parameter: 'page', items: '/items' };

it('an app.json that names what the piece has is taken', () => {
  const app = appOf({
    auth: { custom: { fields: { key: { title: 'Key' } } }, oauth2_eu: { of: 'oauth2', values: { region: 'eu' } } },
    functions: {
      list: { pagination, total: { count: '/total', size: 'size' }, parameters: { size: { hidden: true } } },
    },
    verify: { action: 'list' },
  });
  expect(() => checkAgainstPiece(app, piece, 'test/app.json')).not.toThrow();
});

it.each([
  [
    { auth: { api_key: {} } },
    'test/app.json, /auth/api_key: the piece has no such way to connect; it has "custom", "oauth2"',
  ],
  [{ auth: { other: { of: 'basic' } } }, 'test/app.json, /auth/other: the piece has no such way'],
  [
    { auth: { oauth2: { of: 'custom' } } },
    'test/app.json, /auth/oauth2/of: the piece has a way to connect of this name',
  ],
  [
    { auth: { custom: { fields: { token: {} } } } },
    'test/app.json, /auth/custom: this way to connect has no field "token"',
  ],
  [{ auth: { custom: { values: { region: 'eu' } } } }, 'no field "region"'],
  [{ functions: { remove: {} } }, 'test/app.json, /functions/remove: the piece has no such action'],
  [{ functions: { list: { pagination: { ...pagination, parameter: 'p' } } } }, 'the action has no property "p"'],
  [{ functions: { list: { pagination, total: { count: '/n', size: 'limit' } } } }, 'no property "limit"'],
  [{ functions: { list: { parameters: { memory: { hidden: true } } } } }, 'no property "memory"'],
  [{ hosts: ['{shop}.example.com'] }, 'test/app.json, /hosts/0: no way to connect has a field "shop"'],
  [{ verify: { action: 'ping' } }, 'test/app.json, /verify/action: the piece has no such action'],
])('%j is refused: %s', (content, problem) => {
  expect(() => checkAgainstPiece(appOf(content), piece, 'test/app.json')).toThrow(problem);
});
