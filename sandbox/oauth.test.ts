import * as oauth from 'oauth4webapi';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '#scripts/free-port.ts';
import { decideConsent, type Decision } from './consent-robot.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

const redirectUri = 'http://localhost:47690/callback';
const client: oauth.Client = { client_id: 'acme', id_token_signed_response_alg: 'ES256' };
const clientAuth = oauth.ClientSecretBasic('acme-secret');
const insecure = { [oauth.allowInsecureRequests]: true };

let sandbox: Sandbox;
let server: oauth.AuthorizationServer;

beforeEach(async () => {
  sandbox = await startSandbox({
    clients: [{ id: 'acme', secret: 'acme-secret', name: 'Acme', redirectUris: [redirectUri] }],
  });
  const issuer = new URL(sandbox.origin);
  server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
});
afterEach(() => sandbox.close());

async function authorize(decision?: Decision) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const url = new URL(server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid offline_access contacts',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  const callback = await decideConsent(url.href, decision);
  return { callback, verifier, state };
}

async function exchange({ callback, verifier, state }: Awaited<ReturnType<typeof authorize>>) {
  const parameters = oauth.validateAuthResponse(server, client, callback, state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    clientAuth,
    parameters,
    redirectUri,
    verifier,
    insecure,
  );
  return oauth.processAuthorizationCodeResponse(server, client, response);
}

async function refresh(token: string) {
  const response = await oauth.refreshTokenGrantRequest(server, client, clientAuth, token, insecure);
  return oauth.processRefreshTokenResponse(server, client, response);
}

async function isActive(token: string) {
  const response = await oauth.introspectionRequest(server, client, clientAuth, token, insecure);
  return (await oauth.processIntrospectionResponse(server, client, response)).active;
}

const statusOfMe = async (token: string) =>
  (await fetch(`${sandbox.origin}/api/me`, { headers: { Authorization: `Bearer ${token}` } })).status;

describe('the sandbox as an OAuth server', () => {
  test('gives tokens for a code with its verifier, and the API takes them', async () => {
    const tokens = await exchange(await authorize());
    expect(tokens.expires_in).toBe(300);
    expect(tokens.refresh_token).toBeTypeOf('string');
    expect(await statusOfMe(tokens.access_token)).toBe(200);
    expect(sandbox.tokenRequests()).toBe(1);

    const response = await oauth.userInfoRequest(server, client, tokens.access_token, insecure);
    expect(await oauth.processUserInfoResponse(server, client, 'demo', response)).toMatchObject({ name: 'Demo' });
  });

  test('refuses an authorization request without PKCE', async () => {
    const url = new URL(`${sandbox.origin}/auth`);
    url.search = new URLSearchParams({
      client_id: 'acme',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
    }).toString();
    const callback = await decideConsent(url.href);
    expect(callback.searchParams.get('error')).toBe('invalid_request');
    expect(callback.searchParams.has('code')).toBe(false);
  });

  test('refuses a code with another verifier', async () => {
    const authorized = await authorize();
    const wrong = { ...authorized, verifier: oauth.generateRandomCodeVerifier() };
    await expect(exchange(wrong)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('changes the refresh token with each use, and ends the grant when an old one comes again', async () => {
    const first = await exchange(await authorize());
    const second = await refresh(first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    await expect(refresh(first.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(refresh(second.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await statusOfMe(second.access_token)).toBe(401);
  });

  test('ends the access token with the refresh token that is revoked, and counts it', async () => {
    const tokens = await exchange(await authorize());
    const other = await exchange(await authorize());
    expect(await isActive(tokens.access_token)).toBe(true);
    const response = await oauth.revocationRequest(server, client, clientAuth, tokens.refresh_token ?? '', insecure);
    await oauth.processRevocationResponse(response);
    expect(sandbox.revocations()).toBe(1);
    expect(await isActive(tokens.access_token)).toBe(false);
    expect(await statusOfMe(tokens.access_token)).toBe(401);
    expect(await statusOfMe(other.access_token)).toBe(200);
  });

  test('sends a denial back to the client', async () => {
    const { callback } = await authorize({ deny: true });
    expect(callback.searchParams.get('error')).toBe('access_denied');
    expect(sandbox.tokenRequests()).toBe(0);
  });

  test('makes an account of a new user name, and then knows its password', async () => {
    await authorize({ user: 'new.person', password: 'first' });
    await expect(authorize({ user: 'new.person', password: 'second' })).rejects.toThrow('is wrong');
    await expect(authorize({ user: 'demo', password: 'nope' })).rejects.toThrow('is wrong');
  });

  test('shows what it was given as text, never as markup', async () => {
    await expect(authorize({ user: '"><script>x</script>', password: 'p' })).rejects.toThrow('&lt;script&gt;');
  });
});

describe('the options of the sandbox', () => {
  test('a short access token ends by itself and can be refreshed', async () => {
    const short = await startSandbox({
      clients: [{ id: 'acme', secret: 'acme-secret', redirectUris: [redirectUri] }],
      accessTokenTtl: 1,
    });
    const before = { sandbox, server };
    sandbox = short;
    server = { ...server, ...(await (await fetch(`${short.origin}/.well-known/openid-configuration`)).json()) };
    const tokens = await exchange(await authorize());
    expect(tokens.expires_in).toBe(1);
    await expect.poll(() => statusOfMe(tokens.access_token), { timeout: 5000 }).toBe(401);
    const fresh = await refresh(tokens.refresh_token ?? '');
    expect(await statusOfMe(fresh.access_token)).toBe(200);
    await short.close();
    ({ sandbox, server } = before);
  });

  test('coop is sent on every page only where it is asked for', async () => {
    const isolated = await startSandbox({ clients: [], coop: 'same-origin' });
    const coopOf = async (origin: string) => (await fetch(origin)).headers.get('cross-origin-opener-policy');
    expect(await coopOf(isolated.origin)).toBe('same-origin');
    expect(await coopOf(sandbox.origin)).toBeNull();
    await isolated.close();
  });

  test('a public address on another host name is the issuer', async () => {
    const port = await freePort();
    const publicUrl = `http://provider.localhost:${port}`;
    const named = await startSandbox({ port, publicUrl, clients: [] });
    const discovered = await (await fetch(`http://127.0.0.1:${port}/.well-known/openid-configuration`)).json();
    expect(discovered.issuer).toBe(publicUrl);
    expect(discovered.token_endpoint).toBe(`${publicUrl}/token`);
    await named.close();
  });
});
