import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Hono } from 'hono';
import { TcpRelay } from '#scripts/tcp-relay.ts';
import { loadApp } from '../catalogue/load-app.ts';
import { appendEvent } from '../events/append-event.ts';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { EventReader } from '../testing/event-reader.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { cloneTemplate, dropDatabase } from '../testing/postgres-databases.ts';
import { testApp } from '../testing/test-app.ts';
import { testServices } from '../testing/test-services.ts';
import { makeWorkspace, sessionToken, userRowId } from '../testing/test-workspace.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';

const serverUrl = process.env.TEST_DATABASE_URL!;
const BACK_WITHIN = { timeout: 5_000 };

let relay: TcpRelay;
/** Another process that still reaches the database when ours does not */
let elsewhere: Database;
let services: Services;
let app: Hono<AppEnv>;
const disposers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const url = await cloneTemplate(serverUrl, process.env.TEST_DATABASE_TEMPLATE!);
  disposers.push(() => dropDatabase(serverUrl, url));
  const { hostname, port } = new URL(url);
  relay = await TcpRelay.listen([{ host: hostname, port: Number(port || 5432) }]);
  disposers.push(() => relay.shut());
  const throughRelay = Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(relay.port) }).href;
  const [db, other] = await Promise.all(
    [throughRelay, url].map((each) => openDatabase({ databaseUrl: each, dataDir: '' })),
  );
  disposers.push(
    () => db!.close(),
    () => other!.close(),
  );
  elsewhere = other!;
  services = await testServices(db!, [fakeConnector({ name: 'acme' })]);
  app = testApp(services);
});

afterAll(async () => {
  for (const dispose of disposers.splice(0).reverse()) await dispose();
});

test('while the database is gone requests are told to come back, streams wait, and both go on once it is there', async () => {
  const workspace = await makeWorkspace(services);
  const token = await sessionToken(services, workspace, 'ann');
  const ann = { workspaceId: workspace.id, userId: await userRowId(services, workspace, 'ann') };
  const headers = { authorization: `Bearer ${token}` };
  const list = async () => app.request('/apps/list', { method: 'POST', headers });
  const readiness = async () => (await app.request('/ready')).status;
  const append = (mark: number) =>
    elsewhere.inWorkspace(ann.workspaceId, (tx) =>
      appendEvent(tx, ann, async () => ({
        type: 'app-disconnected',
        payload: { ...(await loadApp(tx, services, ann, 'acme')), connected_account_id: mark },
      })),
    );
  const reader = new EventReader(await app.request('/events', { headers }));
  expect(await reader.next()).toMatchObject({ event: 'cursor' });

  for (const outage of [1, 2, 3]) {
    await relay.shut();
    const refused = await list();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ code: 'database_unreachable' });
    expect(await readiness()).toBe(503);
    expect((await app.request('/health')).status).toBe(200);
    await append(outage);

    await relay.open();
    const opened = performance.now();
    expect(await reader.next()).toMatchObject({ id: outage, data: { connected_account_id: outage } });
    await expect.poll(async () => (await list()).status, BACK_WITHIN).toBe(200);
    await expect.poll(readiness, BACK_WITHIN).toBe(200);
    expect(performance.now() - opened).toBeLessThan(BACK_WITHIN.timeout);
  }
  await reader.close();
});
