import type { Context } from 'hono';
import type { LiveSession } from '../db/session-of-token.ts';
import { DomainError } from '../errors.ts';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { sha256 } from './hash.ts';
import type { SessionIdentity } from './identity.ts';

const tokenPattern = /^(ak_[\w-]{22})\.[\w-]{43}$/;

/**
 * Who holds the session token of `Authorization: Bearer`; undefined where there is no such header, or one of another
 * scheme. Throws `session_expired`, so that the caller opens a new session, and `origin_not_allowed` where a page other
 * than the widget and the session's own host page uses it.
 */
export async function byBearer(services: Services, c: Context<AppEnv>): Promise<SessionIdentity | undefined> {
  const header = c.req.header('authorization');
  if (header === undefined || !/^Bearer( |$)/i.test(header)) return undefined;
  const token = /^Bearer ([\w.-]+)$/i.exec(header)?.[1] ?? '';
  const appKey = tokenPattern.exec(token)?.[1];
  if (!appKey) throw expired();

  const tokenHash = sha256(token);
  const session = await services.db.sessionOfToken(appKey, tokenHash);
  if (!session) throw expired();
  checkOrigin(session, c, services.config.publicUrl);
  return {
    workspaceId: session.workspace_id,
    appKey,
    workspaceName: session.workspace_name,
    userId: session.user_id,
    userExternalId: session.external_id,
    session: { tokenHash, origin: session.origin, expiresAt: session.expires_at },
  };
}

function checkOrigin(session: LiveSession, c: Context<AppEnv>, publicUrl: string): void {
  const origin = c.req.header('origin');
  if (session.listed && origin === session.origin) c.set('readableBy', origin);
  const usable = origin === undefined || origin === session.origin || origin === publicUrl;
  if (session.listed && usable) return;
  throw new DomainError('origin_not_allowed', "The session belongs to a page whose origin is on the workspace's list.");
}

function expired(): DomainError {
  return new DomainError('session_expired', 'The session has ended. Open a new one with POST /sessions.');
}
