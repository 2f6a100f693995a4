import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { OAuth2Scheme } from '#connectors/kit/connector.ts';
import { authorizationRequest } from './authorization-request.ts';

const scheme: OAuth2Scheme = {
  type: 'oauth2',
  name: 'oauth2',
  title: 'Sign in',
  authorizationUrl: 'https://provider.example/authorize?tenant=1&state=theirs',
  tokenUrl: 'https://provider.example/token',
  scopes: ['read', 'write'],
  clientAuthentication: 'client_secret_post',
};
const client = { id: 'my client', secret: 'secret' };
const redirectUri = 'https://connect.example/oauth/callback/ak_1/app';
const outside = { allowsInternal: () => false };

test('asks for a code, with PKCE and a state of 256 bits', async () => {
  const { url, state, verifier } = await authorizationRequest(scheme, client, redirectUri, outside);
  const { origin, pathname, searchParams } = new URL(url);
  expect(origin + pathname).toBe('https://provider.example/authorize');
  expect(Object.fromEntries(searchParams)).toEqual({
    tenant: '1',
    response_type: 'code',
    client_id: 'my client',
    redirect_uri: redirectUri,
    scope: 'read write',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  expect([...searchParams.keys()].length).toBe(new Set(searchParams.keys()).size);
  for (const secret of [state, verifier]) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(url).not.toContain(verifier);
});

test('is another one each time', async () => {
  const requests = await Promise.all([1, 2].map(() => authorizationRequest(scheme, client, redirectUri, outside)));
  expect(new Set(requests.map(({ state }) => state)).size).toBe(2);
  expect(new Set(requests.map(({ verifier }) => verifier)).size).toBe(2);
});

test('takes further parameters of the scheme, but none in place of the protocol’s', async () => {
  const authorizationParameters = {
    prompt: 'consent',
    state: 'fixed',
    redirect_uri: 'https://evil.test',
    code_challenge_method: 'plain',
  };
  const { url, state } = await authorizationRequest(
    { ...scheme, authorizationParameters },
    client,
    redirectUri,
    outside,
  );
  const { searchParams } = new URL(url);
  expect(searchParams.get('prompt')).toBe('consent');
  expect(searchParams.get('state')).toBe(state);
  expect(searchParams.get('redirect_uri')).toBe(redirectUri);
  expect(searchParams.get('code_challenge_method')).toBe('S256');
});

test('without scopes names none', async () => {
  const { url } = await authorizationRequest({ ...scheme, scopes: [] }, client, redirectUri, outside);
  expect(new URL(url).searchParams.has('scope')).toBe(false);
});

test.each(['http://provider.example/authorize', 'javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd'])(
  'a browser is not sent to %s',
  async (authorizationUrl) => {
    const request = authorizationRequest({ ...scheme, authorizationUrl }, client, redirectUri, outside);
    await expect(request).rejects.toMatchObject({ code: 'connect_failed' });
  },
);

test('a browser is sent to plain http where the operator allowed the host', async () => {
  const inside = { ...scheme, authorizationUrl: 'http://provider.localhost:4602/auth' };
  const allowed = { allowsInternal: (url: URL) => url.host === 'provider.localhost:4602' };
  expect((await authorizationRequest(inside, client, redirectUri, allowed)).url).toMatch(
    /^http:\/\/provider\.localhost/,
  );
});
