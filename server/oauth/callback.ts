import { isConnected } from '../accounts/is-connected.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { CatalogueApp } from '../catalogue/catalogue.ts';
import { lockAttempt, unknownAttempt, type AttemptRef, type AttemptRow } from '../connect/attempt.ts';
import { completeAttempt } from '../connect/complete.ts';
import { failAttempt } from '../connect/fail.ts';
import { openFlow } from '../connect/oauth-flow.ts';
import { verifyAccount } from '../connect/verify-account.ts';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import { sha256 } from '../sessions/hash.ts';
import { answerChecks, arrivalChecks } from './callback-checks.ts';
import { exchangeCode } from './exchange-code.ts';
import { loadOAuthClient, oauthSchemeOf, redirectUriOf } from './oauth-client.ts';
import { oauthFailure } from './oauth-failure.ts';
import { revokeCredentials, revokeTokens } from './revoke.ts';
import { forConnector } from './stored-credentials.ts';
import { endpointsOf, type Tokens } from './token-endpoint.ts';

/** A browser that a third party has sent back. */
export interface Callback {
  workspaceId: number;
  appKey: string;
  app: string;
  query: URLSearchParams;
  /** The cookie of an attempt, if this browser has it */
  cookieOf(attemptId: string): string | undefined;
}

/** How an attempt ended. Its browser was shown to be the right one. */
export interface CallbackEnd {
  attempt: AttemptRef;
  /** Absent where the account was connected */
  failure?: DomainError;
}

/**
 * The end of an OAuth attempt: connects the account, or ends the attempt with the reason, and tells which. Where the
 * browser, the state or the app is not the attempt's, it throws and changes nothing. Until all checks have passed, no
 * request leaves.
 */
export async function handleCallback(services: Services, callback: Callback): Promise<CallbackEnd> {
  const attempt = await useState(services, callback);
  try {
    await connect(services, callback, attempt);
    return { attempt: refOf(attempt) };
  } catch (error) {
    const failure = asFailure(error);
    const { id: attemptId, app } = attempt;
    services.log.warn('connecting failed', { attemptId, app, code: failure.code, error: failure });
    await services.db.inWorkspace(callback.workspaceId, (tx) => failAttempt(tx, services, refOf(attempt), failure));
    return { attempt: refOf(attempt), failure };
  }
}

/** Finds the attempt by its state and uses the state up, in one transaction: a second answer finds nothing. */
async function useState(services: Services, callback: Callback): Promise<AttemptRow> {
  const [state, ...more] = callback.query.getAll('state');
  if (!state || more.length > 0) throw new DomainError('invalid_argument', 'The answer has to bring one state.');
  return services.db.inWorkspace(callback.workspaceId, async (tx) => {
    const hash = sha256(state);
    const found = await tx
      .selectFrom('connect_attempts')
      .select(['workspace_id as workspaceId', 'id'])
      .where('workspace_id', '=', callback.workspaceId)
      .where('state_hash', '=', hash)
      .executeTakeFirst();
    if (!found) throw unknownAttempt();
    const attempt = await lockAttempt(tx, found);
    if (attempt.state_hash === null || Buffer.compare(attempt.state_hash, hash) !== 0) throw unknownAttempt();
    for (const check of arrivalChecks) check({ app: callback.app, attempt, cookie: callback.cookieOf(attempt.id) });
    await tx
      .updateTable('connect_attempts')
      .set({ state_hash: null, flow_sealed: null })
      .where('workspace_id', '=', attempt.workspace_id)
      .where('id', '=', attempt.id)
      .execute();
    return attempt;
  });
}

async function connect(services: Services, callback: Callback, attempt: AttemptRow): Promise<void> {
  const app = services.catalogue.findApp(attempt.app);
  const scheme = oauthSchemeOf(app, attempt.auth_scheme);
  const { query } = callback;
  const answer = { query, issuer: scheme.issuer, appTitle: app.connector.manifest.title };
  for (const check of answerChecks) check(answer);
  if (!attempt.flow_sealed) throw unknownAttempt();
  const { verifier } = await openFlow(services, refOf(attempt), attempt.flow_sealed);
  const client = await loadOAuthClient(services, callback.workspaceId, app.name);
  const redirectUri = redirectUriOf(services.config.publicUrl, callback.appKey, app.name);
  const endpoints = endpointsOf(scheme, client, services.egress);
  const tokens = await exchangeCode(scheme, endpoints, { query, redirectUri, verifier });
  const replaced = await keep(services, attempt, app, tokens, async () => {
    await revokeTokens(scheme, endpoints, tokens.stored);
  });
  for (const account of replaced) await revokeCredentials(services, account);
}

/**
 * Where the tokens are not kept, nobody will use them: the attempt was cancelled meanwhile, the app did not say whose they
 * are, or they are another account's. They are revoked, unless an account goes on that may share their grant.
 */
async function keep(
  services: Services,
  attempt: AttemptRow,
  app: CatalogueApp,
  tokens: Tokens,
  revoke: () => Promise<void>,
): Promise<AccountRow[]> {
  const workspaceId = attempt.workspace_id;
  let externalId: string | undefined;
  try {
    const identity = await verifyAccount(services, app, forConnector(tokens.stored), workspaceId);
    externalId = identity.externalId;
    const { stored: credentials, expiresAt } = tokens;
    return await completeAttempt(services, refOf(attempt), { provedBy: 'browser', credentials, expiresAt, identity });
  } catch (error) {
    const user = { workspaceId, userId: attempt.user_id };
    const isShared = externalId !== undefined && (await isConnected(services, user, app.name, externalId));
    if (!isShared) await revoke();
    throw error;
  }
}

const ownCodes = new Set([
  'connect_denied',
  'connect_failed',
  'connect_expired',
  'attempt_closed',
  'app_not_configured',
  'other_account',
  'unknown_account',
]);

function asFailure(error: unknown): DomainError {
  if (error instanceof DomainError && ownCodes.has(error.code)) return error;
  const { error: name, cause } = oauthFailure(error);
  const reason = name === undefined ? '' : ` (${name})`;
  return new DomainError('connect_failed', `The app did not complete the authorization${reason}. Try again later.`, {
    cause,
  });
}

function refOf(attempt: AttemptRow): AttemptRef {
  return { workspaceId: attempt.workspace_id, id: attempt.id };
}
