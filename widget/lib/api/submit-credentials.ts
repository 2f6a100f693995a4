import { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import type { ApiClient } from './client.ts';

/** The server tries the credentials at the third party before it keeps them. */
const VERIFY_DEADLINE = 45_000;

/** Ends the attempt with what the user typed in. Throws `credentials_rejected`; the attempt then stays pending. */
export function submitCredentials(
  api: ApiClient,
  id: string,
  scheme: string,
  values: Record<string, string>,
): Promise<ConnectAttempt> {
  return api.send({
    method: 'POST',
    path: `/connect-attempts/${id}/credentials`,
    body: { scheme, values },
    answer: ConnectAttempt,
    deadline: VERIFY_DEADLINE,
  });
}
