import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { beforeAll, describe } from 'vitest';
import { createApp } from '#server/app.ts';
import { loadPublicFiles } from '#server/embed/public-files.ts';
import type { AppEnv } from '#server/http/app-env.ts';
import type { Services } from '#server/services.ts';
import { hashOf } from '#server/sessions/hash.ts';
import { describeOnEmbeddedDatabase } from '#server/testing/databases.ts';
import { fakeConnector } from '#server/testing/fake-connector.ts';
import { testServices } from '#server/testing/test-services.ts';
import { makeWorkspace, sessionToken, type TestWorkspace } from '#server/testing/test-workspace.ts';
import { attack } from '../attack.ts';
import * as defence from '../defences/http.ts';

const MEGABYTE = 1024 * 1024;

describeOnEmbeddedDatabase('a request', (openTestDatabase) => {
  let services: Services;
  let app: Hono<AppEnv>;
  let acme: TestWorkspace;
  let bearer: string;

  beforeAll(async () => {
    const connectors = [fakeConnector({ name: 'acme', functions: [{ name: 'acme-do' }] })];
    services = await testServices(await openTestDatabase(), connectors);
    app = createApp(services, await loadPublicFiles(services.config.assetsUrl));
    acme = await makeWorkspace(services, { name: '<script>alert(1)</script>' });
    bearer = `Bearer ${await sessionToken(services, acme, 'ann')}`;
  });

  const routes: [path: string, body: () => object][] = [
    ['/connect-attempts', () => ({ id: randomUUID(), app: 'acme' })],
    ['/functions/acme-do/call', () => ({})],
    ['/functions/acme-do/check', () => ({})],
    ['/apps/cards', () => ({ apps: ['acme'] })],
  ];
  const post = (path: string, body: BodyInit, type: string): Promise<Response> =>
    Promise.resolve(
      app.request(path, { method: 'POST', headers: { authorization: bearer, 'content-type': type }, body }),
    );

  /** Taken for what it is not: the answer is about what stands in it. */
  const taken = async (answer: Response, refusal: number): Promise<string | undefined> =>
    answer.status === refusal ? undefined : `It was taken (${answer.status}).`;

  describe('of another type', () => {
    for (const [path, body] of routes) {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/json-patch+json',
        'application/jsonp',
        'text/plain; charset=application/json',
        'text/json',
      ]) {
        attack('T13', `JSON at ${path} as ${type}`, [defence.jsonOnly], async () =>
          taken(await post(path, JSON.stringify(body()), type), 415),
        );
      }
    }
    for (const type of [
      'text/plain',
      'application/json',
      'multipart/form-data; boundary=x',
      'application/x-www-form',
    ]) {
      attack('T13', `a form at /sessions as ${type}`, [defence.formOnly], async () => {
        const fields = { app_key: acme.appKey, user_id: 'ann', hash: hashOf(acme.appSecret, 'ann') };
        const answer = await app.request('/sessions', {
          method: 'POST',
          headers: { origin: acme.origin, 'content-type': type },
          body: new URLSearchParams(fields).toString(),
        });
        return taken(answer, 415);
      });
    }
  });

  describe('that names a prototype', () => {
    for (const [what, key] of [
      ['as it is', '"__proto__"'],
      ['with an escaped underscore', '"\\u005f_proto__"'],
      ['with all underscores escaped', '"\\u005F\\u005F\\u0070roto\\u005F\\u005F"'],
      ['with an escaped letter', '"__\\u0070roto__"'],
    ] as const) {
      for (const [where, json] of [
        ['at the top', `{${key}: {"admin": true}}`],
        ['deep down', `{"a": [{"b": {${key}: {"admin": true}}}]}`],
      ] as const) {
        attack('T13', `__proto__ ${what}, ${where}`, [defence.noPrototypeKey], async () => {
          const { status } = await post('/functions/acme-do/check', json, 'application/json');
          return status === 400 ? undefined : `It was read (${status}).`;
        });
      }
    }
  });

  describe('that is too much', () => {
    const large = (): Uint8Array<ArrayBuffer> => Buffer.from(JSON.stringify({ text: 'x'.repeat(5 * MEGABYTE) }));
    attack('T13', 'a body of more than 5 MB that says so', [defence.bodiesAreCapped], async () => {
      const headers = {
        authorization: bearer,
        'content-type': 'application/json',
        'content-length': String(large().length),
      };
      const answer = await app.request('/functions/acme-do/check', { method: 'POST', headers, body: large() });
      return taken(answer, 413);
    });
    attack('T13', 'a body of more than 5 MB that does not say so', [defence.bodiesAreCapped], async () => {
      const body = new Blob([large()]).stream();
      const headers = { authorization: bearer, 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body, duplex: 'half' };
      const request = new Request('http://x/functions/acme-do/check', init);
      return taken(await app.request(request), 413);
    });
    for (const [what, bytes] of [
      ['a byte that is no UTF-8', [0xff]],
      ['a letter that was cut', [0xc3]],
      ['an overlong slash', [0xc0, 0xaf]],
      ['a half of a pair', [0xed, 0xa0, 0x80]],
    ] as const) {
      attack('T13', `${what} in a User-ID`, [defence.bodiesAreText], async () => {
        const hash = hashOf(acme.appSecret, new TextDecoder().decode(Uint8Array.from([97, ...bytes])));
        const body = Buffer.concat([Buffer.from(`app_key=${acme.appKey}&hash=${hash}&user_id=a`), Buffer.from(bytes)]);
        const headers = { origin: acme.origin, 'content-type': 'application/x-www-form-urlencoded' };
        return taken(await app.request('/sessions', { method: 'POST', headers, body }), 400);
      });
    }
  });

  describe('too many times', () => {
    const incoming = { socket: { remoteAddress: '203.0.113.9' } };
    const limited = async (): Promise<Hono<AppEnv>> => {
      const few = await testServices(services.db, [], { limits: { address: 5, user: 3, workspace: 4 } });
      return createApp(few, await loadPublicFiles(few.config.assetsUrl));
    };
    const many = async (headers: (turn: number) => Record<string, string>, path = '/verify-sdk-config') => {
      const own = await limited();
      const statuses: number[] = [];
      for (let turn = 0; turn < 12; turn++) {
        statuses.push((await own.request(path, { headers: headers(turn) }, { incoming })).status);
      }
      return statuses.includes(429) ? undefined : 'Nobody minds.';
    };
    attack('T16', 'guesses at App-Secrets from one address', [defence.limitsHold], () =>
      many((turn) => ({ 'app-key': acme.appKey, 'app-secret': `as_${turn}` }), '/function-calls'),
    );
    attack('T16', 'guesses at sessions from one address', [defence.limitsHold], () =>
      many((turn) => ({ authorization: `Bearer ${acme.appKey}.${String(turn).padEnd(43, 'A')}` })),
    );
    attack('T16', 'asks as one user', [defence.limitsHold], async () => {
      const authorization = `Bearer ${await sessionToken(services, acme, 'eager')}`;
      return many(() => ({ authorization }));
    });
    for (const header of ['203.0.113.N', '203.0.113.N, 10.0.0.1', '2001:db8:0:N::1']) {
      attack('T16', `says to come from elsewhere each time (${header})`, [defence.addressIsTheProxys], () =>
        many(
          (turn) => ({
            'x-forwarded-for': header.replace('N', String(turn + 1)),
            'app-key': acme.appKey,
            'app-secret': 'x',
          }),
          '/function-calls',
        ),
      );
    }
  });

  describe('to be shown in a frame', () => {
    const framed = (answer: Response): string | undefined => {
      const policy = answer.headers.get('content-security-policy') ?? '';
      const shut = /frame-ancestors 'none'/.test(policy) || answer.headers.get('x-frame-options') === 'DENY';
      return shut ? undefined : 'Any page may frame it.';
    };
    for (const [what, path] of [
      ['the page of a connect link', () => `/link/${acme.appKey}/${randomUUID()}`],
      ['the start page of a popup', () => `/connect/${acme.appKey}/${randomUUID()}`],
      ['the page after a third party', () => `/oauth/callback/${acme.appKey}/acme?state=x`],
    ] as const) {
      attack('T17', `${what}`, [defence.nobodyFramesOurPages], async () => {
        const answer = await app.request(path());
        return answer.headers.get('content-type')?.startsWith('text/html') ? framed(answer) : 'It is no page.';
      });
    }
    attack('T17', 'an answer of the API', [defence.apiAnswersAreNoPages], async () =>
      framed(await app.request('/openapi.json')),
    );
    attack('T17', 'what is not there', [defence.apiAnswersAreNoPages], async () =>
      framed(await app.request('/nothing')),
    );

    const ancestorsOf = async (...origins: string[]): Promise<string> => {
      const query = origins.map((origin) => `o=${encodeURIComponent(origin)}`).join('&');
      const answer = await app.request(`/embed/1/${acme.appKey}?${query}`);
      return /frame-ancestors ([^;]*)/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? '';
    };
    for (const [what, origin] of [
      ['a page that is not listed', () => 'https://evil.example'],
      ['the listed host without TLS', () => acme.origin.replace('https:', 'http:')],
      ['another port of it', () => `${acme.origin}:8443`],
      ['a subdomain', () => acme.origin.replace('https://', 'https://sub.')],
      ['the listed origin as a prefix', () => `${acme.origin}.evil.example`],
    ] as const) {
      attack('T8', `the widget in ${what}`, [defence.shellIsFramedByListedPages], async () => {
        const ancestors = await ancestorsOf(origin());
        return ancestors.includes(origin()) ? `frame-ancestors ${ancestors}` : undefined;
      });
    }
    attack(
      'T8',
      'the widget in a listed page that a strange one frames',
      [defence.shellIsFramedByListedPages],
      async () => {
        const ancestors = await ancestorsOf(acme.origin, 'https://evil.example');
        return ancestors.includes('evil') ? `frame-ancestors ${ancestors}` : undefined;
      },
    );
    for (const [what, origin] of [
      ['a star', '*'],
      ['a scheme alone', 'https:'],
      ['a star for a host', 'https://*'],
      ['a star for a subdomain', 'https://*.evil.example'],
      ['a second directive', "https://a.example; script-src 'unsafe-inline'"],
      ['a second source', 'https://a.example https://evil.example'],
      ['no origin', 'null'],
    ] as const) {
      attack('T8', `the widget in a page that calls itself ${what}`, [defence.ancestorsAreOrigins], async () => {
        const ancestors = await ancestorsOf(origin).catch(() => 'a header that cannot be sent');
        return ['', "'none'"].includes(ancestors.trim()) ? undefined : `frame-ancestors ${ancestors}`;
      });
    }
  });
});
