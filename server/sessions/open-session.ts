import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Session } from '#bridge-protocol/entities/session.ts';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import { loadSecrets } from './app-secrets.ts';
import { sha256, verifyHash } from './hash.ts';
import { useToken, type VerifiedToken } from './token.ts';
import { checkUserId } from './user-id.ts';
import { userIdOf } from './users.ts';
import { loadWorkspace, requireListed, workspaceIdOf } from './workspace.ts';

export interface SessionRequest {
  appKey: string;
  /** As the browser set it; empty if it sent none */
  origin: string;
  userId?: string;
  hash?: string;
  /** Signed by the customer; it goes before a hash */
  token?: string;
}

/**
 * Trades the customer's proof of who the user is for a bearer token of ten minutes, bound to the page's origin.
 * Throws `unknown_app_key`, `origin_not_allowed`, `invalid_hash`, `invalid_token`, `token_required`, `invalid_argument`.
 */
export async function openSession(services: Services, request: SessionRequest): Promise<Session> {
  const { appKey, origin } = request;
  const workspaceId = await workspaceIdOf(services.db, appKey);
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const workspace = await loadWorkspace(tx, workspaceId);
    await requireListed(tx, workspaceId, origin);
    const secrets = await loadSecrets(tx, services.vault, workspaceId);
    const { userId: externalId, secret } =
      request.token === undefined
        ? byHash(request, workspace.require_token, secrets)
        : await byToken(request, (token) => useToken(tx, { id: workspaceId, appKey }, secrets, token));
    const token = `${appKey}.${randomBytes(32).toString('base64url')}`;
    const { expires_at: expiresAt } = await tx
      .insertInto('sessions')
      .values({
        workspace_id: workspaceId,
        token_hash: sha256(token),
        user_id: await userIdOf(tx, workspaceId, externalId),
        secret_id: secret.id,
        origin,
        expires_at: sql<Date>`now() + interval '10 minutes'`,
      })
      .returning('expires_at')
      .executeTakeFirstOrThrow();
    return { token, expires_at: expiresAt.toISOString(), origin, user_id: externalId, workspace_name: workspace.name };
  });
}

function byHash(
  { userId, hash }: SessionRequest,
  requireToken: boolean,
  secrets: Parameters<typeof verifyHash>[0],
): VerifiedToken {
  if (requireToken) {
    throw new DomainError(
      'token_required',
      'This workspace takes a signed token only. Pass `token` instead of `hash`.',
    );
  }
  if (userId === undefined || hash === undefined) {
    throw new DomainError('invalid_argument', 'Pass app_key with user_id and hash, or with token.');
  }
  return { userId, secret: verifyHash(secrets, checkUserId(userId), hash) };
}

async function byToken(
  { token = '', userId }: SessionRequest,
  use: (token: string) => Promise<VerifiedToken>,
): Promise<VerifiedToken> {
  const verified = await use(token);
  if (userId !== undefined && userId !== verified.userId) {
    throw new DomainError('invalid_token', 'The token is for another User-ID than the one passed beside it.');
  }
  return verified;
}
