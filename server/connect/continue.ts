import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import { lockAttempt, requireOpen, type AttemptRow } from './attempt.ts';
import { prepareFlow, readOpenAttempt, type PopupRef } from './oauth-flow.ts';
import { matchesHash } from './one-time-secret.ts';

/**
 * Where the browser that holds the attempt's cookie goes on to; null until its code was typed in. Throws
 * `browser_not_proved` for any other browser, and what `requireOpen` and `prepareFlow` throw.
 */
export async function continueAttempt(
  services: Pick<Services, 'config' | 'catalogue' | 'db' | 'egress' | 'vault'>,
  popup: PopupRef,
  cookie: string,
  scheme?: string,
): Promise<string | null> {
  const seen = await readOpenAttempt(services, popup);
  requireBrowser(seen, cookie);
  if (!seen.browser_proved) return null;
  const flow = await prepareFlow(services, popup, seen, scheme);
  return services.db.inWorkspace(popup.workspaceId, async (tx) => {
    const attempt = await lockAttempt(tx, popup);
    requireOpen(attempt);
    requireBrowser(attempt, cookie);
    if (!attempt.browser_proved) return null;
    await tx
      .updateTable('connect_attempts')
      .set(flow.columns)
      .where('workspace_id', '=', popup.workspaceId)
      .where('id', '=', popup.id)
      .execute();
    return flow.authorizationUrl;
  });
}

/** Throws `browser_not_proved` unless it is the cookie of the browser that holds the attempt. */
export function requireBrowser(attempt: AttemptRow, cookie: string): void {
  if (matchesHash(cookie, attempt.browser_hash)) return;
  throw new DomainError(
    'browser_not_proved',
    'This window does not belong to the page that asked. Close it and press Continue there once more.',
  );
}
