import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, type CommandName } from '../../admin/commands/index.ts';
import type { AccountRow } from '../../accounts/list-accounts.ts';
import { oauthClientContext } from '../../oauth/oauth-client.ts';
import { accountContext, openCredentials } from '../../oauth/stored-credentials.ts';
import { addSecret, loadSecrets } from '../../sessions/app-secrets.ts';
import { describeOnEachDatabase, type TestDatabase } from '../../testing/databases.ts';
import { makeEmptyWorkspace, makeUser } from '../../testing/rows.ts';
import { keyFile } from '../key-file.ts';
import { vaultUnder, type Vault } from '../vault.ts';

const CANARIES = 1_000;
const canaryOf = (index: number) => `canary-${String(index).padStart(4, '0')}-8c1f2e`;

describeOnEachDatabase('the vault over a whole database', (openTestDatabase) => {
  let db: TestDatabase;
  let folder: string;
  /** Two processes with the same key file */
  let here: Vault;
  let there: Vault;
  let workspaceId: number;
  let userId: number;

  beforeAll(async () => {
    db = await openTestDatabase();
    folder = await mkdtemp(path.join(os.tmpdir(), 'integry-rotation-'));
    here = vaultUnder(await keyFile(path.join(folder, 'vault.key')));
    there = vaultUnder(await keyFile(path.join(folder, 'vault.key')));
    ({ id: workspaceId } = await makeEmptyWorkspace(db));
    userId = await makeUser(db, workspaceId);
    await sealCanaries();
  });
  afterAll(() => rm(folder, { recursive: true }));

  const run = (name: CommandName, input: unknown = {}) =>
    commands[name].run({ db, vault: here, config: { publicUrl: 'https://connect.example.com' } }, input);

  const ownerOf = (index: number) => ({
    workspace_id: workspaceId,
    user_id: userId,
    app: 'slack',
    external_id: `U${index}`,
  });

  async function sealedToken(vault: Vault, index: number): Promise<Uint8Array> {
    const stored = { type: 'api_key', scheme: 'api_token', values: { token: canaryOf(index) } };
    return vault.seal(JSON.stringify(stored), accountContext(ownerOf(index)));
  }

  /** Most as accounts, one as a client's secret; App-Secrets beside them are made by the server. */
  async function sealCanaries(): Promise<void> {
    const indexes = Array.from({ length: CANARIES - 1 }, (_, index) => index + 1);
    const rows = indexes.map(async (index) => ({
      ...ownerOf(index),
      auth_scheme: 'api_token',
      display_name: 'Someone',
      credentials_sealed: await sealedToken(here, index),
    }));
    const client = await here.seal(canaryOf(0), oauthClientContext(workspaceId, 'slack'));
    const values = await Promise.all(rows);
    await db.inWorkspace(workspaceId, async (tx) => {
      await tx.insertInto('connected_accounts').values(values).execute();
      await tx
        .insertInto('oauth_clients')
        .values({ workspace_id: workspaceId, app: 'slack', client_id: 'c', client_secret_sealed: client })
        .execute();
      await addSecret(tx, here, workspaceId);
    });
  }

  async function account(index: number): Promise<AccountRow> {
    return db.inWorkspace(workspaceId, (tx) =>
      tx.selectFrom('connected_accounts').selectAll().where('external_id', '=', `U${index}`).executeTakeFirstOrThrow(),
    );
  }

  async function tokenOf(vault: Vault, row: AccountRow): Promise<unknown> {
    const stored = await openCredentials({ vault }, row);
    return stored.type === 'oauth2' ? undefined : stored.values.token;
  }

  test('keeps a thousand secrets out of a dump, in text, hexadecimal and base64, and out of the files', async () => {
    const dump = await db.asOwner(async (tx) => {
      const { rows: tables } = await sql<{ name: string }>`
        select tablename as name from pg_tables where schemaname = 'public'`.execute(tx);
      const texts: string[] = [];
      for (const { name } of tables) {
        const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(tx);
        texts.push(...rows.map(({ row }) => row));
      }
      return texts.join('\n');
    });
    expect(dump.split('\n').length).toBeGreaterThan(CANARIES);
    const raw = db.config.databaseUrl === undefined ? await bytesOf(db.config.dataDir) : Buffer.alloc(0);
    const key = (await readFile(path.join(folder, 'vault.key'), 'utf8')).trim();
    const common = 'canary-';
    for (const secret of [
      common,
      Buffer.from(common).toString('hex'),
      Buffer.from(common).toString('base64').slice(0, 9),
      key,
    ]) {
      expect(dump.includes(secret), secret).toBe(false);
      expect(raw.includes(secret), secret).toBe(false);
    }
  });

  test('opens a value in its own row only, whichever rows are swapped', async () => {
    for (const [one, other] of [
      [1, 2],
      [3, 999],
    ] as const) {
      const [a, b] = [await account(one), await account(other)];
      await expect(
        openCredentials({ vault: here }, { ...a, credentials_sealed: b.credentials_sealed }),
      ).rejects.toThrow();
      await expect(
        openCredentials({ vault: here }, { ...b, credentials_sealed: a.credentials_sealed }),
      ).rejects.toThrow();
    }
  });

  test('changes its key under load, without an error, and needs the old one no more', async () => {
    const [old] = await here.keys.ids();
    expect(await run('vault status')).toEqual([{ key: old, state: 'newest', values: CANARIES + 1 }]);
    await expect(run('vault remove-key', { key: old })).rejects.toMatchObject({ code: 'invalid_argument' });
    const { key } = (await run('vault add-key')) as { key: string };
    await expect(run('vault remove-key', { key: old })).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining(`${CANARIES + 1} values`),
    });

    const errors: unknown[] = [];
    const load = startLoad((error) => errors.push(error));
    const rotated = (await run('vault rotate')) as { rewrapped: number };
    const uses = await load.stop();
    // What the load has sealed meanwhile is under the new key already.
    expect(rotated).toEqual({ newest: key, rewrapped: expect.any(Number), left: 0 });
    expect(rotated.rewrapped).toBeGreaterThan(CANARIES / 2);
    expect(errors).toEqual([]);
    expect(uses).toBeGreaterThan(0);

    expect(await run('vault status')).toEqual([
      { key: old, state: 'older', values: 0 },
      { key, state: 'newest', values: CANARIES + 1 },
    ]);
    await run('vault remove-key', { key: old });
    const fresh = vaultUnder(await keyFile(path.join(folder, 'vault.key')));
    for (const index of [1, 500, 999]) expect(await tokenOf(fresh, await account(index))).toBe(canaryOf(index));
    const secrets = await db.inWorkspace(workspaceId, (tx) => loadSecrets(tx, fresh, workspaceId));
    expect(secrets).toHaveLength(1);
    expect(await run('vault rotate')).toEqual({ newest: key, rewrapped: 0, left: 0 });
  });

  test('leaves a value as it is whose key is gone, brings the others over, and says so', async () => {
    const foreign = await vaultUnder(await keyFile(path.join(folder, 'other.key'))).seal('x', 'y');
    await db.inWorkspace(workspaceId, (tx) =>
      tx
        .updateTable('connected_accounts')
        .set({ credentials_sealed: foreign })
        .where('external_id', '=', 'U1')
        .execute(),
    );
    await run('vault add-key');
    expect(await run('vault rotate')).toMatchObject({ rewrapped: CANARIES, left: 1 });
    expect(await run('vault status')).toContainEqual({ key: expect.any(String), state: 'missing', values: 1 });
    expect((await account(1)).credentials_sealed).toEqual(foreign);
  });

  /** Reads accounts and writes new tokens, as calls and refreshes do, in two processes. */
  function startLoad(onError: (error: unknown) => void) {
    let isOver = false;
    let uses = 0;
    const work = async (vault: Vault) => {
      while (!isOver) {
        const index = 1 + (randomBytes(2).readUInt16BE() % (CANARIES - 1));
        const row = await account(index);
        if ((await tokenOf(vault, row)) !== canaryOf(index)) throw new Error('Another secret has come out.');
        const sealed = await sealedToken(vault, index);
        await db.inWorkspace(workspaceId, (tx) =>
          tx.updateTable('connected_accounts').set({ credentials_sealed: sealed }).where('id', '=', row.id).execute(),
        );
        uses += 1;
      }
    };
    const workers = [here, there, here, there].map((vault) => work(vault).catch(onError));
    return {
      async stop() {
        isOver = true;
        await Promise.all(workers);
        return uses;
      },
    };
  }
});

async function bytesOf(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
}
