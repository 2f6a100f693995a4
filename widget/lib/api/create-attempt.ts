import { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import type { ApiClient } from './client.ts';

/** Begins a connect attempt, for an account to be reconnected if one is named, or finds the one of that id: the same request twice is one attempt. */
export function createAttempt(api: ApiClient, id: string, app: string, accountId?: string): Promise<ConnectAttempt> {
  const body = { id, app, connected_account_id: accountId === undefined ? undefined : Number(accountId) };
  return api.send({ method: 'POST', path: '/connect-attempts', body, answer: ConnectAttempt });
}
