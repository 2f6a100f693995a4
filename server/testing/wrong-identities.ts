import { commands } from '../admin/commands/index.ts';
import type { Services } from '../services.ts';
import { addSecret } from '../sessions/app-secrets.ts';
import { hashOf } from '../sessions/hash.ts';
import { makeWorkspace, sessionToken, userRowId, type TestWorkspace } from './test-workspace.ts';

export type RequestHeaders = Record<string, string>;
export type Refusal = [status: number, code: string];

/** For a route that concerns the whole workspace, the right one */
export const WITHOUT_USER = 'an App-Secret without a User-ID';

/**
 * Every wrong identity, and how a route has to refuse it: one that takes a user's credentials, and one for sessions only.
 * What is for the customer's backend refuses all of them as `unauthorized`, but for its own App-Secret without a user.
 */
export const wrongIdentities: Record<string, { user: Refusal; session: Refusal }> = {
  nobody: both(401, 'unauthorized'),
  'another scheme': both(401, 'unauthorized'),
  'no token behind Bearer': both(401, 'session_expired'),
  'a token of another form': both(401, 'session_expired'),
  'a token that was never given out': both(401, 'session_expired'),
  'a session that has ended': both(401, 'session_expired'),
  'a session of a revoked App-Secret': both(401, 'session_expired'),
  'another workspace’s token under this App-Key': both(401, 'session_expired'),
  'a session used by a strange page': both(403, 'origin_not_allowed'),
  'a session used by a sandboxed page': both(403, 'origin_not_allowed'),
  'a session of a page that was taken off the list': both(403, 'origin_not_allowed'),
  'a wrong App-Secret': both(401, 'unauthorized'),
  'a revoked App-Secret': both(401, 'unauthorized'),
  'another workspace’s App-Secret': both(401, 'unauthorized'),
  [WITHOUT_USER]: both(401, 'unauthorized'),
  'another user’s hash': { user: [401, 'invalid_hash'], session: [401, 'unauthorized'] },
  'a hash of a revoked App-Secret': { user: [401, 'invalid_hash'], session: [401, 'unauthorized'] },
  'a hash on a strange page': { user: [403, 'origin_not_allowed'], session: [401, 'unauthorized'] },
  'a hash where they are not taken': { user: [403, 'credentials_not_enabled'], session: [401, 'unauthorized'] },
  'a hash where a token is demanded': { user: [401, 'token_required'], session: [401, 'unauthorized'] },
  'an App-Key that nobody has': { user: [404, 'unknown_app_key'], session: [401, 'unauthorized'] },
};

export function secretOf({ appKey, appSecret }: TestWorkspace, userId?: string): RequestHeaders {
  return { 'app-key': appKey, 'app-secret': appSecret, ...(userId !== undefined && { 'user-id': userId }) };
}

function both(...refusal: Refusal): { user: Refusal; session: Refusal } {
  return { user: refusal, session: refusal };
}

/** An origin that no workspace lists */
export const STRANGE = 'https://evil.example';

export function bearer(token: string): RequestHeaders {
  return { authorization: `Bearer ${token}` };
}

/** The headers of each of them. `workspace` and `other` take Integry's credentials. */
export async function makeWrongIdentities(
  services: Services,
  workspace: TestWorkspace,
  other: TestWorkspace,
): Promise<Record<string, RequestHeaders>> {
  const closed = await makeWorkspace(services);
  const strict = await makeWorkspace(services, { allowIntegryCredentials: true, requireToken: true });
  const ended = await sessionToken(services, workspace, 'late');
  const late = await userRowId(services, workspace, 'late');
  await services.db.asOwner((tx) =>
    tx
      .updateTable('sessions')
      .set({ expires_at: new Date(0) })
      .where('user_id', '=', late)
      .execute(),
  );
  const second = await services.db.asOwner((tx) => addSecret(tx, services.vault, workspace.id));
  const revoked = { ...workspace, appSecret: second.value };
  const revokedSession = await sessionToken(services, revoked, 'ann');
  await commands['secret revoke'].run(services, { appKey: workspace.appKey, id: second.id });
  const moved = { ...workspace, origin: 'https://moved.example' };
  await commands['origin add'].run(services, moved);
  const movedSession = await sessionToken(services, moved, 'ann');
  await services.db.asOwner((tx) => tx.deleteFrom('workspace_origins').where('origin', '=', moved.origin).execute());
  const theirs = await sessionToken(services, other, 'ann');
  const token = await sessionToken(services, workspace, 'ann');
  const hashed = ({ appKey, appSecret }: TestWorkspace, user = 'ann'): RequestHeaders => ({
    'app-key': appKey,
    'user-id': 'ann',
    hash: hashOf(appSecret, user),
  });
  return {
    nobody: {},
    'another scheme': { authorization: 'Basic eDp5' },
    'no token behind Bearer': { authorization: 'Bearer ' },
    'a token of another form': bearer("ak_x'--.%00"),
    'a token that was never given out': bearer(`${workspace.appKey}.${'A'.repeat(43)}`),
    'a session that has ended': bearer(ended),
    'a session of a revoked App-Secret': bearer(revokedSession),
    'another workspace’s token under this App-Key': bearer(theirs.replace(other.appKey, workspace.appKey)),
    'a session used by a strange page': { ...bearer(token), origin: STRANGE },
    'a session used by a sandboxed page': { ...bearer(token), origin: 'null' },
    'a session of a page that was taken off the list': bearer(movedSession),
    'a wrong App-Secret': secretOf({ ...workspace, appSecret: 'as_wrong' }, 'ann'),
    'a revoked App-Secret': secretOf(revoked, 'ann'),
    'another workspace’s App-Secret': secretOf({ ...workspace, appSecret: other.appSecret }, 'ann'),
    [WITHOUT_USER]: secretOf(workspace),
    'another user’s hash': hashed(workspace, 'bob'),
    'a hash of a revoked App-Secret': hashed(revoked),
    'a hash on a strange page': { ...hashed(workspace), origin: STRANGE },
    'a hash where they are not taken': hashed(closed),
    'a hash where a token is demanded': hashed(strict),
    'an App-Key that nobody has': hashed({ ...workspace, appKey: 'ak_nobody' }),
  };
}
