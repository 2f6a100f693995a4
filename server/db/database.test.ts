import { beforeAll, describe, expect, it } from 'vitest';
import { describeOnEachDatabase, type TestDatabase } from '../testing/databases.ts';

describeOnEachDatabase('a database', (openTestDatabase) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase();
  });

  describe('x', () => {
    it('y', async () => {
      expect(await db.workspaceIdOfAppKey('ak_x')).toBeUndefined();
    });
  });
});
