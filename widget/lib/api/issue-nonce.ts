import { AttemptNonce } from '#bridge-protocol/entities/connect-attempt.ts';
import type { ApiClient } from './client.ts';

/** A fresh one-time nonce of the attempt. It takes the place of the one before, which no longer counts. */
export async function issueNonce(api: ApiClient, id: string): Promise<string> {
  const { nonce } = await api.send({ method: 'POST', path: `/connect-attempts/${id}/nonce`, answer: AttemptNonce });
  return nonce;
}
