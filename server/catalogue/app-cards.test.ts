import { beforeAll, expect, test } from 'vitest';
import { AppCardList, type AppCard } from '#bridge-protocol/entities/app-card.ts';
import type { Services } from '../services.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { testServices } from '../testing/test-services.ts';
import { TestUser } from '../testing/test-user.ts';
import { addAccount, makeWorkspace, type TestWorkspace } from '../testing/test-workspace.ts';

const names = Array.from({ length: 12 }, (_, index) => `app-${String.fromCharCode(97 + index)}`);

describeOnEachDatabase('the marketplace’s apps', (openTestDatabase) => {
  let services: Services;

  beforeAll(async () => {
    services = await testServices(
      await openTestDatabase(),
      names.map((name) => fakeConnector({ name })),
    );
  });

  async function connect(workspace: TestWorkspace, user: TestUser, ...apps: string[]): Promise<void> {
    const owner = { workspaceId: workspace.id, userId: user.id };
    for (const app of apps) await addAccount(services, owner, { app });
  }

  /** As if the user had called a function of each, in this order. */
  async function use(workspace: TestWorkspace, user: TestUser, ...apps: string[]): Promise<void> {
    const call = { workspace_id: workspace.id, user_id: user.id, function_name: 'f', request_id: 'r' };
    const calls = apps.map((app, index) => ({ ...call, app, started_at: new Date(1_000 * index) }));
    await services.db.inWorkspace(workspace.id, (tx) => tx.insertInto('function_calls').values(calls).execute());
  }

  async function cardsOf(user: TestUser, query = '', cursor = ''): Promise<AppCardList> {
    const { body } = await user.api('POST', `/apps/cards/${query}`, { _cursor: cursor });
    expect(AppCardList.parse(body)).toEqual(body);
    return AppCardList.parse(body);
  }

  const inGroup = (cards: readonly AppCard[], group: AppCard['group']) =>
    cards.filter((card) => card.group === group).map(({ name }) => name);

  test('are connected ones first, the one used last before the others, then the rest by title', async () => {
    const workspace = await makeWorkspace(services);
    const ann = await TestUser.signIn(services, workspace, 'ann');
    await connect(workspace, ann, 'app-c', 'app-e', 'app-k');
    await use(workspace, ann, 'app-e', 'app-b', 'app-k', 'app-e', 'app-k');
    const { cards, count } = await cardsOf(ann);
    expect(count).toBe(12);
    expect(inGroup(cards, 'connected')).toEqual(['app-k', 'app-e', 'app-c']);
    expect(inGroup(cards, 'recent')).toEqual([]);
    expect(cards.slice(3).map(({ name }) => name)).toEqual(
      names.filter((name) => !['app-c', 'app-e', 'app-k'].includes(name)),
    );
    expect(cards[0]).toEqual({
      name: 'app-k',
      title: 'app-k',
      icon_url: null,
      description: 'app-k for tests',
      categories: ['Testing'],
      connection: 'active',
      group: 'connected',
    });
  });

  test('tell recently used ones apart where many are connected', async () => {
    const workspace = await makeWorkspace(services);
    const ann = await TestUser.signIn(services, workspace, 'ann');
    await connect(workspace, ann, ...names.slice(0, 8));
    await use(workspace, ann, 'app-h', 'app-a');
    const { cards } = await cardsOf(ann);
    expect(inGroup(cards, 'recent')).toEqual(['app-a', 'app-h']);
    expect(inGroup(cards, 'connected')).toEqual(['app-b', 'app-c', 'app-d', 'app-e', 'app-f', 'app-g']);
  });

  test('are popular by the users of the same workspace, from three on, and say nothing of them', async () => {
    const [workspace, other] = [await makeWorkspace(services), await makeWorkspace(services)];
    const users = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => TestUser.signIn(services, workspace, `secret-${name}`)),
    );
    const strangers = await Promise.all(['a', 'b', 'c'].map((name) => TestUser.signIn(services, other, name)));
    for (const user of strangers) await connect(other, user, 'app-l');
    for (const user of users.slice(0, 3)) await connect(workspace, user, 'app-j', 'app-j');
    for (const user of users) await connect(workspace, user, 'app-i', 'app-d');
    for (const user of users.slice(0, 2)) await connect(workspace, user, 'app-f');
    const ann = await TestUser.signIn(services, workspace, 'ann');
    await connect(workspace, ann, 'app-d');
    const { cards } = await cardsOf(ann);
    expect(inGroup(cards, 'connected')).toEqual(['app-d']);
    expect(inGroup(cards, 'popular')).toEqual(['app-i', 'app-j']);
    expect(JSON.stringify(cards)).not.toMatch(/secret|Someone/);
    const stranger = await cardsOf(await TestUser.signIn(services, other, 'new'));
    expect(inGroup(stranger.cards, 'popular')).toEqual(['app-l']);
  });

  test('say where an access has ended', async () => {
    const workspace = await makeWorkspace(services);
    const ann = await TestUser.signIn(services, workspace, 'ann');
    const owner = { workspaceId: workspace.id, userId: ann.id };
    await addAccount(services, owner, { app: 'app-b', status: 'needs_reconnect' });
    await addAccount(services, owner, { app: 'app-b' });
    expect((await cardsOf(ann)).cards[0]).toMatchObject({ name: 'app-b', connection: 'needs_reconnect' });
  });

  test('come a page at a time', async () => {
    const ann = await TestUser.signIn(services, await makeWorkspace(services), 'ann');
    const first = await cardsOf(ann, '?page_size=5');
    const rest = await cardsOf(ann, '?page_size=1000', first._cursor);
    expect(rest._cursor).toBe('');
    expect([...first.cards, ...rest.cards].map(({ name }) => name)).toEqual(names);
    expect((await ann.api('POST', '/apps/cards/', { _cursor: 'bm9uZQ' })).body.code).toBe('invalid_argument');
  });
});
