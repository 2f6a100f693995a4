import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { Lifecycle } from '../lifecycle.ts';
import { healthRoutes } from './health.ts';

describeOnEachDatabase('health and readiness', (openTestDatabase) => {
  const open = async () => {
    const db = await openTestDatabase();
    const lifecycle = new Lifecycle();
    const app = healthRoutes({ db, lifecycle });
    const ask = async (path: string) => {
      const answer = await app.request(path);
      return [answer.status, await answer.json()];
    };
    return { db, lifecycle, ask };
  };

  test('a process is alive whatever becomes of its database, and not ready without one', async () => {
    const { db, ask } = await open();
    expect(await ask('/ready')).toEqual([200, { status: 'ready' }]);
    await db.close();
    expect(await ask('/ready')).toEqual([503, { status: 'database_unreachable' }]);
    expect(await ask('/health')).toEqual([200, { status: 'ok' }]);
  });

  test('a process is not ready for a database that lacks a migration, or once it was told to end', async () => {
    const { db, lifecycle, ask } = await open();
    // A later version's is none of ours.
    await db.asOwner((tx) => sql`insert into kysely_migration values ('9999-later', '2099-01-01')`.execute(tx));
    expect(await ask('/ready')).toEqual([200, { status: 'ready' }]);
    await db.asOwner((tx) => sql`delete from kysely_migration where name like '0001%'`.execute(tx));
    expect(await ask('/ready')).toEqual([503, { status: 'database_outdated' }]);
    lifecycle.stop();
    expect(await ask('/ready')).toEqual([503, { status: 'stopping' }]);
    expect(await ask('/health')).toEqual([200, { status: 'ok' }]);
  });
});

test('however often readiness is asked for, the database is asked once at a time', async () => {
  let asked = 0;
  const answer = Promise.withResolvers<never>();
  const db = { asOwner: () => (asked++, answer.promise) };
  const app = healthRoutes({ db: db as never, lifecycle: new Lifecycle() });
  const answers = Array.from({ length: 50 }, async () => app.request('/ready'));
  answer.reject(new Error('gone'));
  for (const { status } of await Promise.all(answers)) expect(status).toBe(503);
  expect(asked).toBe(1);
});
