import { sql } from 'kysely';
import type { Database, Tx } from '../db/database.ts';
import type { Schema } from '../db/schema.ts';
import { makeEmptyWorkspace, makeUser, type EmptyWorkspace } from './rows.ts';

/** The tables that hold what belongs to workspaces. */
export async function tableNames(db: Database): Promise<(keyof Schema)[]> {
  return db.asOwner(async (tx) => {
    const { rows } = await sql<{ name: keyof Schema }>`
      select tablename as name from pg_tables where schemaname = 'public'
        and tablename not like 'kysely%' and tablename not in ('catalogue_ids', 'server_processes') order by 1`.execute(
      tx,
    );
    return rows.map(({ name }) => name);
  });
}

/** Two workspaces, each with a row in every table, so that a table without a policy cannot hide. */
export async function makeFullWorkspaces(db: Database): Promise<[EmptyWorkspace, EmptyWorkspace]> {
  const workspaces = [await makeEmptyWorkspace(db), await makeEmptyWorkspace(db)] as [EmptyWorkspace, EmptyWorkspace];
  for (const workspace of workspaces) {
    const userId = await makeUser(db, workspace.id);
    await db.inWorkspace(workspace.id, (tx) => fillEveryTable(tx, workspace, userId));
  }
  return workspaces;
}

async function fillEveryTable(tx: Tx, { id, appKey }: EmptyWorkspace, userId: number): Promise<void> {
  const ofUser = { workspace_id: id, user_id: userId };
  const later = new Date(Date.now() + 60_000);
  const bytes = Uint8Array.of(1);
  const uuid = '00000000-0000-4000-8000-000000000001';
  const secret = await tx
    .insertInto('app_secrets')
    .values({ workspace_id: id, secret_sealed: bytes })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('workspace_origins')
    .values({ workspace_id: id, origin: `https://${appKey}.example` })
    .execute();
  await tx.insertInto('oauth_clients').values({ workspace_id: id, app: 'slack', client_id: 'c' }).execute();
  await tx
    .insertInto('sessions')
    .values({ ...ofUser, secret_id: secret.id, token_hash: bytes, origin: 'https://x.example', expires_at: later })
    .execute();
  await tx.insertInto('used_tokens').values({ workspace_id: id, jti: 'j', expires_at: later }).execute();
  await tx
    .insertInto('connected_accounts')
    .values({
      ...ofUser,
      app: 'slack',
      auth_scheme: 'o',
      external_id: 'U1',
      display_name: 'U',
      credentials_sealed: bytes,
    })
    .execute();
  await tx
    .insertInto('connect_attempts')
    .values({ ...ofUser, id: uuid, origin: 'https://x.example', app: 'slack', expires_at: later })
    .execute();
  await tx
    .insertInto('events')
    .values({ ...ofUser, id: 1, type: 'app-connected', payload: '{}' })
    .execute();
  await tx
    .insertInto('function_calls')
    .values({ ...ofUser, app: 'slack', function_name: 'slack-post-message', request_id: 'r' })
    .execute();
  const key = { ...ofUser, key_hash: bytes, request_hash: bytes, process_id: uuid };
  await tx.insertInto('idempotency_keys').values(key).execute();
  await tx.insertInto('return_urls').values({ workspace_id: id, url: 'https://x.example' }).execute();
  await tx
    .insertInto('connect_links')
    .values({ ...ofUser, id: uuid, app: 'slack', user_name: 'U', secret_hash: bytes, expires_at: later })
    .execute();
  const endpoint = { workspace_id: id, id: uuid, url: 'https://x.example', secret_sealed: bytes };
  await tx.insertInto('webhook_endpoints').values(endpoint).execute();
  const message = { ...ofUser, id: 'msg_1', type: 'account.connected', body: '{}' } as const;
  await tx.insertInto('webhook_messages').values(message).execute();
  const delivery = { workspace_id: id, endpoint_id: uuid, message_id: message.id };
  await tx.insertInto('webhook_deliveries').values(delivery).execute();
}
