import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../db/database.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { buildCatalogue } from './build-catalogue.ts';
import { loadCatalogue } from './load-catalogue.ts';
import { searchApps, searchFunctions } from './search.ts';

describeOnEachDatabase('the catalogue', (openTestDatabase) => {
  // Nothing here calls a function of a piece, so none is started.
  const workers = new WorkerPool({ isolation: 'process', size: 1 });
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });

  test('keeps the ids of names, whatever comes and goes', async () => {
    const slack = fakeConnector({ name: 'slack', functions: [{ name: 'slack-post' }] });
    const jira = fakeConnector({ name: 'jira' });
    const first = await buildCatalogue(db, [slack, jira]);
    await buildCatalogue(db, [fakeConnector({ name: 'asana' }), jira]);
    const again = await buildCatalogue(db, [fakeConnector({ name: 'zoom' }), jira, slack]);
    for (const app of ['slack', 'jira']) expect(again.findApp(app).id).toBe(first.findApp(app).id);
    expect(again.findFunction('slack-post').id).toBe(first.findFunction('slack-post').id);
    const ids = [...again.apps.map(({ id }) => id), ...again.functions.map(({ id }) => id)];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('gives an app and a function of the same name ids of their own, also when two processes start at once', async () => {
    const connectors = () => [
      fakeConnector({ name: 'a-b' }),
      fakeConnector({ name: 'a', functions: [{ name: 'a-b' }] }),
      ...Array.from({ length: 50 }, (_, index) => fakeConnector({ name: `many-${index}` })),
    ];
    const [one, two] = await Promise.all([buildCatalogue(db, connectors()), buildCatalogue(db, connectors())]);
    expect(one.findApp('a-b').id).not.toBe(one.findFunction('a-b').id);
    expect(one.apps.map(({ id }) => id)).toEqual(two.apps.map(({ id }) => id));
  });

  test.each([
    ['two apps of one name', [fakeConnector({ name: 'a' }), fakeConnector({ name: 'a' })]],
    ['two functions of one name', ['a', 'a-b'].map((name) => fakeConnector({ name, functions: [{ name: 'a-b-c' }] }))],
    ['an app name that is none', [fakeConnector({ name: 'Slack!' })]],
    ['a function name that is none', [fakeConnector({ name: 'a', functions: [{ name: 'a/b' }] })]],
  ])('refuses %s', async (_what, connectors) => {
    await expect(buildCatalogue(db, connectors)).rejects.toMatchObject({ code: 'invalid_connector' });
  });

  test('loads what ships, and names the folder that is broken', async () => {
    const shipped = await loadCatalogue(db, { connectorsDir: '/nonexistent', isConnectorsDirGiven: false }, workers);
    expect(shipped.apps.map(({ name }) => name)).toEqual(expect.arrayContaining(['pipedrive', 'sandbox']));
    expect(shipped.findFunction('pipedrive-add-a-person').app.name).toBe('pipedrive');

    const folder = await mkdtemp(path.join(os.tmpdir(), 'integry-apps-'));
    await mkdir(path.join(folder, 'broken'));
    await writeFile(path.join(folder, 'broken/app.json'), '{"name":');
    const given = { connectorsDir: folder, isConnectorsDirGiven: true };
    await expect(loadCatalogue(db, given, workers)).rejects.toMatchObject({
      code: 'invalid_connector',
      message: expect.stringContaining('broken/app.json'),
    });
    await rm(folder, { recursive: true });
    await expect(loadCatalogue(db, given, workers)).rejects.toMatchObject({ code: 'invalid_connector' });
  });

  describe('search', () => {
    test('wants every word, puts what starts with the query first, and shows apps by title', async () => {
      const { apps, functions } = await buildCatalogue(db, [
        fakeConnector({ name: 'zulip', title: 'Zulip', functions: [{ name: 'zulip-post', title: 'Post to a chat' }] }),
        fakeConnector({ name: 'chat-x', title: 'Chat X' }),
        fakeConnector({ name: 'b', title: 'Best chat' }),
      ]);
      const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);
      expect(names(apps)).toEqual(['b', 'chat-x', 'zulip']);
      expect(names(searchApps(apps, ' CHAT '))).toEqual(['chat-x', 'b']);
      expect(names(searchApps(apps, 'chat best'))).toEqual(['b']);
      expect(searchApps(apps, 'chat zulip')).toEqual([]);
      expect(searchFunctions(functions, 'chat zulip').map(({ definition }) => definition.name)).toEqual(['zulip-post']);
      expect(searchApps(apps, '')).toBe(apps);
    });
  });
});
