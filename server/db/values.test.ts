import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { describeOnEachDatabase, type TestDatabase } from '../testing/databases.ts';
import { makeUser, makeEmptyWorkspace, type EmptyWorkspace } from '../testing/rows.ts';

describeOnEachDatabase('values', (openTestDatabase) => {
  let db: TestDatabase;
  let workspace: EmptyWorkspace;
  let userId: number;

  beforeAll(async () => {
    db = await openTestDatabase();
    workspace = await makeEmptyWorkspace(db);
    userId = await makeUser(db, workspace.id);
  });

  it('come back as the types that the schema names', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const expires = new Date('2031-02-03T04:05:06.789Z');
    const id = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
    const row = await db.inWorkspace(workspace.id, (tx) =>
      tx
        .insertInto('connect_attempts')
        .values({
          workspace_id: workspace.id,
          user_id: userId,
          id,
          origin: 'https://x.example',
          app: 'slack',
          nonce_hash: bytes,
          expires_at: expires,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    );
    expect(row).toStrictEqual({
      workspace_id: workspace.id,
      id,
      user_id: userId,
      origin: 'https://x.example',
      app: 'slack',
      auth_scheme: null,
      status: 'pending',
      error_code: null,
      error_message: null,
      connected_account_id: null,
      reconnects_account_id: null,
      connect_link_id: null,
      nonce_hash: bytes,
      browser_hash: null,
      browser_proved: false,
      state_hash: null,
      flow_sealed: null,
      pairing_code_hash: null,
      pairing_tries: 0,
      created_at: expect.any(Date),
      expires_at: expires,
    });
    expect(Object.getPrototypeOf(row.nonce_hash)).toBe(Uint8Array.prototype);
  });

  it('keep jsonb as it was', async () => {
    const payload = { text: 'ü', list: [1, 2.5, null, true], nested: { deep: {} }, quote: '"' };
    const row = await db.inWorkspace(workspace.id, (tx) =>
      tx
        .insertInto('events')
        .values({
          workspace_id: workspace.id,
          user_id: userId,
          id: 1,
          type: 'app-connected',
          payload: JSON.stringify(payload),
        })
        .returning('payload')
        .executeTakeFirstOrThrow(),
    );
    expect(row.payload).toStrictEqual(payload);
  });

  it('of expressions are the same on both engines', async () => {
    const { rows } = await db.asOwner((tx) =>
      sql`select 9007199254740991::bigint as big, 7::int as small, 1.5::float8 as float, count(*) as count,
        true as yes, null::text as nothing, 'é'::text as text, array['a', 'b'] as texts,
        '\\x00ff'::bytea as bytes, '\\x'::bytea as none, '{"a": [1]}'::jsonb as json, 1.10::numeric as numeric,
        '2031-02-03 04:05:06.789+02'::timestamptz as time`.execute(tx),
    );
    expect(rows).toStrictEqual([
      {
        big: 9007199254740991,
        small: 7,
        float: 1.5,
        count: 1,
        yes: true,
        nothing: null,
        text: 'é',
        texts: ['a', 'b'],
        bytes: Uint8Array.of(0, 255),
        none: new Uint8Array(),
        json: { a: [1] },
        numeric: '1.10',
        time: new Date('2031-02-03T02:05:06.789Z'),
      },
    ]);
  });

  it('that a number cannot hold are refused, not rounded', async () => {
    const query = sql`select 9007199254740993::bigint as big`;
    await expect(db.asOwner((tx) => query.execute(tx))).rejects.toThrow('does not fit');
  });

  it('count the rows that a statement changed', async () => {
    const result = await db.inWorkspace(workspace.id, (tx) =>
      tx.updateTable('users').set({ external_id: 'renamed' }).where('id', '=', userId).executeTakeFirstOrThrow(),
    );
    expect(result.numUpdatedRows).toBe(1n);
    const none = await db.inWorkspace(workspace.id, (tx) =>
      tx.deleteFrom('users').where('id', '=', -1).executeTakeFirstOrThrow(),
    );
    expect(none.numDeletedRows).toBe(0n);
  });
});
