import { describe, expect, it } from 'vitest';
import { auth, pieceOf, property } from '#connectors/testing/piece-description.ts';
import { draftAuth } from './draft-auth.ts';
import { draftHosts } from './draft-hosts.ts';

const form = (...fields: string[]) =>
  pieceOf({
    auth: [
      auth(
        'CUSTOM_AUTH',
        fields.map((name) => property(name, 'SHORT_TEXT')),
      ),
    ],
  });

describe('the hosts of a draft', () => {
  it.each([
    ['of addresses', `fetch("https://api.acme.example/v1")`, form(), ['api.acme.example']],
    [
      'not of documentation, examples and pictures',
      `"https://docs.acme.example/x" "https://cdn.acme.example/y" "https://my-shop.acme.example/"`,
      form(),
      [],
    ],
    [
      'not of the services of AI that every piece knows',
      `"https://api.x.ai/v1" "https://api.deepseek.com/v1"`,
      form(),
      [],
    ],
    [
      'with the field of the form before an ending',
      'fetch(`https://${e}.acme.example/api`)',
      form('shopName'),
      ['{shopName}.acme.example'],
    ],
    [
      'with anything before an ending, where no one field is for it',
      'fetch(`https://${e}.acme.example/api`)',
      form('shop', 'team'),
      ['*.acme.example'],
    ],
    ['of a field for an address', 'fetch(e.baseUrl)', form('baseUrl', 'user'), ['{baseUrl}']],
  ])('are those %s', (_what, code, piece, hosts) => {
    const draft = draftHosts(code, piece, 'acme');
    expect(draft.hosts).toEqual(hosts);
    expect(draft.findings).toMatchObject([{ kind: hosts.length > 0 ? 'note' : 'missing', pointer: '/hosts' }]);
  });

  it('are those of a service of AI where the piece is for it', () => {
    expect(draftHosts(`"https://api.deepseek.com/v1"`, form(), 'deepseek').hosts).toEqual(['api.deepseek.com']);
  });
});

describe('the ways to connect of a draft', () => {
  const oauth = (tokenUrl: string) => ({ oauth: { authUrl: 'https://{region}.example/auth', tokenUrl, scope: [] } });
  const options = [
    { label: 'Europe', value: 'eu' },
    { label: 'United States', value: 'us' },
  ];

  it('are left to the piece', () => {
    expect(draftAuth(form('user'))).toEqual({ auth: {}, findings: [] });
  });

  it('are one for each choice of a field that OAuth addresses depend on, the default first', () => {
    const region = property('region', 'STATIC_DROPDOWN', { options, defaultValue: 'us' });
    const piece = pieceOf({ title: 'Acme', auth: [auth('OAUTH2', [region], oauth('https://{region}.example/token'))] });
    expect(draftAuth(piece)).toEqual({
      auth: {
        oauth2: { title: 'Acme: United States', values: { region: 'us' } },
        oauth2_eu: { of: 'oauth2', title: 'Acme: Europe', values: { region: 'eu' } },
      },
      findings: [{ kind: 'note', pointer: '/auth', message: expect.stringContaining('"region"') }],
    });
  });

  it.each([
    ['a text', [property('region', 'SHORT_TEXT')], 'https://example.com/token', ['/auth/oauth2/values/region']],
    [
      'two fields',
      [property('region', 'STATIC_DROPDOWN', { options })],
      'https://{team}.example/token',
      ['/auth/oauth2/values/region', '/auth/oauth2/values/team'],
    ],
  ])('need the value where OAuth addresses depend on %s', (_what, fields, tokenUrl, pointers) => {
    const { auth: ways, findings } = draftAuth(pieceOf({ auth: [auth('OAUTH2', fields, oauth(tokenUrl))] }));
    expect(ways).toEqual({});
    expect(findings.map(({ kind, pointer }) => [kind, pointer])).toEqual(pointers.map((one) => ['missing', one]));
  });
});
