import { createHash, createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { beforeAll, describe } from 'vitest';
import type { AppEnv } from '#server/http/app-env.ts';
import { hashOf } from '#server/sessions/hash.ts';
import { describeOnEmbeddedDatabase } from '#server/testing/databases.ts';
import { testApp } from '#server/testing/test-app.ts';
import { testServices } from '#server/testing/test-services.ts';
import { makeWorkspace, type TestWorkspace } from '#server/testing/test-workspace.ts';
import { attack, type Defence } from '../attack.ts';
import * as defence from '../defences/identity.ts';

const { hashIsVerified, tokenIsVerified } = defence;
const hmac = (algorithm: string, key: string, text: string): string =>
  createHmac(algorithm, key).update(text, 'utf8').digest('hex');

describeOnEmbeddedDatabase('a session', (openTestDatabase) => {
  let app: Hono<AppEnv>;
  let acme: TestWorkspace;
  let other: TestWorkspace;
  let strict: TestWorkspace;

  beforeAll(async () => {
    const services = await testServices(await openTestDatabase(), []);
    app = testApp(services);
    acme = await makeWorkspace(services, { allowIntegryCredentials: true });
    other = await makeWorkspace(services);
    strict = await makeWorkspace(services, { requireToken: true });
  });

  /** Asks for a session, as a page does that has these fields. */
  async function open(fields: Record<string, string> | string, workspace = acme): Promise<string | undefined> {
    const body =
      typeof fields === 'string' ? fields : new URLSearchParams({ app_key: workspace.appKey, ...fields }).toString();
    const answer = await app.request('/sessions', {
      method: 'POST',
      headers: { origin: workspace.origin, 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    if (answer.status >= 500) throw new Error(await answer.text());
    return answer.status === 200 ? `A session: ${(await answer.text()).slice(0, 20)}…` : undefined;
  }

  /** Asks by Integry's own credentials instead. */
  async function verify(hash: string, where: 'query' | 'headers'): Promise<string | undefined> {
    const query = new URLSearchParams({ app_key: acme.appKey, user_id: 'victim', hash });
    const headers = { 'app-key': acme.appKey, 'user-id': 'victim', hash };
    const answer =
      where === 'query'
        ? await app.request(`/verify-sdk-config?${query.toString()}`)
        : await app.request('/verify-sdk-config', { headers });
    if (answer.status >= 500) throw new Error(await answer.text());
    return answer.status === 200 ? 'It was let in.' : undefined;
  }

  const hashes: [what: string, make: () => string][] = [
    ['of another user', () => hashOf(acme.appSecret, 'attacker')],
    ['in capitals', () => hashOf(acme.appSecret, 'victim').toUpperCase()],
    ['cut to a half', () => hashOf(acme.appSecret, 'victim').slice(0, 32)],
    ['with a digit more', () => `${hashOf(acme.appSecret, 'victim')}0`],
    ['with a space before it', () => ` ${hashOf(acme.appSecret, 'victim')}x`],
    ['of zeros', () => '0'.repeat(64)],
    ['without a key', () => createHash('sha256').update('victim').digest('hex')],
    ['with the App-Key as key', () => hmac('sha256', acme.appKey, 'victim')],
    ['with an empty key', () => hmac('sha256', '', 'victim')],
    ['by HMAC-SHA1, filled up', () => hmac('sha1', acme.appSecret, 'victim').padEnd(64, '0')],
    ['by HMAC-SHA512, cut', () => hmac('sha512', acme.appSecret, 'victim').slice(0, 64)],
    ['of another workspace’s secret', () => hashOf(other.appSecret, 'victim')],
    ['of the User-ID in capitals', () => hashOf(acme.appSecret, 'VICTIM')],
    ['of the User-ID with a space', () => hashOf(acme.appSecret, 'victim ')],
    ['of the App-Key and the User-ID', () => hashOf(acme.appSecret, `${acme.appKey}victim`)],
  ];
  describe('by a hash', () => {
    for (const [what, make] of hashes) {
      attack('T7', `a session by a hash ${what}`, [hashIsVerified], () => open({ user_id: 'victim', hash: make() }));
      attack('T7', `a request by a hash ${what}, in the query`, [hashIsVerified], () => verify(make(), 'query'));
      attack('T7', `a request by a hash ${what}, in headers`, [hashIsVerified], () => verify(make(), 'headers'));
    }
    attack('T7', 'a hash where the workspace demands a token', [defence.tokenIsDemanded], () =>
      open({ user_id: 'victim', hash: hashOf(strict.appSecret, 'victim') }, strict),
    );
    for (const [field, value] of [
      ['user_id', 'attacker'],
      ['hash', '0'.repeat(64)],
      ['app_key', 'ak_another'],
    ]) {
      attack('T7', `the field ${field} twice, the first one wrong`, [defence.fieldsComeOnce], () => {
        const fields = { app_key: acme.appKey, user_id: 'victim', hash: hashOf(acme.appSecret, 'victim') };
        return open(`${field}=${value}&${new URLSearchParams(fields).toString()}`);
      });
    }
    for (const [what, userId] of [
      ['the stand-in for what cannot be read', 'victim\uFFFD'],
      ['a line feed', 'victim\n'],
      ['a zero byte after it', 'victim\u0001'],
    ] as const) {
      attack('T7', `a User-ID with ${what}`, [defence.userIdsAreUnambiguous], () =>
        open({ user_id: userId, hash: hashOf(acme.appSecret, userId) }),
      );
    }
  });

  const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;
  const claims = (): JWTPayload => ({ sub: 'victim', jti: randomUUID(), exp: inSeconds(240) });
  const sign = (payload: JWTPayload, key: string, alg = 'HS256'): Promise<string> =>
    new SignJWT(payload).setProtectedHeader({ alg }).sign(Buffer.from(key, 'utf8'));
  const parts = (header: object, payload: object, signature = ''): string =>
    [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') +
    `.${signature}`;

  const tokens: [what: string, defences: readonly Defence[], make: () => string | Promise<string>][] = [
    ['without a signature (alg: none)', [tokenIsVerified], () => new UnsecuredJWT(claims()).encode()],
    ['with alg: None in another case', [tokenIsVerified], () => parts({ alg: 'None' }, claims())],
    ['with alg: HS256 and no signature', [tokenIsVerified], () => parts({ alg: 'HS256' }, claims())],
    ['signed by a guess', [tokenIsVerified], () => sign(claims(), 'secret'.repeat(8))],
    ['signed with the App-Key', [tokenIsVerified], () => sign(claims(), acme.appKey.repeat(2))],
    ['signed with another workspace’s secret', [tokenIsVerified], () => sign(claims(), other.appSecret)],
    [
      'that was changed after it was signed',
      [tokenIsVerified],
      async () => {
        const [header, , signature] = (await sign({ ...claims(), sub: 'attacker' }, acme.appSecret)).split('.');
        return `${header}.${Buffer.from(JSON.stringify(claims())).toString('base64url')}.${signature}`;
      },
    ],
    [
      'signed with a key pair (RS256)',
      [tokenIsVerified],
      async () => {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        return new SignJWT(claims()).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
      },
    ],
    [
      'that brings its own key (jwk)',
      [tokenIsVerified],
      () => parts({ alg: 'HS256', jwk: { kty: 'oct', k: 'AA' } }, claims(), 'AAAA'),
    ],
    [
      'with a critical header that nobody knows',
      [tokenIsVerified],
      () => parts({ alg: 'HS256', crit: ['x'], x: 1 }, claims(), 'AAAA'),
    ],
    ['that has expired', [tokenIsVerified], () => sign({ ...claims(), exp: inSeconds(-120) }, acme.appSecret)],
    ['that is not valid yet', [tokenIsVerified], () => sign({ ...claims(), nbf: inSeconds(120) }, acme.appSecret)],
    ['by HS384', [defence.tokenAlgorithmIsFixed], () => sign(claims(), acme.appSecret, 'HS384')],
    ['by HS512', [defence.tokenAlgorithmIsFixed], () => sign(claims(), acme.appSecret, 'HS512')],
    [
      'that lives for an hour',
      [defence.tokenIsShortLived],
      () => sign({ ...claims(), exp: inSeconds(3600) }, acme.appSecret),
    ],
    ['that never ends', [defence.tokenEnds], () => sign({ sub: 'victim', jti: randomUUID() }, acme.appSecret)],
    [
      'without a name (jti)',
      [defence.tokenHasAName],
      () => sign({ sub: 'victim', exp: inSeconds(240) }, acme.appSecret),
    ],
    [
      'for another audience',
      [defence.tokenIsForThisAppKey],
      () => sign({ ...claims(), aud: other.appKey }, acme.appSecret),
    ],
    [
      'for an audience that is a list of others',
      [defence.tokenIsForThisAppKey],
      () => sign({ ...claims(), aud: [other.appKey, 'x'] }, acme.appSecret),
    ],
  ];
  describe('by a token', () => {
    for (const [what, defences, make] of tokens) {
      attack('T7', `a session by a token ${what}`, defences, async () => open({ token: await make() }));
    }
    attack('T7', 'a token of one user with the User-ID of another beside it', [defence.tokenIsForThisUser], async () =>
      open({ token: await sign({ ...claims(), sub: 'attacker' }, acme.appSecret), user_id: 'victim' }),
    );
    attack('T7', 'a token for the second time', [defence.tokenCountsOnce], async () => {
      const token = await sign(claims(), acme.appSecret);
      if (!(await open({ token }))) throw new Error('It does not count once.');
      return open({ token });
    });
    attack('T7', 'a token twenty times at once', [defence.tokenCountsOnce], async () => {
      const token = await sign(claims(), acme.appSecret);
      const sessions = await Promise.all(Array.from({ length: 20 }, () => open({ token })));
      const count = sessions.filter(Boolean).length;
      return count > 1 ? `${count} sessions.` : undefined;
    });
  });

  const origins: [origin: (listed: string) => string, what: string][] = [
    [() => 'https://evil.example', 'a strange page'],
    [() => 'null', 'a sandboxed page'],
    [(listed) => `${listed}.evil.example`, 'the listed origin as a prefix'],
    [(listed) => listed.replace('https://', 'https://evil-'), 'the listed origin as a suffix'],
    [(listed) => listed.replace('https:', 'http:'), 'the listed host without TLS'],
    [(listed) => `${listed}:8443`, 'another port of the listed host'],
    [(listed) => `${listed}:443`, 'the port said out loud'],
    [(listed) => listed.toUpperCase().replace('HTTPS', 'https'), 'the listed host in capitals'],
    [(listed) => `${listed}/`, 'a slash at the end'],
    [(listed) => `${listed}.`, 'a dot at the end'],
    [(listed) => listed.replace('https://', 'https://user@'), 'a user name in it'],
    [(listed) => listed.replace('https://', 'https://sub.'), 'a subdomain'],
    [(listed) => listed.replace('example', 'exаmple'), 'a Cyrillic letter in it'],
    [(listed) => `${listed}, https://evil.example`, 'a list of origins'],
    [(listed) => `${listed}%00.evil.example`, 'a zero byte in it'],
    [() => '*', 'a star'],
    [() => 'file://', 'a local file'],
    [() => 'chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh', 'an extension'],
  ];
  describe('from a page that is not listed', () => {
    for (const [make, what] of origins) {
      attack('T8', `a session for ${what}`, [defence.originIsListedForSessions], async () => {
        const fields = { app_key: acme.appKey, user_id: 'victim', hash: hashOf(acme.appSecret, 'victim') };
        const origin = Buffer.from(make(acme.origin), 'utf8').toString('latin1');
        const answer = await app.request('/sessions', {
          method: 'POST',
          headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(fields).toString(),
        });
        return answer.status === 200 ? 'A session.' : undefined;
      });
    }
    attack(
      'T8',
      'a session for a page that says nothing of where it is',
      [defence.originIsListedForSessions],
      async () => {
        const fields = { app_key: acme.appKey, user_id: 'victim', hash: hashOf(acme.appSecret, 'victim') };
        const answer = await app.request('/sessions', { method: 'POST', body: new URLSearchParams(fields) });
        return answer.status === 200 ? 'A session.' : undefined;
      },
    );
  });
});
