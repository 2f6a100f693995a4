import { sql } from 'kysely';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { describeOnEachDatabase, type TestDatabase } from '../testing/databases.ts';
import { makeEmptyWorkspace, makeUser, type EmptyWorkspace } from '../testing/rows.ts';
import type { Tx } from './database.ts';
import { isUniqueViolation } from './database-errors.ts';

describeOnEachDatabase('a transaction', (openTestDatabase) => {
  let db: TestDatabase;
  let workspace: EmptyWorkspace;

  beforeAll(async () => {
    db = await openTestDatabase();
    workspace = await makeEmptyWorkspace(db);
  });
  afterEach(() => void vi.useRealTimers());

  const userCount = async () => {
    const row = await db.inWorkspace(workspace.id, (tx) =>
      tx
        .selectFrom('users')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow(),
    );
    return row.count;
  };
  const addUser = (tx: Tx, name: string) =>
    tx.insertInto('users').values({ workspace_id: workspace.id, external_id: name }).execute();

  it('is undone when its work fails, and the error comes through', async () => {
    const before = await userCount();
    const failing = db.inWorkspace(workspace.id, async (tx) => {
      await addUser(tx, 'undone');
      throw new RangeError('no');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await userCount()).toBe(before);
  });

  it('names a unique violation', async () => {
    await makeUser(db, workspace.id, 'twice');
    const error: unknown = await makeUser(db, workspace.id, 'twice').catch((reason: unknown) => reason);
    expect(isUniqueViolation(error)).toBe(true);
  });

  it('does not count as committed when a failed statement was swallowed', async () => {
    const before = await userCount();
    const swallowing = db.inWorkspace(workspace.id, async (tx) => {
      await addUser(tx, 'swallowed');
      await sql`select 1 / 0`.execute(tx).catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow();
    expect(await userCount()).toBe(before);
  });

  it('refuses every query after its end', async () => {
    let late: Tx | undefined;
    await db.inWorkspace(workspace.id, async (tx) => void (late = tx));
    await expect(db.inWorkspace(workspace.id, async () => addUser(late!, 'late'))).rejects.toThrow('committed');
  });

  it('ends by itself when its work hangs, and the next one gets its turn', async () => {
    const before = await userCount();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let started: () => void;
    const running = new Promise<void>((resolve) => (started = resolve));
    const hanging = db.inWorkspace(workspace.id, async (tx) => {
      await addUser(tx, 'hanging');
      started();
      await new Promise(() => undefined);
    });
    const refused = expect(hanging).rejects.toThrow('took too long');
    await running;
    await vi.advanceTimersByTimeAsync(30_000);
    await refused;
    expect(await userCount()).toBe(before);
  });

  it('sees its own workspace only, however many run at once', async () => {
    const workspaces = await Promise.all(Array.from({ length: 8 }, () => makeEmptyWorkspace(db)));
    const seen = await Promise.all(
      Array.from({ length: 80 }, (_, index) => {
        const { id } = workspaces[index % workspaces.length]!;
        return db.inWorkspace(id, async (tx) => {
          await tx
            .insertInto('users')
            .values({ workspace_id: id, external_id: String(index) })
            .execute();
          const rows = await tx.selectFrom('users').select('workspace_id').distinct().execute();
          return rows.length === 1 && rows[0]?.workspace_id === id;
        });
      }),
    );
    expect(seen).toEqual(Array.from({ length: 80 }, () => true));
  });

  it('loses no update when many count up one row', async () => {
    const userId = await makeUser(db, workspace.id, 'counted');
    const ids = await Promise.all(
      Array.from({ length: 60 }, () =>
        db.inWorkspace(workspace.id, async (tx) => {
          const row = await tx
            .updateTable('users')
            .set({ last_event_id: sql`last_event_id + 1` })
            .where('id', '=', userId)
            .returning('last_event_id')
            .executeTakeFirstOrThrow();
          return row.last_event_id;
        }),
      ),
    );
    expect(ids.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it('is still carried out if it was begun before the database is closed, and refused after', async () => {
    const closing = await openTestDatabase();
    const { id } = await makeEmptyWorkspace(closing);
    const begun = Array.from({ length: 30 }, () =>
      closing.inWorkspace(id, (tx) => tx.selectFrom('users').selectAll().execute()),
    );
    const closed = closing.close();
    await expect(closing.inWorkspace(id, async () => 1)).rejects.toMatchObject({ code: 'database_unreachable' });
    await closed;
    expect(await Promise.all(begun)).toHaveLength(30);
  });
});
