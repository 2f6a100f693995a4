import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { testApp } from '../testing/test-app.ts';
import { testServices } from '../testing/test-services.ts';
import { addAccount, makeWorkspace, sessionToken, userRowId } from '../testing/test-workspace.ts';

const routes = [
  'POST /sessions',
  'POST /apps/list',
  'POST /apps/acme/get',
  'POST /functions/list',
  'POST /functions/acme-do/get',
  'POST /functions/acme-do/call',
  'POST /functions/acme-do/options/name',
  'POST /functions/acme-do/fields/name',
  'POST /connect-attempts',
  'GET /verify-sdk-config',
  'GET /embed/1/ak_x',
];
const keys = [
  '_cursor',
  '_variables',
  'query_string_data',
  'search',
  'next_page',
  'name',
  'app',
  'id',
  '__proto__',
  'constructor',
  'app_key',
  'hash',
];
const names = ['page_size', 'search', 'app', 'type', 'include', 'connected_account_id', 'o', '__proto__', 'user_id'];

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '\0', '\u202e'),
);
const json = fc
  .oneof(fc.dictionary(fc.oneof(fc.constantFrom(...keys), text), fc.jsonValue()), fc.jsonValue())
  .map((value) => JSON.stringify(value));
const body = fc.oneof({ weight: 4, arbitrary: json }, { weight: 1, arbitrary: text });
const contentType = fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain', '');
const query = fc.array(fc.tuple(fc.constantFrom(...names), text), { maxLength: 4 });

describeOnEachDatabase('requests nobody would make', (openTestDatabase) => {
  let app: Hono<AppEnv>;
  let token: string;

  beforeAll(async () => {
    const parameters = { type: 'object', properties: { name: { type: 'string' }, constructor: { type: 'integer' } } };
    const name = { dependsOn: ['constructor'], searchable: true };
    const connector = fakeConnector({
      name: 'acme',
      functions: [{ name: 'acme-do', parameters, paged: true, options: { name }, fields: { name } }],
    });
    const services = await testServices(await openTestDatabase(), [connector]);
    app = testApp(services);
    const workspace = await makeWorkspace(services);
    token = await sessionToken(services, workspace, 'ann');
    const userId = await userRowId(services, workspace, 'ann');
    await addAccount(services, { workspaceId: workspace.id, userId }, { app: 'acme' });
  });

  test('are answered or refused, and are never our fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), query, contentType, body, async (route, search, type, sent) => {
        const [method = '', path] = route.split(' ');
        const answer = await app.request(`${path}?${new URLSearchParams(search)}`, {
          method,
          headers: { authorization: `Bearer ${token}`, ...(type && { 'content-type': type }) },
          body: method === 'GET' ? undefined : sent,
        });
        await answer.text();
        expect(answer.status).toBeLessThan(500);
        expect(answer.headers.get('x-request-id')).toBeTruthy();
      }),
      { numRuns: 300 },
    );
  });
});
