import { beforeAll, expect, test } from 'vitest';
import type { AuthScheme, OAuth2Scheme } from '#connectors/kit/connector.ts';
import type { CatalogueApp } from '../catalogue/catalogue.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { enterOAuthClient } from '../testing/connect-world.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { testServices } from '../testing/test-services.ts';
import { makeWorkspace, type TestWorkspace } from '../testing/test-workspace.ts';
import type { Services } from '../services.ts';
import { loadOAuthClient, oauthSchemeOf, redirectUriOf } from './oauth-client.ts';

const key: AuthScheme = { type: 'api_key', name: 'key', title: 'Key', fields: [] };
const scheme = (name: string): OAuth2Scheme => ({
  type: 'oauth2',
  name,
  title: name,
  authorizationUrl: 'https://provider.example/authorize',
  tokenUrl: 'https://provider.example/token',
  scopes: [],
  clientAuthentication: 'none',
});
const appWith = (...auth: AuthScheme[]): CatalogueApp =>
  ({ name: 'acme', connector: fakeConnector({ name: 'acme', auth }) }) as Partial<CatalogueApp> as CatalogueApp;

test.each([
  [undefined, 'first'],
  [null, 'first'],
  ['first', 'first'],
  ['second', 'second'],
])('of an app with several ways to connect, %s is the scheme %s', (name, expected) => {
  expect(oauthSchemeOf(appWith(key, scheme('first'), scheme('second')), name).name).toBe(expected);
});

test.each([
  ['key', appWith(key, scheme('first'))],
  ['third', appWith(scheme('first'))],
  [undefined, appWith(key)],
  ['key', appWith(key)],
])('%s is no way of connecting in a window', (name, app) => {
  expect(() => oauthSchemeOf(app, name)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
});

test('each workspace and app has a redirect URI of its own', () => {
  const uris = [
    redirectUriOf('https://connect.example', 'ak_1', 'acme'),
    redirectUriOf('https://connect.example', 'ak_2', 'acme'),
    redirectUriOf('https://connect.example', 'ak_1', 'other'),
  ];
  expect(uris[0]).toBe('https://connect.example/oauth/callback/ak_1/acme');
  expect(new Set(uris).size).toBe(3);
});

describeOnEachDatabase('an OAuth client', (openTestDatabase) => {
  let services: Services;
  let mine: TestWorkspace;
  let theirs: TestWorkspace;
  beforeAll(async () => {
    services = await testServices(await openTestDatabase(), []);
    [mine, theirs] = [await makeWorkspace(services), await makeWorkspace(services)];
    await enterOAuthClient(services, mine, 'acme', { id: 'id', secret: 'secret' });
  });

  test('is that of its workspace and app', async () => {
    expect(await loadOAuthClient(services, mine.id, 'acme')).toEqual({ id: 'id', secret: 'secret' });
    for (const [workspace, app] of [
      [theirs, 'acme'],
      [mine, 'other'],
    ] as const) {
      await expect(loadOAuthClient(services, workspace.id, app)).rejects.toMatchObject({ code: 'app_not_configured' });
    }
  });

  test('may have no secret', async () => {
    await services.db.inWorkspace(mine.id, (tx) =>
      tx
        .insertInto('oauth_clients')
        .values({ workspace_id: mine.id, app: 'public', client_id: 'id', client_secret_sealed: null })
        .execute(),
    );
    expect(await loadOAuthClient(services, mine.id, 'public')).toEqual({ id: 'id', secret: null });
  });
});
