import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OAuth2Scheme } from '#connectors/kit/connector.ts';
import { createEgress } from '../egress/guarded-fetch.ts';
import { startRogueProvider, type RogueProvider } from '../testing/rogue-provider.ts';
import { exchangeCode } from './exchange-code.ts';
import { endpointsOf, type Tokens } from './token-endpoint.ts';

const egress = createEgress({ allowedInternalHosts: [{ host: 'localhost' }] });
const client = { id: 'the-client', secret: 'the-secret' };
let provider: RogueProvider;
let privateKey: CryptoKey;

beforeAll(async () => {
  provider = await startRogueProvider();
  ({ privateKey } = await generateKeyPair('ES256'));
});
afterAll(async () => {
  await egress.close();
  await provider.close();
});

/** Exchanges a code for a reply with this ID token. */
async function exchange(claims: object, header: object = { alg: 'ES256' }): Promise<Tokens> {
  const { origin } = provider;
  const scheme: OAuth2Scheme = {
    type: 'oauth2',
    name: 'oidc',
    title: 'Sign in',
    authorizationUrl: `${origin}/auth`,
    tokenUrl: `${origin}/token`,
    issuer: `${origin}/`,
    scopes: ['openid'],
    clientAuthentication: 'client_secret_basic',
    tokenReply: { idToken: true },
  };
  const now = Math.floor(Date.now() / 1000);
  const payload = { iss: `${origin}/`, aud: client.id, sub: 'jane', iat: now, exp: now + 60, ...claims };
  const idToken =
    (header as { alg: string }).alg === 'none'
      ? `${part(header)}.${part(payload)}.`
      : await new SignJWT(payload).setProtectedHeader(header as { alg: 'ES256' }).sign(privateKey);
  provider.answerToken = () => ({ body: { access_token: 'a', token_type: 'bearer', id_token: idToken } });
  const query = new URLSearchParams({ code: 'c', iss: `${origin}/` });
  const redirectUri = 'http://widget.localhost/oauth/callback/ak/app';
  return exchangeCode(scheme, endpointsOf(scheme, client, egress), { query, redirectUri, verifier: 'v'.repeat(43) });
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('an ID token that the scheme asks for', () => {
  test('leaves its claims among what the reply says', async () => {
    const { stored } = await exchange({ webid: 'https://pod.example/jane#me' });
    expect(stored.extra).toMatchObject({ id_token: { sub: 'jane', webid: 'https://pod.example/jane#me' } });
  });

  test.each([
    ['of another issuer', { iss: 'https://other.example/' }],
    ['for another client', { aud: 'another' }],
    ['that has ended', { exp: Math.floor(Date.now() / 1000) - 3600 }],
    ['without a subject', { sub: undefined }],
  ])('%s is refused', async (_what, claims) => {
    await expect(exchange(claims)).rejects.toThrow();
  });

  test('that nobody signed is refused', async () => {
    await expect(exchange({}, { alg: 'none' })).rejects.toThrow();
  });
});
