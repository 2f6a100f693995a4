import { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import type { ApiClient } from './client.ts';

export function getAttempt(api: ApiClient, id: string): Promise<ConnectAttempt> {
  return api.send({ method: 'GET', path: `/connect-attempts/${id}`, answer: ConnectAttempt });
}
