import * as oauth from 'oauth4webapi';
import { afterEach, expect, test, vi } from 'vitest';
import type { OAuth2Scheme } from '#connectors/kit/connector.ts';
import type { Egress } from '../egress/guarded-fetch.ts';
import { endpointsOf, readTokens } from './token-endpoint.ts';

afterEach(() => void vi.useRealTimers());

const scheme: OAuth2Scheme = {
  type: 'oauth2',
  name: 'oauth2',
  title: 'Sign in',
  authorizationUrl: 'https://provider.example/authorize?tenant=1',
  tokenUrl: 'https://tokens.provider.example/token',
  revocationUrl: 'https://provider.example/revoke',
  scopes: [],
  clientAuthentication: 'client_secret_post',
};
const egress = { allowsInternal: () => false, fetchTo: () => fetch } as Partial<Egress> as Egress;
const client = { id: 'my client', secret: 'se cret:1' };

/** What a request tells of the client, in its body and in its header */
async function told(own: Partial<OAuth2Scheme>, secret: string | null): Promise<[string, string | null]> {
  const endpoints = endpointsOf({ ...scheme, ...own }, { id: client.id, secret }, egress);
  const [body, headers] = [new URLSearchParams(), new Headers()];
  await endpoints.authentication(endpoints.as, endpoints.client, body, headers);
  return [body.toString(), headers.get('authorization')];
}

test('a client proves itself as the scheme says', async () => {
  expect(await told({}, client.secret)).toEqual(['client_id=my+client&client_secret=se+cret%3A1', null]);
  const basic = `Basic ${btoa('my+client:se+cret%3A1')}`;
  expect(await told({ clientAuthentication: 'client_secret_basic' }, client.secret)).toEqual(['', basic]);
  expect(await told({ clientAuthentication: 'none' }, client.secret)).toEqual(['client_id=my+client', null]);
});

test.each(['client_secret_post', 'client_secret_basic', 'none'] as const)(
  'a client without a secret only names itself, also by %s',
  async (clientAuthentication) => {
    expect(await told({ clientAuthentication }, null)).toEqual(['client_id=my+client', null]);
    expect(await told({ clientAuthentication }, '')).toEqual(['client_id=my+client', null]);
  },
);

test('a known issuer has to name itself, an unknown one cannot', () => {
  expect(endpointsOf({ ...scheme, issuer: 'https://as.example' }, client, egress).as).toMatchObject({
    issuer: 'https://as.example',
    authorization_response_iss_parameter_supported: true,
    token_endpoint: scheme.tokenUrl,
    revocation_endpoint: scheme.revocationUrl,
  });
  expect(endpointsOf(scheme, client, egress).as).toMatchObject({
    issuer: 'https://provider.example',
    authorization_response_iss_parameter_supported: false,
  });
});

test.each([
  [{ expires_in: 60 }, {}, 60],
  [{ expires_in: 60 }, { defaultExpiresIn: 3_600 }, 60],
  [{}, { defaultExpiresIn: 3_600 }, 3_600],
  [{}, {}, undefined],
])('a reply with %j, where the scheme has %j, lasts %s s', async (reply, own, lasts) => {
  const now = Date.parse('2026-01-31T12:00:00Z');
  vi.useFakeTimers({ toFake: ['Date'], now });
  const endpoints = endpointsOf({ ...scheme, ...own }, client, egress);
  const response = Response.json({ access_token: 'a', token_type: 'bearer', ...reply });
  const process = oauth.processRefreshTokenResponse;
  const { stored, expiresAt } = await readTokens({ ...scheme, ...own }, endpoints, response, process);
  expect(stored).toMatchObject({ accessToken: 'a', tokenType: 'bearer', scheme: 'oauth2', lifetime: lasts });
  expect(expiresAt).toEqual(lasts === undefined ? null : new Date(now + lasts * 1_000));
});
