import { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import type { ApiClient } from './client.ts';

/** Cancels the attempt, unless it has ended already: the answer says how it did. */
export function cancelAttempt(api: ApiClient, id: string): Promise<ConnectAttempt> {
  return api.send({ method: 'POST', path: `/connect-attempts/${id}/cancel`, answer: ConnectAttempt, keepalive: true });
}
