import { randomInt } from 'node:crypto';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import { sha256 } from '../sessions/hash.ts';
import { oauthSchemeOf } from '../oauth/oauth-client.ts';
import { lockAttempt, requireOpen, type AttemptRef, type OwnAttemptRef } from './attempt.ts';
import { failAttempt } from './fail.ts';
import { createOneTimeSecret, matchesHash } from './one-time-secret.ts';

/** Consonants only: none is mistaken for another or for a digit, and they make no words (RFC 8628 section 6.1). */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;
const TRIES = 5;
const TOO_OFTEN = 'The code was wrong five times. Start again from the app.';

export interface Pairing {
  /** For the browser that shows the code */
  cookie: string;
  code: string;
  workspaceName: string;
  appTitle: string;
}

/**
 * Gives a window that cannot reach its opener a code to show. Its browser counts as the user's only after the user has
 * typed the code into the page that asked. Throws `browser_not_proved` where the workspace does not allow it, or where
 * another browser is proved already: who knows no more than the address cannot push that one out.
 */
export async function startPairing(services: Pick<Services, 'catalogue' | 'db'>, ref: AttemptRef): Promise<Pairing> {
  const cookie = createOneTimeSecret();
  const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return services.db.inWorkspace(ref.workspaceId, async (tx) => {
    const attempt = await lockAttempt(tx, ref);
    requireOpen(attempt);
    const app = services.catalogue.findApp(attempt.app);
    oauthSchemeOf(app);
    const workspace = await tx
      .selectFrom('workspaces')
      .select(['name', 'allow_pairing'])
      .where('id', '=', ref.workspaceId)
      .executeTakeFirstOrThrow();
    if (!workspace.allow_pairing || attempt.browser_proved) throw cutOff();
    await tx
      .updateTable('connect_attempts')
      .set({
        browser_hash: cookie.hash,
        pairing_code_hash: sha256(bound(ref, code)),
        state_hash: null,
        flow_sealed: null,
      })
      .where('workspace_id', '=', ref.workspaceId)
      .where('id', '=', ref.id)
      .execute();
    return { cookie: cookie.value, code, workspaceName: workspace.name, appTitle: app.connector.manifest.title };
  });
}

/**
 * The user types the code into the page that asked. Throws `pairing_code_wrong`; the fifth wrong one ends the attempt
 * with `browser_not_proved`.
 */
export async function enterPairingCode(
  services: Pick<Services, 'config' | 'db'>,
  ref: OwnAttemptRef,
  typed: string,
): Promise<void> {
  const code = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const refusal = await services.db.inWorkspace(ref.workspaceId, async (tx) => {
    const attempt = await lockAttempt(tx, ref);
    requireOpen(attempt);
    if (!attempt.pairing_code_hash) return wrongCode();
    const right = matchesHash(bound(ref, code), attempt.pairing_code_hash);
    const tries = attempt.pairing_tries + 1;
    await tx
      .updateTable('connect_attempts')
      .set(right ? { browser_proved: true, pairing_code_hash: null } : { pairing_tries: tries })
      .where('workspace_id', '=', ref.workspaceId)
      .where('id', '=', ref.id)
      .execute();
    if (right) return null;
    if (tries < TRIES) return wrongCode();
    await failAttempt(tx, services, ref, { code: 'browser_not_proved', message: TOO_OFTEN });
    return wrongCode(TOO_OFTEN);
  });
  // Thrown after the commit: the try has to count.
  if (refusal) throw refusal;
}

/** Two attempts that show the same code by chance have different hashes. */
function bound(ref: AttemptRef, code: string): string {
  return `${ref.id} ${code}`;
}

function wrongCode(message = 'This is not the code in the window. Type it exactly as shown there.'): DomainError {
  return new DomainError('pairing_code_wrong', message);
}

function cutOff(): DomainError {
  return new DomainError(
    'browser_not_proved',
    'This window cannot reach the page that asked. Close it, cancel there, and start again from the app.',
  );
}
