import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import { lockAttempt, requireOpen } from './attempt.ts';
import { prepareFlow, readOpenAttempt, type PopupRef } from './oauth-flow.ts';
import { createOneTimeSecret, matchesHash } from './one-time-secret.ts';

export interface ClaimedAttempt {
  /** For the browser that has claimed the attempt */
  cookie: string;
  authorizationUrl: string;
}

/**
 * Trades the nonce that only the window with the user's session can give for a cookie in this browser, which is thereby
 * proved to be the user's. A window that claims later takes the attempt over. Throws `browser_not_proved` where the
 * nonce is not the current one, and what `requireOpen` and `prepareFlow` throw.
 */
export async function claimAttempt(
  services: Pick<Services, 'config' | 'catalogue' | 'db' | 'egress' | 'vault'>,
  popup: PopupRef,
  given: { nonce: string; scheme?: string },
): Promise<ClaimedAttempt> {
  const flow = await prepareFlow(services, popup, await readOpenAttempt(services, popup), given.scheme);
  const cookie = createOneTimeSecret();
  await services.db.inWorkspace(popup.workspaceId, async (tx) => {
    const attempt = await lockAttempt(tx, popup);
    requireOpen(attempt);
    if (!matchesHash(given.nonce, attempt.nonce_hash)) throw staleNonce();
    await tx
      .updateTable('connect_attempts')
      .set({
        ...flow.columns,
        nonce_hash: null,
        browser_hash: cookie.hash,
        browser_proved: true,
        pairing_code_hash: null,
      })
      .where('workspace_id', '=', popup.workspaceId)
      .where('id', '=', popup.id)
      .execute();
  });
  return { cookie: cookie.value, authorizationUrl: flow.authorizationUrl };
}

function staleNonce(): DomainError {
  return new DomainError(
    'browser_not_proved',
    'This window does not belong to the page that asked. Close it and press Continue there once more.',
  );
}
