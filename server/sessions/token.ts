import { errors, jwtVerify, type JWTPayload } from 'jose';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Tx } from '../db/database.ts';
import { DomainError } from '../errors.ts';
import type { AppSecret } from './app-secrets.ts';
import { checkUserId } from './user-id.ts';

const MAX_LIFE_S = 5 * 60;
/** How far the customer's clock may be off */
const LEEWAY_S = 60;
/** How far our clock and the database's may be apart: a used token is remembered so much longer than it is taken */
const CLOCKS_APART_S = 5 * 60;

const Claims = z.object({
  sub: z.string(),
  exp: z.number(),
  jti: z.string().regex(/^[\x21-\x7e]{1,256}$/),
});

export interface VerifiedToken {
  userId: string;
  secret: AppSecret;
}

/**
 * Accepts a token that the customer signed: a JWT (RFC 7519) by HS256 with an App-Secret, with `sub` the User-ID, `exp`
 * at most 5 minutes ahead, a `jti` that was not used before, and `aud` the App-Key or absent. Throws `invalid_token`.
 */
export async function useToken(
  tx: Tx,
  workspace: { id: number; appKey: string },
  secrets: readonly AppSecret[],
  token: string,
): Promise<VerifiedToken> {
  const { payload, secret } = await verifySignature(secrets, token);
  const claims = Claims.safeParse(payload);
  if (!claims.success) throw invalid('needs sub, exp and a jti of at most 256 printable characters');
  const { sub, exp, jti } = claims.data;
  if (payload.aud !== undefined && ![payload.aud].flat().includes(workspace.appKey)) {
    throw invalid('names another aud than this App-Key');
  }
  if (exp > Date.now() / 1000 + MAX_LIFE_S + LEEWAY_S) throw invalid('may live for at most 5 minutes');
  const userId = checkUserId(sub);
  await spend(tx, workspace.id, jti, exp);
  return { userId, secret };
}

async function verifySignature(
  secrets: readonly AppSecret[],
  token: string,
): Promise<{ payload: JWTPayload; secret: AppSecret }> {
  for (const secret of secrets) {
    const key = Buffer.from(secret.value, 'utf8');
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], clockTolerance: LEEWAY_S });
      return { payload, secret };
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) continue;
      throw refusal(error);
    }
  }
  throw invalid('is not signed with an App-Secret of this App-Key');
}

function refusal(error: unknown): DomainError {
  if (error instanceof errors.JWTExpired) return invalid('has expired', error);
  if (error instanceof errors.JWTClaimValidationFailed)
    return invalid(`has a claim ${error.claim} that is not valid`, error);
  if (error instanceof errors.JOSEAlgNotAllowed) return invalid('has to be signed by HS256', error);
  return invalid('is not a JWT', error);
}

/** One statement decides between two servers that get the same token. */
async function spend(tx: Tx, workspaceId: number, jti: string, exp: number): Promise<void> {
  const spent = await tx
    .insertInto('used_tokens')
    .values({ workspace_id: workspaceId, jti, expires_at: sql<Date>`to_timestamp(${exp + LEEWAY_S + CLOCKS_APART_S})` })
    .onConflict((conflict) => conflict.doNothing())
    .returning('jti')
    .executeTakeFirst();
  if (!spent) throw invalid('was used before; sign a new one for every session');
}

function invalid(what: string, cause?: unknown): DomainError {
  return new DomainError('invalid_token', `The token ${what}.`, { cause });
}
