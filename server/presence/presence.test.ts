import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';
import { describeOnEachDatabase, type TestDatabase } from '../testing/databases.ts';
import { BEAT_MS, Presence } from './presence.ts';

describeOnEachDatabase('the presence of a process', (openTestDatabase) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase();
  });

  const present = async () => {
    const rows = await db.asOwner((tx) => tx.selectFrom('server_processes').select('id').execute());
    return rows.map(({ id }) => id);
  };
  const silence = (id: string, seconds: number) =>
    db.asOwner((tx) =>
      tx
        .updateTable('server_processes')
        .set({ seen_at: new Date(Date.now() - seconds * 1_000) })
        .where('id', '=', id)
        .execute(),
    );

  test('ends with it, and with its silence', async () => {
    const [own, silent, dead] = [randomUUID(), randomUUID(), randomUUID()];
    for (const id of [own, silent, dead]) await new Presence(db, id).beat();
    await silence(silent, 8);
    await silence(dead, 20);
    const presence = new Presence(db, own);
    await presence.bury();
    expect((await present()).sort()).toEqual([own, silent].sort());
    await presence.leave();
    expect(await present()).toEqual([silent]);
  });

  test('lets it judge others once it has lived without a gap for a while', async () => {
    const presence = new Presence(db, randomUUID());
    const beats = async (...times: number[]) => {
      const judges: boolean[] = [];
      for (const time of times) judges.push(await presence.beat(time * BEAT_MS));
      return judges;
    };
    expect(await beats(0, 1, 2, 3)).toEqual([false, false, true, true]);
    expect(await beats(9, 10, 11)).toEqual([false, false, true]);
    const failure = vi.spyOn(db, 'asOwner').mockRejectedValueOnce(new Error('The database is away.'));
    await expect(beats(12)).rejects.toThrow();
    failure.mockRestore();
    expect(await beats(13, 14, 15)).toEqual([false, false, true]);
  });
});
