import { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import type { ApiClient } from './client.ts';

/** Begins a connect attempt, or finds the one of that id: the same request twice is one attempt. */
export function createAttempt(api: ApiClient, id: string, app: string): Promise<ConnectAttempt> {
  return api.send({ method: 'POST', path: '/connect-attempts', body: { id, app }, answer: ConnectAttempt });
}
