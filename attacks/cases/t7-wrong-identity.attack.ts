import type { Hono } from 'hono';
import { beforeAll } from 'vitest';
import type { AppEnv } from '#server/http/app-env.ts';
import { describeOnEmbeddedDatabase } from '#server/testing/databases.ts';
import { fakeConnector } from '#server/testing/fake-connector.ts';
import { testApp } from '#server/testing/test-app.ts';
import { testServices } from '#server/testing/test-services.ts';
import { makeWorkspace } from '#server/testing/test-workspace.ts';
import { makeWrongIdentities, type RequestHeaders } from '#server/testing/wrong-identities.ts';
import { attack, type Defence } from '../attack.ts';
import {
  appSecretIsCompared,
  hashesAreSwitchedOn,
  hashIsVerified,
  originIsListedForHashes,
  sessionsBelongToTheirPage,
  sessionsEnd,
  tokenIsDemanded,
} from '../defences/identity.ts';

const id = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';

const forUsers = [
  'GET /verify-sdk-config',
  'POST /apps/list',
  'POST /apps/cards',
  'GET /apps/acme/get',
  'POST /functions/list',
  'GET /functions/acme-do/get',
  'POST /functions/acme-do/call',
  'POST /functions/acme-do/check',
  'POST /functions/acme-do/options/choice',
  'POST /functions/acme-do/fields/choice',
  'PATCH /connected-accounts/1',
  'DELETE /connected-accounts/1',
];
const forSessions = [
  'POST /connect-attempts',
  `GET /connect-attempts/${id}`,
  `POST /connect-attempts/${id}/nonce`,
  `POST /connect-attempts/${id}/cancel`,
  `POST /connect-attempts/${id}/credentials`,
  `POST /connect-attempts/${id}/pair`,
  'GET /events',
];
const forBackends = [
  'GET /function-calls',
  'GET /user/export',
  'DELETE /user',
  'POST /connect-links',
  'GET /connect-links',
  `GET /connect-links/${id}`,
  `DELETE /connect-links/${id}`,
  'GET /webhook-endpoints',
  'POST /webhook-endpoints',
  `PATCH /webhook-endpoints/${id}`,
  `DELETE /webhook-endpoints/${id}`,
  `POST /webhook-endpoints/${id}/rotate-secret`,
  `POST /webhook-endpoints/${id}/test`,
  `GET /webhook-endpoints/${id}/deliveries`,
];

/** Who comes with what, as `makeWrongIdentities` makes it, what stops them, and where it is a way in at all. */
const intruders: [name: string, defence: Defence, routes: readonly string[]][] = [
  ['a session that has ended', sessionsEnd, [...forUsers, ...forSessions]],
  ['a session used by a strange page', sessionsBelongToTheirPage, [...forUsers, ...forSessions]],
  ['a session used by a sandboxed page', sessionsBelongToTheirPage, [...forUsers, ...forSessions]],
  ['a session of a page that was taken off the list', sessionsBelongToTheirPage, [...forUsers, ...forSessions]],
  ['a wrong App-Secret', appSecretIsCompared, [...forUsers, ...forBackends]],
  ['a revoked App-Secret', appSecretIsCompared, [...forUsers, ...forBackends]],
  ['another workspace’s App-Secret', appSecretIsCompared, [...forUsers, ...forBackends]],
  ['another user’s hash', hashIsVerified, forUsers],
  ['a hash of a revoked App-Secret', hashIsVerified, forUsers],
  ['a hash on a strange page', originIsListedForHashes, forUsers],
  ['a hash where they are not taken', hashesAreSwitchedOn, forUsers],
  ['a hash where a token is demanded', tokenIsDemanded, forUsers],
];

describeOnEmbeddedDatabase('a request', (openTestDatabase) => {
  let app: Hono<AppEnv>;
  let identities: Record<string, RequestHeaders>;

  beforeAll(async () => {
    const choice = { dependsOn: [], searchable: false };
    const functions = [{ name: 'acme-do', options: { choice }, fields: { choice } }];
    const services = await testServices(await openTestDatabase(), [fakeConnector({ name: 'acme', functions })]);
    app = testApp(services);
    const workspaces = [0, 1].map(() => makeWorkspace(services, { allowIntegryCredentials: true }));
    const [workspace, other] = await Promise.all(workspaces);
    identities = await makeWrongIdentities(services, workspace!, other!);
  });

  for (const [name, defence, routes] of intruders) {
    for (const route of routes) {
      attack('T7', `${route} with ${name}`, [defence], async () => {
        const [method = '', path = ''] = route.split(' ');
        const answer = await app.request(path, {
          method,
          headers: { 'content-type': 'application/json', ...identities[name] },
          body: method === 'GET' ? null : '{}',
        });
        await answer.body?.cancel();
        return [401, 403].includes(answer.status) ? undefined : `It was let in, and answered ${answer.status}.`;
      });
    }
  }
});
