import type { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import type { FieldsScheme } from '#connectors/kit/connector.ts';
import type { CatalogueApp } from '../catalogue/catalogue.ts';
import { DomainError } from '../errors.ts';
import { revokeCredentials } from '../oauth/revoke.ts';
import type { Services } from '../services.ts';
import { lockAttempt, requireOpen, type OwnAttemptRef } from './attempt.ts';
import { checkValues } from './check-values.ts';
import { completeAttempt } from './complete.ts';
import { readAttempt } from './read-attempt.ts';
import { verifyAccount } from './verify-account.ts';

export interface GivenCredentials {
  scheme: string;
  values: Readonly<Record<string, string>>;
}

/**
 * Ends the user's attempt with credentials that were typed in. They are tried with one call before they are kept; where the
 * app refuses them (`credentials_rejected`) or cannot be reached, or they are not those of the account to be reconnected
 * (`other_account`), the attempt goes on. Throws `invalid_argument` for values
 * that do not fit the scheme, `unknown_attempt`, `attempt_closed`, `connect_expired`.
 */
export async function submitCredentials(
  services: Pick<Services, 'config' | 'catalogue' | 'db' | 'egress' | 'log' | 'vault'>,
  ref: OwnAttemptRef,
  given: GivenCredentials,
): Promise<ConnectAttempt> {
  const attempt = await services.db.inWorkspace(ref.workspaceId, (tx) => lockAttempt(tx, ref));
  requireOpen(attempt);
  const app = services.catalogue.findApp(attempt.app);
  const scheme = fieldsSchemeOf(app, given.scheme);
  const credentials = { scheme: scheme.name, type: scheme.type, values: checkValues(scheme, given.values) };
  const identity = await verifyAccount(services, app, credentials, ref.workspaceId);
  const replaced = await completeAttempt(services, ref, {
    provedBy: 'session',
    credentials,
    expiresAt: null,
    identity,
  });
  for (const account of replaced) await revokeCredentials(services, account);
  return readAttempt(services, ref);
}

function fieldsSchemeOf({ connector }: CatalogueApp, name: string): FieldsScheme {
  const scheme = connector.auth.find((candidate) => candidate.name === name);
  if (!scheme || scheme.type === 'oauth2') {
    throw new DomainError('invalid_argument', 'The app has no such way of connecting by a form.');
  }
  return scheme;
}
